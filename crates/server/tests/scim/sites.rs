//! The site of a person (R12-R14), under both of its URNs.

use serde_json::{Value, json};

use super::client::*;
use crate::users::world::*;

fn at(urn: &str, site: &str) -> Value {
    json!({urn: {"site": site}})
}

/// An operation on the site.
fn set(op: &str, urn: &str, site: &str) -> Value {
    json!([{"op": op, "path": format!("{urn}:site"), "value": site}])
}

async fn rename(w: &World<'_>, site: &Value, name: &str) {
    w.owner.patch(&site_path(site), "*", json!({"name": name})).await.expect(200);
}

on_both! {
    async fn r13_a_site_is_named_on_creation_without_regard_to_case(w: &World) {
        let entra = Idp::connect(w).await;
        w.site("London").await;
        for (name, urn, site) in [("Ada Lovelace", SITE, "LONDON"), ("Grace Hopper", TUTORIAL_SITE, "london")] {
            let made = entra.post("/Users", with(person(name), at(urn, site))).await.expect(201);
            assert_eq!(made[urn]["site"], "London");
        }
    }

    async fn r13_an_unknown_site_is_refused_by_its_name_and_makes_nobody(w: &World) {
        let entra = Idp::connect(w).await;
        w.site("London").await;
        let ada = entra.create("Ada Lovelace").await;
        let before = w.count().await;
        let detail = entra.post("/Users", with(person("Grace Hopper"), at(SITE, "Atlantis"))).await;
        assert!(detail.refused(400, "invalidValue").contains("Atlantis"));
        assert_eq!(w.count().await, before);
        let detail = entra.patch(&ada, set("Add", SITE, "Atlantis")).await.refused(400, "invalidValue");
        assert!(detail.contains("Atlantis"));
        assert_eq!(entra.read(&ada).await, ada);
    }

    async fn r12_a_first_site_may_come_by_add_or_replace_under_either_urn(w: &World) {
        let entra = Idp::connect(w).await;
        w.site("London").await;
        for (name, op, urn) in [
            ("Ada Lovelace", "Add", SITE),
            ("Grace Hopper", "Replace", SITE),
            ("Alan Turing", "Add", TUTORIAL_SITE),
            ("Edsger Dijkstra", "replace", TUTORIAL_SITE),
        ] {
            let user = entra.create(name).await;
            let set = entra.patch(&user, set(op, urn, "London")).await.expect(200);
            assert_eq!(set[urn]["site"], "London", "{name}");
        }
    }

    async fn r12_another_site_is_refused_and_the_same_accepted(w: &World) {
        let entra = Idp::connect(w).await;
        w.site("London").await;
        w.site("Paris").await;
        let ada = entra.post("/Users", with(person("Ada Lovelace"), at(SITE, "London"))).await.expect(201);
        for same in ["London", "LONDON", "london"] {
            assert_eq!(entra.patch(&ada, set("Replace", SITE, same)).await.expect(200), ada);
            let put = with(ada.clone(), at(SITE, same));
            assert_eq!(entra.put(&ada, put).await.expect(200), ada);
        }
        for op in ["Add", "Replace"] {
            entra.patch(&ada, set(op, SITE, "Paris")).await.refused(400, "mutability");
        }
        entra.put(&ada, with(ada.clone(), at(SITE, "Paris"))).await.refused(400, "mutability");
        let remove = json!([{"op": "Remove", "path": format!("{SITE}:site")}]);
        entra.patch(&ada, remove).await.refused(400, "mutability");
        assert_eq!(entra.read(&ada).await, ada);
    }

    async fn r14_the_former_name_of_a_site_still_names_it(w: &World) {
        let entra = Idp::connect(w).await;
        let london = w.site("London").await;
        w.site("Paris").await;
        let ada = entra.post("/Users", with(person("Ada Lovelace"), at(SITE, "London"))).await.expect(201);
        rename(w, &london, "London HQ").await;
        assert_eq!(entra.read(&ada).await[SITE]["site"], "London HQ");
        let grace = entra.post("/Users", with(person("Grace Hopper"), at(SITE, "london"))).await.expect(201);
        assert_eq!(grace[SITE]["site"], "London HQ");
        for name in ["London", "LONDON", "london hq"] {
            let user = entra.patch(&ada, set("Replace", SITE, name)).await.expect(200);
            assert_eq!(user[SITE]["site"], "London HQ", "{name}");
            entra.put(&ada, with(person("Ada Lovelace"), at(SITE, name))).await.expect(200);
        }
        entra.patch(&ada, set("Replace", SITE, "Paris")).await.refused(400, "mutability");
        assert_eq!(entra.names(&format!("{SITE}:site eq \"London HQ\"")).await.len(), 2);
    }

    async fn r14_a_dropped_former_name_is_unknown_again(w: &World) {
        let entra = Idp::connect(w).await;
        let london = w.site("London").await;
        rename(w, &london, "London HQ").await;
        let path = format!("{}/drop-former-name", site_path(&london));
        w.owner.post(&path, json!({"name": "London"})).await.expect(200);
        entra.post("/Users", with(person("Ada Lovelace"), at(SITE, "London"))).await.refused(400, "invalidValue");
    }

    async fn a_client_that_names_the_site_by_the_tutorials_urn_reads_it_back_there(w: &World) {
        let entra = Idp::connect(w).await;
        w.site("London").await;
        let ada = entra.post("/Users", with(person("Ada Lovelace"), at(SITE, "London"))).await.expect(201);
        assert_eq!(ada.get(TUTORIAL_SITE), None);
        let set = entra.patch(&ada, set("Replace", TUTORIAL_SITE, "London")).await.expect(200);
        assert_eq!(set[TUTORIAL_SITE]["site"], "London", "in the very answer");
        let read = entra.read(&ada).await;
        assert_eq!((&read[TUTORIAL_SITE], &read[SITE]), (&json!({"site": "London"}), &json!({"site": "London"})));
        assert!(read["schemas"].as_array().unwrap().contains(&json!(TUTORIAL_SITE)));
        for urn in [SITE, TUTORIAL_SITE] {
            assert_eq!(entra.names(&format!("{urn}:site eq \"LONDON\"")).await.len(), 1, "{urn}");
        }
    }

    async fn first_writes_by_the_tutorials_urn_may_come_at_once(w: &World) {
        let entra = Idp::connect(w).await;
        w.site("London").await;
        let post = |name: &'static str| entra.post("/Users", with(person(name), at(TUTORIAL_SITE, "London")));
        let (a, b, c, d) =
            tokio::join!(post("Ada Lovelace"), post("Grace Hopper"), post("Alan Turing"), post("Edsger Dijkstra"));
        for reply in [a, b, c, d] {
            assert_eq!(reply.expect(201)[TUTORIAL_SITE]["site"], "London");
        }
    }

    async fn r12_a_site_that_was_set_in_the_console_is_kept_as_well(w: &World) {
        let entra = Idp::connect(w).await;
        let (london, _) = (w.site("London").await, w.site("Paris").await);
        let ada = entra.create("Ada Lovelace").await;
        let listed = w.owner.get("/api/v1/users?search=lovelace").await.expect(200)["items"][0].clone();
        w.owner.patch(&path_of(&listed), "*", json!({"site_id": london["id"]})).await.expect(200);
        assert_eq!(entra.read(&ada).await[SITE]["site"], "London");
        entra.patch(&ada, set("Add", SITE, "Paris")).await.refused(400, "mutability");
        let put = entra.put(&ada, person("Ada Lovelace")).await.expect(200);
        assert_eq!(put[SITE]["site"], "London");
    }

    async fn r13_an_unknown_name_is_remembered_until_an_admin_says_which_site_is_meant(w: &World) {
        let entra = Idp::connect(w).await;
        let london = w.site("London").await;
        let ada = entra.create("Ada Lovelace").await;
        entra.post("/Users", with(person("Grace Hopper"), at(SITE, "London HQ"))).await.refused(400, "invalidValue");
        w.clock.advance(60_000);
        entra.patch(&ada, set("Add", SITE, "LONDON hq")).await.refused(400, "invalidValue");
        let list = w.owner.get("/api/v1/sites/unmatched").await.expect(200);
        assert_eq!(list["total"], 1);
        let row = &list["items"][0];
        assert_eq!((&row["name"], &row["requests"]), (&json!("LONDON hq"), &json!(2)));
        assert_eq!(row["last_username"], "ada.lovelace@contoso.com");
        assert!(row["first_seen_at"].as_str() < row["last_seen_at"].as_str());
        let path = format!("{}/add-former-name", site_path(&london));
        w.owner.post(&path, json!({"name": row["name"]})).await.expect(200);
        assert_eq!(w.owner.get("/api/v1/sites/unmatched").await.expect(200)["total"], 0);
        let set = entra.patch(&ada, set("Add", SITE, "London HQ")).await.expect(200);
        assert_eq!(set[SITE]["site"], "London");
    }

    async fn r13_a_new_site_or_a_rename_to_an_unknown_name_clears_it_and_so_does_dismissing_it(w: &World) {
        let entra = Idp::connect(w).await;
        let paris = w.site("Paris").await;
        for name in ["Atlantis", "Avalon", "Eldorado / West"] {
            entra.post("/Users", with(person("Grace Hopper"), at(SITE, name))).await.refused(400, "invalidValue");
        }
        let names = async || {
            let list = w.owner.get("/api/v1/sites/unmatched").await.expect(200);
            let mut names: Vec<String> = list["items"].as_array().unwrap().iter().map(|row| row["name"].as_str().unwrap().to_owned()).collect();
            names.sort();
            names
        };
        assert_eq!(names().await, ["Atlantis", "Avalon", "Eldorado / West"]);
        w.site("atlantis").await;
        rename(w, &paris, "AVALON").await;
        assert_eq!(names().await, ["Eldorado / West"]);
        let dismiss = "/api/v1/sites/dismiss-unmatched";
        assert_eq!(w.owner.post(dismiss, json!({"name": "eldorado / west"})).await.status, 204);
        assert_eq!(names().await, Vec::<String>::new());
        w.owner.post(dismiss, json!({"name": "eldorado / west"})).await.problem(404, "not_found");
        assert_eq!(w.audited("unmatched_site_dismissed").await[0].subject_name, "Eldorado / West");
        assert!(w.stranger.get("/api/v1/sites/unmatched").await.expect(200)["items"].as_array().unwrap().is_empty());
    }
}
