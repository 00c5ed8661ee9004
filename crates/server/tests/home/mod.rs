//! Home over REST, on both databases.

use domain::{FieldSet, Role, timestamp};
use serde_json::json;

use crate::scim::client::*;
use crate::users::world::*;

on_both! {
    async fn home_counts_people_and_sites_of_the_own_organization_only(w: &World) {
        let site = w.site("London").await;
        let new = with(new_user("Ada Lovelace"), json!({"site_id": site["id"]}));
        w.owner.post("/api/v1/users", new).await.expect(201);
        w.managed("Grace Hopper", FieldSet::EMPTY).await;
        let off = w.person("Barbara Liskov").await;
        w.owner.post(&format!("{}/deactivate", path_of(&off)), json!({})).await.expect(200);
        w.stranger.post("/api/v1/users", new_user("Katherine Johnson")).await.expect(201);
        let home = w.owner.get("/api/v1/home").await.expect(200);
        assert_eq!(home["users"], 4);
        assert_eq!(home["active_users"], 3);
        assert_eq!(home["deactivated_users"], 1);
        assert_eq!(home["managed_users"], 1);
        assert_eq!(home["users_without_site"], 2, "the deactivated one needs none");
        assert_eq!(home["sites"], 1);
        assert_eq!(home["provisioning"], w.owner.get("/api/v1/provisioning").await.expect(200));
        assert_eq!(home["expiring_tokens"], json!([]));
    }

    async fn r13_names_of_sites_that_no_site_has_need_attention_until_one_has_them(w: &World) {
        let entra = Idp::connect(w).await;
        assert_eq!(w.owner.get("/api/v1/home").await.expect(200)["unmatched_sites"], 0);
        let sent = json!({SITE: {"site": "Atlantis"}});
        entra.post("/Users", with(person("Ada Lovelace"), sent)).await.refused(400, "invalidValue");
        assert_eq!(w.owner.get("/api/v1/home").await.expect(200)["unmatched_sites"], 1);
        assert_eq!(w.stranger.get("/api/v1/home").await.expect(200)["unmatched_sites"], 0);
        w.site("atlantis").await;
        assert_eq!(w.owner.get("/api/v1/home").await.expect(200)["unmatched_sites"], 0);
    }

    async fn tokens_that_end_within_thirty_days_or_have_ended_need_attention(w: &World) {
        w.owner.patch("/api/v1/provisioning", "*", json!({"enabled": true})).await.expect(200);
        for (name, days) in [("soon", Some(30)), ("later", Some(31)), ("never", None)] {
            let new = json!({"name": name, "expires_in_days": days});
            w.owner.post("/api/v1/provisioning/tokens", new).await.expect(201);
        }
        let names = |home: &serde_json::Value| {
            let tokens = home["expiring_tokens"].as_array().unwrap();
            let mut names: Vec<_> = tokens.iter().map(|token| token["name"].as_str().unwrap().to_owned()).collect();
            names.sort();
            names
        };
        assert_eq!(names(&w.owner.get("/api/v1/home").await.expect(200)), ["soon"]);
        w.clock.advance(timestamp::DAY_MS);
        let owner = w.sign_in(&json!({"id": w.owner_id})).await;
        assert_eq!(names(&owner.get("/api/v1/home").await.expect(200)), ["later", "soon"]);
    }

    async fn r32_home_is_for_those_who_see_users(w: &World) {
        w.signed_in(Role::Auditor).await.get("/api/v1/home").await.expect(200);
        w.signed_in(Role::Member).await.get("/api/v1/home").await.problem(403, "forbidden");
        w.nobody.get("/api/v1/home").await.problem(401, "not_signed_in");
    }
}
