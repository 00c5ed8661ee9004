//! The company directory over REST, on both databases (R19-R21).

use domain::{FieldSet, Role};
use serde_json::{Value, json};

use crate::users::world::*;

async fn names(browser: &Browser, query: &str) -> Vec<String> {
    let page = browser.get(&format!("/api/v1/directory?{query}")).await.expect(200);
    page["items"].as_array().unwrap().iter().map(|entry| entry["name"].as_str().unwrap().to_owned()).collect()
}

on_both! {
    async fn r20_members_see_name_title_department_site_extension_and_contact_numbers_and_nothing_else(w: &World) {
        let site = w.site("London").await;
        let ada = w.managed("Ada Lovelace", FieldSet::EMPTY).await;
        let edit = json!({
            "job_title": "Countess", "department": "Engines", "personal_contact_number": "+44 7700 900123", "extension": "1042",
            "phone_number": "+44 20 7000 0000", "site_id": site["id"], "directory_visible": true, "locale": "en-GB",
        });
        w.owner.patch(&path_of(&ada), "*", edit).await.expect(200);
        let member = w.signed_in(Role::Member).await;
        let page = member.get("/api/v1/directory?search=lovelace").await.expect(200);
        assert_eq!(
            page["items"],
            json!([{
                "id": ada["id"], "name": "Ada Lovelace", "job_title": "Countess", "department": "Engines", "site": "London",
                "extension": "1042", "personal_contact_number": "+44 7700 900123", "work_contact_number": WORK_PHONE,
            }])
        );
        assert_eq!((&page["total"], &page["offset"]), (&json!(1), &json!(0)));
    }

    async fn r19_the_hidden_and_the_deactivated_are_not_listed_and_come_back_when_shown(w: &World) {
        let (ada, grace) = (w.person("Ada Lovelace").await, w.person("Grace Hopper").await);
        assert_eq!(names(&w.owner, "").await, ["Ada Lovelace", "Grace Hopper", "Olivia Owner"]);
        w.owner.patch(&path_of(&ada), "*", json!({"directory_visible": false})).await.expect(200);
        w.owner.post(&format!("{}/deactivate", path_of(&grace)), json!({})).await.expect(200);
        assert_eq!(names(&w.owner, "").await, ["Olivia Owner"]);
        for search in ["lovelace", "grace", "ad"] {
            assert!(names(&w.owner, &format!("search={search}")).await.is_empty(), "{search}");
        }
        w.owner.patch(&path_of(&ada), "*", json!({"directory_visible": true})).await.expect(200);
        w.owner.post(&format!("{}/activate", path_of(&grace)), json!({})).await.expect(200);
        assert_eq!(names(&w.owner, "search=hopper").await, ["Grace Hopper"]);
        w.owner.delete(&path_of(&ada)).await;
        assert_eq!(names(&w.owner, "").await, ["Grace Hopper", "Olivia Owner"]);
        assert!(names(&w.owner, "search=lovelace").await.is_empty());
    }

    async fn r20_nobody_is_found_by_what_the_directory_does_not_show(w: &World) {
        let ada = w.managed("Ada Lovelace", FieldSet::EMPTY).await;
        let edit = json!({"directory_visible": true, "phone_number": "+44 20 7000 1234", "department": "Engines", "job_title": "Countess"});
        w.owner.patch(&path_of(&ada), "*", edit).await.expect(200);
        for hidden in ["contoso", "ada.lovelace", "7000%201234", "@", &EXTERNAL_ID[..8], "active"] {
            assert!(names(&w.owner, &format!("search={hidden}")).await.is_empty(), "{hidden}");
        }
        for shown in ["lovel", "ENGINES", "countess", "7946%200999", "love%20ada", "co"] {
            assert_eq!(names(&w.owner, &format!("search={shown}")).await, ["Ada Lovelace"], "{shown}");
        }
    }

    async fn pages_of_the_directory_follow_each_other_both_ways(w: &World) {
        for name in ["Eve Five", "Dan Four", "Cat Three", "Bob Two", "Ann One"] {
            w.person(name).await;
        }
        let (mut seen, mut next) = (Vec::new(), Some(String::new()));
        let mut last = Value::Null;
        while let Some(cursor) = next {
            last = w.owner.get(&format!("/api/v1/directory?limit=4{cursor}")).await.expect(200);
            assert_eq!(last["total"], 6);
            seen.extend(last["items"].as_array().unwrap().iter().map(|entry| entry["name"].clone()));
            next = last["next_cursor"].as_str().map(|cursor| format!("&cursor={cursor}"));
        }
        assert_eq!(seen, ["Ann One", "Bob Two", "Cat Three", "Dan Four", "Eve Five", "Olivia Owner"]);
        assert_eq!(last["offset"], 4);
        let back = format!("limit=4&cursor={}", last["previous_cursor"].as_str().unwrap());
        assert_eq!(names(&w.owner, &back).await, ["Ann One", "Bob Two", "Cat Three", "Dan Four"]);
        w.owner.get(&format!("/api/v1/directory?search=x&{back}")).await.problem(400, "invalid_cursor");
        w.owner.get("/api/v1/directory?limit=0").await.problem(422, "invalid_fields");
    }

    async fn the_directory_is_for_those_who_are_signed_in_and_of_their_own_organization(w: &World) {
        w.person("Ada Lovelace").await;
        w.nobody.get("/api/v1/directory").await.problem(401, "not_signed_in");
        assert_eq!(names(&w.stranger, "").await, ["Olivia Owner"]);
        assert!(names(&w.stranger, "search=lovelace").await.is_empty());
    }
}
