//! R7, R34: whatever ends a person or a session ends what was granted, in the same transaction.

use domain::{ApplicationKind, Role};
use serde_json::{Value, json};

use super::world::{Tokens, World, on_both, refused, register};
use crate::support::{Caller, PASSWORD, Person};

async fn session_of(person: &Caller) -> String {
    person.get("/api/v1/me").await.json::<Value>()["session_id"].as_str().unwrap().to_owned()
}

/// Nothing is left in the database, so no clock and no check can bring it back.
async fn assert_nothing_left(w: &World<'_>) {
    let left = w.server.store().read(w.contoso.id).grants().of_user(w.ada.user.id).await.unwrap();
    assert_eq!(left, []);
}

async fn both_kinds(w: &World<'_>) -> (Tokens, Tokens) {
    let online = w.tokens(&w.app, &[]).await;
    let offline = w.tokens(&w.app, &[("scope", "openid offline_access")]).await;
    (online, offline)
}

fn credentials(person: &Person) -> Value {
    json!({"username": person.user.username, "password": PASSWORD})
}

on_both! {
    async fn r7_deactivation_in_the_console_ends_everything(w: &World) {
        let (online, offline) = both_kinds(w).await;
        let code = w.code(&w.app, &[]).await;
        let path = format!("/api/v1/users/{}/deactivate", w.ada.user.id);
        assert_eq!(w.contoso.owner.post(&path, &json!({})).await.status, 200);
        assert_nothing_left(w).await;
        w.assert_dead(&w.app, &online).await;
        w.assert_dead(&w.app, &offline).await;
        refused(&w.exchange(&w.app, &code, &[]).await, 400, "invalid_grant");
    }

    async fn r7_reactivation_brings_no_token_back(w: &World) {
        let (_, offline) = both_kinds(w).await;
        let path = format!("/api/v1/users/{}", w.ada.user.id);
        assert_eq!(w.contoso.owner.post(&format!("{path}/deactivate"), &json!({})).await.status, 200);
        assert_eq!(w.contoso.owner.post(&format!("{path}/activate"), &json!({})).await.status, 200);
        w.assert_dead(&w.app, &offline).await;
    }

    async fn r7_deletion_ends_everything(w: &World) {
        let (online, offline) = both_kinds(w).await;
        let path = format!("/api/v1/users/{}", w.ada.user.id);
        assert_eq!(w.contoso.owner.delete(&path).await.status, 204);
        assert_nothing_left(w).await;
        w.assert_dead(&w.app, &online).await;
        w.assert_dead(&w.app, &offline).await;
    }

    async fn r7_deactivation_by_the_identity_provider_ends_everything(w: &World) {
        let (online, offline) = both_kinds(w).await;
        let owner = &w.contoso.owner;
        assert_eq!(owner.patch("/api/v1/provisioning", 1, &json!({"enabled": true})).await.status, 200);
        let made: Value = owner.post("/api/v1/provisioning/tokens", &json!({"name": "entra"})).await.json();
        let scim_id = w.ada.user.scim_id.unwrap();
        let program = w.server.anybody();
        let request = program.request(reqwest::Method::PATCH, &format!("/scim/contoso/v2/Users/{scim_id}"));
        let patch = json!({
            "schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"],
            "Operations": [{"op": "Replace", "path": "active", "value": "False"}],
        });
        let token = format!("Bearer {}", made["secret"].as_str().unwrap());
        let answer = program.send(request.header("authorization", token).json(&patch)).await;
        assert_eq!(answer.status, 200, "{}", answer.text);
        assert_nothing_left(w).await;
        w.assert_dead(&w.app, &online).await;
        w.assert_dead(&w.app, &offline).await;
    }

    async fn r7_deactivation_of_many_ends_everything(w: &World) {
        let (online, _) = both_kinds(w).await;
        let body = json!({"selection": {"ids": [w.ada.user.id]}, "change": {"action": "deactivate"}});
        let answer = w.contoso.owner.post("/api/v1/users/bulk", &body).await;
        assert_eq!(answer.status, 201, "{}", answer.text);
        w.server.app.jobs.settled().await;
        assert_nothing_left(w).await;
        w.assert_dead(&w.app, &online).await;
    }

    async fn r34_ending_all_sessions_ends_also_what_is_for_offline_use(w: &World) {
        let (online, offline) = both_kinds(w).await;
        let path = format!("/api/v1/users/{}/sessions", w.ada.user.id);
        assert_eq!(w.contoso.owner.delete(&path).await.status, 200);
        assert_nothing_left(w).await;
        w.assert_dead(&w.app, &online).await;
        w.assert_dead(&w.app, &offline).await;
    }

    async fn r34_ending_ones_other_sessions_keeps_what_was_granted_in_this_one(w: &World) {
        let owner = &w.contoso.owner;
        let here = w.code_in(owner, &w.app, &[]).await;
        let here = Tokens::of(&w.exchange(&w.app, &here, &[]).await);
        let elsewhere = w.contoso.sign_in(owner.user.id).await;
        let there = w.code_in(&elsewhere, &w.app, &[("scope", "openid offline_access")]).await;
        let there = Tokens::of(&w.exchange(&w.app, &there, &[]).await);
        let path = format!("/api/v1/users/{}/sessions", owner.user.id);
        assert_eq!(owner.delete(&path).await.status, 200);
        w.assert_alive(&here).await;
        w.assert_dead(&w.app, &there).await;
    }

    async fn r34_signing_out_ends_what_hangs_on_the_session_and_keeps_what_is_for_offline_use(w: &World) {
        let (online, offline) = both_kinds(w).await;
        let code = w.code(&w.app, &[]).await;
        assert_eq!(w.ada.delete("/api/v1/sessions/current").await.status, 200);
        w.assert_dead(&w.app, &online).await;
        refused(&w.exchange(&w.app, &code, &[]).await, 400, "invalid_grant");
        w.assert_alive(&offline).await;
        Tokens::of(&w.refresh(&w.app, &offline.refresh, &[]).await);
    }

    async fn r34_what_was_granted_goes_on_when_the_same_person_signs_in_anew_in_that_browser(w: &World) {
        let (online, offline) = both_kinds(w).await;
        w.contoso.give_password(w.ada.user.id).await;
        assert_eq!(w.ada.post("/api/v1/sessions", &credentials(&w.ada)).await.status, 201);
        assert_eq!(w.ada.get("/api/v1/me").await.status, 401, "the session of before has ended");
        w.assert_alive(&online).await;
        w.assert_alive(&offline).await;
        Tokens::of(&w.refresh(&w.app, &online.refresh, &[]).await);
    }

    async fn r34_somebody_else_who_signs_in_in_that_browser_ends_what_is_not_for_offline_use(w: &World) {
        let (online, offline) = both_kinds(w).await;
        let grace = w.contoso.person("grace", Role::Member).await;
        w.contoso.give_password(grace.user.id).await;
        assert_eq!(w.ada.post("/api/v1/sessions", &credentials(&grace)).await.status, 201);
        w.assert_dead(&w.app, &online).await;
        w.assert_alive(&offline).await;
    }

    async fn r34_a_session_that_is_ended_from_elsewhere_takes_everything_with_it(w: &World) {
        let (online, offline) = both_kinds(w).await;
        let session = session_of(&w.ada).await;
        let elsewhere = w.contoso.sign_in(w.ada.user.id).await;
        assert_eq!(elsewhere.delete(&format!("/api/v1/me/sessions/{session}")).await.status, 204);
        w.assert_dead(&w.app, &online).await;
        w.assert_dead(&w.app, &offline).await;
    }

    async fn r34_an_admin_who_ends_a_session_ends_what_was_granted_in_it_and_nothing_else(w: &World) {
        let (online, offline) = both_kinds(w).await;
        let elsewhere = w.contoso.sign_in(w.ada.user.id).await;
        let there = w.code_in(&elsewhere, &w.app, &[]).await;
        let there = Tokens::of(&w.exchange(&w.app, &there, &[]).await);
        let path = format!("/api/v1/users/{}/sessions/{}", w.ada.user.id, session_of(&w.ada).await);
        assert_eq!(w.contoso.owner.delete(&path).await.status, 204);
        w.assert_dead(&w.app, &online).await;
        w.assert_dead(&w.app, &offline).await;
        w.assert_alive(&there).await;
    }

    async fn r34_a_new_password_by_link_ends_everything(w: &World) {
        let (online, offline) = both_kinds(w).await;
        let path = format!("/api/v1/users/{}/password-link", w.ada.user.id);
        let link: Value = w.contoso.owner.post(&path, &json!({})).await.json();
        let token = link["url"].as_str().unwrap().split_once('#').unwrap().1.to_owned();
        let body = json!({"token": token, "password": PASSWORD});
        let set = w.server.anybody().post("/api/v1/passwords", &body).await;
        assert_eq!(set.status, 201, "{}", set.text);
        w.assert_dead(&w.app, &online).await;
        w.assert_dead(&w.app, &offline).await;
    }

    async fn r34_an_application_that_is_deleted_takes_its_tokens_with_it(w: &World) {
        let other = register(&w.contoso, ApplicationKind::Public).await;
        let (online, _) = both_kinds(w).await;
        let kept = w.tokens(&other, &[]).await;
        assert_eq!(w.contoso.owner.delete(&format!("/api/v1/applications/{}", w.app.id)).await.status, 204);
        assert_eq!(w.userinfo(&online.access).await.status, 401);
        refused(&w.refresh(&w.app, &online.refresh, &[]).await, 401, "invalid_client");
        w.assert_alive(&kept).await;
    }

    async fn r34_one_persons_end_is_not_anothers(w: &World) {
        let bob = w.contoso.person("bob", Role::Member).await;
        let code = w.code_in(&bob, &w.app, &[]).await;
        let kept = Tokens::of(&w.exchange(&w.app, &code, &[]).await);
        both_kinds(w).await;
        let path = format!("/api/v1/users/{}/deactivate", w.ada.user.id);
        assert_eq!(w.contoso.owner.post(&path, &json!({})).await.status, 200);
        w.assert_alive(&kept).await;
    }
}
