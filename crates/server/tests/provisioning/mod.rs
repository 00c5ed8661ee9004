//! Provisioning settings and tokens over REST, on both databases (R29, R30).

use domain::{Role, timestamp};
use serde_json::json;
use server::secret::token_secret;

use crate::users::world::*;

const PATH: &str = "/api/v1/provisioning";
const TOKENS: &str = "/api/v1/provisioning/tokens";

async fn switch_on(w: &World<'_>) {
    w.owner.patch(PATH, "*", json!({"enabled": true})).await.expect(200);
}

on_both! {
    async fn r29_it_is_off_at_first_and_its_url_names_the_organization(w: &World) {
        let settings = w.owner.get(PATH).await;
        assert_eq!(settings.etag(), "\"1\"");
        let settings = settings.expect(200);
        assert_eq!(settings["enabled"], false);
        assert_eq!(settings["identity_provider"], "entra");
        assert_eq!(settings["retrieval_scope"], "all_users");
        assert_eq!(settings["url"], format!("{}/scim/contoso/v2", w.url));
        assert_eq!(settings["last_call_at"], json!(null));
        assert_eq!(settings["local_users"], 1);
    }

    async fn an_edit_changes_what_it_names_and_the_same_again_writes_nothing(w: &World) {
        let edit = json!({"enabled": true, "retrieval_scope": "created_by_identity_provider"});
        let edited = w.owner.patch(PATH, "\"1\"", edit.clone()).await;
        assert_eq!(edited.etag(), "\"2\"");
        let edited = edited.expect(200);
        assert_eq!((&edited["enabled"], &edited["identity_provider"]), (&json!(true), &json!("entra")));
        let head = w.feed_head().await;
        assert_eq!(w.owner.patch(PATH, "\"2\"", edit).await.expect(200), edited);
        assert_eq!(w.feed_head().await, head);
        let entry = &w.audited("provisioning_edited").await[0];
        let fields: Vec<&str> = entry.changes.iter().map(|change| change.field.as_str()).collect();
        assert_eq!(fields, ["enabled", "retrieval_scope"]);
    }

    async fn a_stale_edit_is_told_how_it_is_now(w: &World) {
        let now = w.owner.patch(PATH, "\"1\"", json!({"identity_provider": "okta"})).await.expect(200);
        let stale = w.owner.patch(PATH, "\"1\"", json!({"enabled": true})).await;
        assert_eq!(stale.problem(412, "changed_elsewhere")["current"], now);
        w.owner.send("PATCH", PATH, &[], Some("{}".to_owned())).await.problem(428, "precondition_required");
        for junk in [json!({"enabled": "yes"}), json!({"identity_provider": "myspace"}), json!({"url": "x"})] {
            w.owner.patch(PATH, "*", junk).await.problem(400, "invalid_request");
        }
    }

    async fn r29_no_token_is_made_while_provisioning_is_off(w: &World) {
        let problem = w.owner.post(TOKENS, json!({"name": "entra"})).await.problem(409, "refused");
        assert_eq!(problem["reason"]["code"], "provisioning_off");
        assert_eq!(problem["rule"], "R29");
    }

    async fn r29_a_token_is_shown_once_and_stored_hashed(w: &World) {
        switch_on(w).await;
        let made = w.owner.post(TOKENS, json!({"name": " entra ", "expires_in_days": 90})).await.expect(201);
        let text = made["secret"].as_str().unwrap();
        let secret = token_secret(text).unwrap();
        assert_eq!(secret.org, w.org);
        assert_eq!(made["token"]["name"], "entra");
        assert_eq!(made["token"]["created_by"], "Olivia Owner");
        assert!(text.ends_with(made["token"]["last_four"].as_str().unwrap()));
        let expires = w.app.now().plus_ms(90 * timestamp::DAY_MS).to_string();
        assert_eq!(made["token"]["expires_at"], expires);
        let list = w.owner.get(TOKENS).await;
        let random = text.rsplit('.').next().unwrap();
        assert!(!list.body.contains(random));
        assert_eq!(list.expect(200)["items"], json!([made["token"]]));
        let entry = &w.audited("token_created").await[0];
        assert!(!format!("{entry:?}").contains(random), "secrets are never in the audit log");
        let stored = w.read().scim_tokens().list().await.unwrap();
        assert!(secret.matches(&stored[0].secret_hash));
    }

    async fn r29_tokens_overlap_for_rotation_and_a_revoked_one_is_gone(w: &World) {
        switch_on(w).await;
        let old = w.owner.post(TOKENS, json!({"name": "entra"})).await.expect(201);
        w.clock.advance(1_000);
        let new = w.owner.post(TOKENS, json!({"name": "entra"})).await.expect(201);
        let list = w.owner.get(TOKENS).await.expect(200);
        assert_eq!(list["items"], json!([new["token"], old["token"]]), "the newest first");
        let path = format!("{TOKENS}/{}", old["token"]["id"].as_str().unwrap());
        assert_eq!(w.owner.delete(&path).await.status, 204);
        w.owner.delete(&path).await.problem(404, "not_found");
        assert_eq!(w.owner.get(TOKENS).await.expect(200)["items"], json!([new["token"]]));
        assert_eq!(w.audited("token_revoked").await.len(), 1);
    }

    async fn r29_switching_off_keeps_tokens_and_users(w: &World) {
        switch_on(w).await;
        w.owner.post(TOKENS, json!({"name": "entra"})).await.expect(201);
        let before = w.count().await;
        w.owner.patch(PATH, "*", json!({"enabled": false})).await.expect(200);
        assert_eq!(w.owner.get(TOKENS).await.expect(200)["total"], 1);
        assert_eq!(w.count().await, before);
    }

    async fn bad_tokens_are_refused_with_everything_at_once(w: &World) {
        switch_on(w).await;
        for days in [0, 3_651] {
            let bad = json!({"name": "\u{202E}", "expires_in_days": days});
            let problem = w.owner.post(TOKENS, bad).await.problem(422, "invalid_fields");
            assert_eq!(field_codes(&problem), [one("name", "hidden_character"), one("expires_in_days", "out_of_range")].concat());
        }
        for junk in [json!({}), json!({"name": "x", "expires_in_days": -1}), json!({"name": "x", "secret": "mine"})] {
            w.owner.post(TOKENS, junk).await.problem(400, "invalid_request");
        }
        assert_eq!(w.owner.get(TOKENS).await.expect(200)["total"], 0);
    }

    async fn a_token_of_another_organization_is_not_found(w: &World) {
        w.stranger.patch(PATH, "*", json!({"enabled": true})).await.expect(200);
        let foreign = w.stranger.post(TOKENS, json!({"name": "theirs"})).await.expect(201);
        let path = format!("{TOKENS}/{}", foreign["token"]["id"].as_str().unwrap());
        w.owner.delete(&path).await.problem(404, "not_found");
        assert_eq!(w.stranger.get(TOKENS).await.expect(200)["total"], 1);
        assert_eq!(w.owner.get(PATH).await.expect(200)["enabled"], false);
    }

    async fn r32_a_user_admin_sees_the_settings_and_makes_no_token(w: &World) {
        switch_on(w).await;
        let user_admin = w.signed_in(Role::UserAdmin).await;
        user_admin.get(PATH).await.expect(200);
        user_admin.patch(PATH, "*", json!({"enabled": false})).await.problem(403, "forbidden");
        user_admin.post(TOKENS, json!({"name": "mine"})).await.problem(403, "forbidden");
        w.signed_in(Role::Member).await.get(PATH).await.problem(403, "forbidden");
    }
}
