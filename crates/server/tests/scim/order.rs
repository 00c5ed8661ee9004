//! Sorting (RFC 7644 §3.4.2.3) and pages by cursor (RFC 9865).

use serde_json::{Value, json};

use super::client::*;
use crate::users::world::*;

fn names(list: &Value) -> Vec<String> {
    let users = list["Resources"].as_array().unwrap().iter();
    users.map(|user| user["userName"].as_str().unwrap().split('.').next().unwrap().to_owned()).collect()
}

async fn three(w: &World<'_>) -> Idp {
    let entra = Idp::connect(w).await;
    for (name, title) in [("Zoe Adams", Some("b")), ("Ada Young", None), ("Mia Miller", Some("A"))] {
        let mut body = person(name);
        if let Some(title) = title {
            body["title"] = title.into();
        }
        entra.post("/Users", body).await.expect(201);
    }
    entra
}

const OURS: &str = "filter=externalId+pr";

on_both! {
    async fn a_list_is_sorted_either_way_and_what_has_no_value_is_last_or_first(w: &World) {
        let entra = three(w).await;
        for (sort, expected) in [
            ("sortBy=userName", ["ada", "mia", "zoe"]),
            ("sortBy=USERNAME&sortOrder=descending", ["zoe", "mia", "ada"]),
            ("sortBy=name.familyName", ["zoe", "mia", "ada"]),
            ("sortBy=title", ["mia", "zoe", "ada"]),
            ("sortBy=title&sortOrder=descending", ["ada", "zoe", "mia"]),
            ("sortBy=emails.value", ["ada", "mia", "zoe"]),
            ("sortBy=meta.created", ["zoe", "ada", "mia"]),
            ("sortBy=nothing", ["zoe", "ada", "mia"]),
        ] {
            let list = entra.get(&format!("/Users?{OURS}&{sort}")).await.expect(200);
            assert_eq!(names(&list), expected, "{sort}");
        }
    }

    async fn cursors_lead_through_the_list_once_whoever_comes_or_goes(w: &World) {
        let entra = three(w).await;
        for sort in ["", "&sortBy=userName"] {
            let mut page = entra.get(&format!("/Users?{OURS}&count=1&cursor{sort}")).await.expect(200);
            assert!(page.get("startIndex").is_none());
            let mut read = names(&page);
            while let Some(cursor) = page["nextCursor"].as_str().map(str::to_owned) {
                assert!(cursor.bytes().all(|b| b.is_ascii_alphanumeric() || b"-._~".contains(&b)));
                page = entra.get(&format!("/Users?{OURS}&count=1&cursor={cursor}{sort}")).await.expect(200);
                read.extend(names(&page));
            }
            read.sort();
            assert_eq!(read, ["ada", "mia", "zoe"], "{sort}");
        }
        let first = entra.get(&format!("/Users?{OURS}&count=2&cursor=")).await.expect(200);
        assert_eq!((names(&first), &first["totalResults"]), (vec!["zoe".to_owned(), "ada".to_owned()], &json!(3)));
        let zoe = entra.find("userName sw \"zoe\"").await.remove(0);
        entra.delete(&zoe).await.expect(204);
        let cursor = first["nextCursor"].as_str().unwrap();
        let second = entra.get(&format!("/Users?{OURS}&count=2&cursor={cursor}")).await.expect(200);
        assert_eq!((names(&second), second.get("nextCursor")), (vec!["mia".to_owned()], None));
        let search = json!({"filter": "externalId pr", "count": 2, "cursor": cursor});
        assert_eq!(entra.post("/Users/.search", search).await.expect(200), second);
    }

    async fn a_cursor_of_another_list_another_count_or_another_time_is_refused(w: &World) {
        let entra = three(w).await;
        let first = entra.get(&format!("/Users?{OURS}&count=1&cursor=")).await.expect(200);
        let cursor = first["nextCursor"].as_str().unwrap();
        for (query, kind) in [
            (format!("count=1&cursor={cursor}"), "invalidCursor"),
            (format!("{OURS}&count=1&cursor={cursor}&sortBy=userName"), "invalidCursor"),
            (format!("{OURS}&count=1&cursor=nonsense"), "invalidCursor"),
            (format!("{OURS}&count=2&cursor={cursor}"), "invalidCount"),
        ] {
            entra.get(&format!("/Users?{query}")).await.refused(400, kind);
        }
        w.clock.advance(3_600_000);
        entra.get(&format!("/Users?{OURS}&count=1&cursor={cursor}")).await.refused(400, "expiredCursor");
    }

    async fn groups_are_sorted_and_paged_as_well(w: &World) {
        let entra = Idp::connect(w).await;
        for name in ["Beta", "alpha", "Gamma"] {
            entra.post("/Groups", json!({"displayName": name})).await.expect(201);
        }
        let list = entra.get("/Groups?sortBy=displayName&sortOrder=descending").await.expect(200);
        assert_eq!(list["Resources"][0]["displayName"], "Gamma");
        let first = entra.get("/Groups?count=2&cursor").await.expect(200);
        let cursor = first["nextCursor"].as_str().unwrap();
        let second = entra.get(&format!("/Groups?count=2&cursor={cursor}")).await.expect(200);
        assert_eq!((second["Resources"].as_array().unwrap().len(), second.get("nextCursor")), (1, None));
    }
}
