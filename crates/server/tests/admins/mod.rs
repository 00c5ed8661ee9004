//! Roles over REST, on both databases (R10, R32).

use domain::{FieldSet, Role};
use serde_json::{Value, json};

use crate::users::world::*;

fn admin_path(user: &Value) -> String {
    format!("/api/v1/admins/{}", user["id"].as_str().unwrap())
}

on_both! {
    async fn r32_the_list_shows_everybody_above_member_owners_first_then_by_name(w: &World) {
        w.person("Mia Member").await;
        for (name, role) in [("Zoe Zimmer", Role::Auditor), ("bea Bauer", Role::UserAdmin), ("Ada Lovelace", Role::Admin), ("Carl Cern", Role::Admin)] {
            w.with_role(name, role).await;
        }
        let list = w.owner.get("/api/v1/admins").await.expect(200);
        let row = |admin: &Value| (admin["name"].as_str().unwrap().to_owned(), admin["role"].as_str().unwrap().to_owned());
        let rows: Vec<(String, String)> = list["items"].as_array().unwrap().iter().map(row).collect();
        let expected = [("Olivia Owner", "owner"), ("Ada Lovelace", "admin"), ("Carl Cern", "admin"), ("bea Bauer", "user_admin"), ("Zoe Zimmer", "auditor")];
        assert_eq!(rows, expected.map(|(name, role)| (name.to_owned(), role.to_owned())));
        assert_eq!((&list["total"], &list["items"][0]["is_last_active_owner"]), (&json!(5), &json!(true)));
        assert_eq!(w.stranger.get("/api/v1/admins").await.expect(200)["total"], 1);
    }

    async fn r32_a_role_is_given_and_in_force_with_the_next_request_of_a_session_that_goes_on(w: &World) {
        let ada = w.person("Ada Lovelace").await;
        let browser = w.sign_in(&ada).await;
        browser.get("/api/v1/users").await.problem(403, "forbidden");
        let answer = w.owner.patch(&admin_path(&ada), "\"1\"", json!({"role": "auditor"})).await;
        assert_eq!(answer.etag(), "\"2\"");
        assert_eq!(answer.expect(200)["role"], "auditor");
        browser.get("/api/v1/users").await.expect(200);
        browser.post("/api/v1/users", new_user("Eve Mallory")).await.problem(403, "forbidden");
        let members = w.owner.patch(&admin_path(&ada), "*", json!({"role": "member"})).await.expect(200);
        assert_eq!((&members["role"], &members["version"]), (&json!("member"), &json!(3)));
        browser.get("/api/v1/users").await.problem(403, "forbidden");
        browser.get("/api/v1/me").await.expect(200);
    }

    async fn r33_a_change_of_role_is_in_the_audit_log_and_the_same_role_is_no_change(w: &World) {
        let ada = w.managed("Ada Lovelace", FieldSet::EMPTY).await;
        w.owner.patch(&admin_path(&ada), "*", json!({"role": "admin"})).await.expect(200);
        let head = w.feed_head().await;
        let same = w.owner.patch(&admin_path(&ada), "*", json!({"role": "admin"})).await.expect(200);
        assert_eq!((&same["version"], w.feed_head().await), (&json!(2), head));
        let event = &w.history(&ada).await[0];
        assert_eq!(event["action"], "role_changed");
        assert_eq!(event["changes"], json!([{"field": "role", "from": "member", "to": "admin"}]));
        assert_eq!(event["actor_name"], "Olivia Owner");
    }

    async fn r10_nobody_changes_their_own_role(w: &World) {
        let path = format!("/api/v1/admins/{}", w.owner_id);
        w.with_role("Second Owner", Role::Owner).await;
        let problem = w.owner.patch(&path, "*", json!({"role": "member"})).await.problem(409, "refused");
        assert_eq!((&problem["rule"], &problem["reason"]["code"]), (&json!("R10"), &json!("own_role")));
    }

    async fn r32_only_owners_make_and_unmake_owners(w: &World) {
        let admin = w.signed_in(Role::Admin).await;
        let (ada, olga) = (w.person("Ada Lovelace").await, w.with_role("Olga Other", Role::Owner).await);
        for (who, role) in [(&ada, "owner"), (&olga, "member")] {
            let problem = admin.patch(&admin_path(who), "*", json!({"role": role})).await.problem(409, "refused");
            assert_eq!((&problem["rule"], &problem["reason"]["code"]), (&json!("R32"), &json!("only_owners_change_owners")));
        }
        admin.patch(&admin_path(&ada), "*", json!({"role": "admin"})).await.expect(200);
        w.owner.patch(&admin_path(&ada), "*", json!({"role": "owner"})).await.expect(200);
        w.owner.patch(&admin_path(&olga), "*", json!({"role": "member"})).await.expect(200);
    }

    async fn r10_two_owners_who_unmake_each_other_at_once_do_not_both_succeed(w: &World) {
        let olga = w.with_role("Olga Other", Role::Owner).await;
        let other = w.sign_in(&olga).await;
        let own = format!("/api/v1/admins/{}", w.owner_id);
        let (path, demoted) = (admin_path(&olga), json!({"role": "admin"}));
        let (one, two) = tokio::join!(w.owner.patch(&path, "*", demoted.clone()), other.patch(&own, "*", demoted.clone()));
        assert_eq!([one.status, two.status].iter().filter(|status| **status == 200).count(), 1, "{} {}", one.body, two.body);
        assert_eq!(w.read().users().count_active_owners().await.unwrap(), 1);
    }

    async fn r32_a_stale_version_is_refused_and_user_admins_and_auditors_change_no_role(w: &World) {
        let ada = w.person("Ada Lovelace").await;
        w.owner.patch(&path_of(&ada), "*", json!({"extension": "1"})).await.expect(200);
        let stale = w.owner.patch(&admin_path(&ada), "\"1\"", json!({"role": "admin"})).await;
        assert_eq!(stale.problem(412, "changed_elsewhere")["current"]["version"], 2);
        let without = w.owner.send("PATCH", &admin_path(&ada), &[], Some("{}".to_owned())).await;
        without.problem(428, "precondition_required");
        let unknown = w.owner.patch(&admin_path(&ada), "*", json!({"role": "emperor"})).await;
        unknown.problem(400, "invalid_request");
        for role in [Role::UserAdmin, Role::Auditor] {
            let browser = w.signed_in(role).await;
            browser.get("/api/v1/admins").await.expect(200);
            let refused = browser.patch(&admin_path(&ada), "*", json!({"role": "member"})).await;
            refused.problem(403, "forbidden");
        }
        w.stranger.patch(&admin_path(&ada), "*", json!({"role": "owner"})).await.problem(404, "not_found");
    }
}
