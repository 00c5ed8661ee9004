//! `POST /api/v1/users/{id}/password-link`

use domain::{FieldSet, Role};
use serde_json::json;

use super::world::*;

on_both! {
    async fn a_link_for_a_local_user_works_for_a_day_and_voids_the_one_before(w: &World) {
        let path = format!("{}/password-link", path_of(&w.person("Ada Lovelace").await));
        let first = w.owner.post(&path, json!({})).await.expect(201);
        let second = w.owner.post(&path, json!({})).await.expect(201);
        let token = |link: &serde_json::Value| link["url"].as_str().unwrap().split_once("/set-password#").unwrap().1.to_owned();
        let check = |token: String| w.owner.post("/api/v1/password-links/check", json!({"token": token}));
        check(token(&second)).await.expect(200);
        check(token(&first)).await.problem(410, "link_invalid");
        w.clock.advance(domain::timestamp::DAY_MS);
        check(token(&second)).await.problem(410, "link_invalid");
    }

    async fn r1_a_managed_user_gets_no_password(w: &World) {
        let user = w.managed("Ada Lovelace", FieldSet::EMPTY).await;
        let answer = w.owner.post(&format!("{}/password-link", path_of(&user)), json!({})).await;
        assert_eq!(answer.problem(409, "refused")["reason"]["code"], "signs_in_with_provider");
    }

    async fn r7_a_deactivated_user_gets_no_password(w: &World) {
        let path = path_of(&w.person("Ada Lovelace").await);
        w.owner.post(&format!("{path}/deactivate"), json!({})).await.expect(200);
        let answer = w.owner.post(&format!("{path}/password-link"), json!({})).await;
        assert_eq!(answer.problem(409, "refused")["reason"]["code"], "user_deactivated");
    }

    async fn r32_a_user_admin_cannot_become_an_admin_by_a_link(w: &World) {
        let admin = w.with_role("Grace Hopper", Role::Admin).await;
        let user_admin = w.signed_in(Role::UserAdmin).await;
        let answer = user_admin.post(&format!("{}/password-link", path_of(&admin)), json!({})).await;
        let problem = answer.problem(409, "refused");
        assert_eq!(problem["reason"], json!({"code": "role_above_own", "role": "admin"}));
    }

    async fn r33_the_link_is_in_the_history_and_its_secret_is_not(w: &World) {
        let user = w.person("Ada Lovelace").await;
        let link = w.owner.post(&format!("{}/password-link", path_of(&user)), json!({})).await.expect(201);
        let events = w.history(&user).await;
        assert_eq!(events[0]["action"], "password_link_created");
        let secret = link["url"].as_str().unwrap().rsplit('.').next().unwrap().to_owned();
        assert!(!serde_json::to_string(&events).unwrap().contains(&secret));
    }
}
