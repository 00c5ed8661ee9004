//! Applications over REST, on both databases (R34).

use domain::Role;
use serde_json::{Value, json};

use crate::users::world::*;

const PATH: &str = "/api/v1/applications";

fn new(name: &str) -> Value {
    json!({"name": name, "kind": "confidential", "redirect_uris": ["https://app.example/callback"]})
}

async fn make(w: &World<'_>, name: &str) -> Value {
    w.owner.post(PATH, new(name)).await.expect(201)
}

fn at(application: &Value) -> String {
    format!("{PATH}/{}", application["id"].as_str().unwrap())
}

on_both! {
    async fn an_application_is_made_listed_by_name_and_deleted(w: &World) {
        let payroll = make(w, "Payroll").await;
        assert_eq!(payroll["version"], 1);
        assert_eq!(payroll["secrets"], json!([]));
        let chat = make(w, "chat").await;
        let list = w.owner.get(PATH).await.expect(200);
        assert_eq!(list["items"], json!([chat, payroll]));
        assert_eq!(w.owner.get(&at(&chat)).await.expect(200), chat);
        assert_eq!(w.owner.delete(&at(&chat)).await.status, 204);
        w.owner.get(&at(&chat)).await.problem(404, "not_found");
        w.owner.delete(&at(&chat)).await.problem(404, "not_found");
        for action in ["application_created", "application_deleted"] {
            assert!(!w.audited(action).await.is_empty(), "{action}");
        }
    }

    async fn an_edit_changes_what_it_names_and_the_same_again_writes_nothing(w: &World) {
        let made = make(w, "Payroll").await;
        let edit = json!({"redirect_uris": ["https://b.example/", " https://a.example/ ", "https://b.example/"], "post_logout_redirect_uris": ["http://127.0.0.1/bye"]});
        let edited = w.owner.patch(&at(&made), "\"1\"", edit.clone()).await;
        assert_eq!(edited.etag(), "\"2\"");
        let edited = edited.expect(200);
        assert_eq!(edited["redirect_uris"], json!(["https://b.example/", "https://a.example/"]));
        assert_eq!(edited["name"], "Payroll");
        let head = w.feed_head().await;
        assert_eq!(w.owner.patch(&at(&made), "\"2\"", edit).await.expect(200), edited);
        assert_eq!(w.feed_head().await, head);
        let entry = &w.audited("application_edited").await[0];
        let fields: Vec<&str> = entry.changes.iter().map(|change| change.field.as_str()).collect();
        assert_eq!(fields, ["redirect_uris", "post_logout_redirect_uris"]);
        let stale = w.owner.patch(&at(&made), "\"1\"", json!({"name": "x"})).await;
        assert_eq!(stale.problem(412, "changed_elsewhere")["current"], edited);
        w.owner.send("PATCH", &at(&made), &[], Some("{}".to_owned())).await.problem(428, "precondition_required");
        let cleared = w.owner.patch(&at(&made), "*", json!({"post_logout_redirect_uris": []})).await.expect(200);
        assert_eq!(cleared["post_logout_redirect_uris"], json!([]));
    }

    async fn r34_addresses_are_https_or_on_the_persons_own_machine(w: &World) {
        let bad = json!({"name": "", "kind": "public", "redirect_uris": ["http://app.example/"], "post_logout_redirect_uris": ["javascript:alert(1)"]});
        let problem = w.owner.post(PATH, bad).await.problem(422, "invalid_fields");
        assert_eq!(
            field_codes(&problem),
            [one("name", "empty"), one("redirect_uris", "not_a_redirect_uri"), one("post_logout_redirect_uris", "not_a_redirect_uri")].concat()
        );
        let none = json!({"name": "x", "kind": "public", "redirect_uris": []});
        let problem = w.owner.post(PATH, none).await.problem(422, "invalid_fields");
        assert_eq!(field_codes(&problem), one("redirect_uris", "empty"));
        let made = make(w, "Payroll").await;
        let problem = w.owner.patch(&at(&made), "*", json!({"redirect_uris": ["https://a.example/#x"]})).await;
        assert_eq!(field_codes(&problem.problem(422, "invalid_fields")), one("redirect_uris", "not_a_redirect_uri"));
        for junk in [json!({}), json!({"name": "x", "kind": "native", "redirect_uris": []}), json!({"name": "x", "kind": "public", "redirect_uris": [], "id": "y"})] {
            w.owner.post(PATH, junk).await.problem(400, "invalid_request");
        }
        w.owner.patch(&at(&made), "*", json!({"kind": "public"})).await.problem(400, "invalid_request");
    }

    async fn r34_a_secret_is_shown_once_stored_hashed_and_two_may_overlap(w: &World) {
        let secrets = format!("{}/secrets", at(&make(w, "Payroll").await));
        let old = w.owner.post(&secrets, json!({})).await.expect(201);
        let text = old["value"].as_str().unwrap();
        assert!(text.starts_with("rc_client_") && text.ends_with(old["secret"]["last_four"].as_str().unwrap()));
        w.clock.advance(1_000);
        let new = w.owner.post(&secrets, json!({})).await.expect(201);
        let problem = w.owner.post(&secrets, json!({})).await.problem(409, "refused");
        assert_eq!(problem["reason"], json!({"code": "too_many_secrets", "most": 2}));
        let list = w.owner.get(PATH).await;
        let random = text.rsplit('.').next().unwrap();
        assert!(!list.body.contains(random));
        assert_eq!(list.expect(200)["items"][0]["secrets"], json!([new["secret"], old["secret"]]), "the newest first");
        for entry in w.audited("application_secret_created").await {
            assert!(!format!("{entry:?}").contains(random), "secrets are never in the audit log");
        }
        let path = format!("{secrets}/{}", old["secret"]["id"].as_str().unwrap());
        assert_eq!(w.owner.delete(&path).await.status, 204);
        w.owner.delete(&path).await.problem(404, "not_found");
        w.owner.post(&secrets, json!({})).await.expect(201);
        assert_eq!(w.audited("application_secret_revoked").await.len(), 1);
    }

    async fn r34_a_secret_is_not_shown_again_to_a_repeated_request(w: &World) {
        let secrets = format!("{}/secrets", at(&make(w, "Payroll").await));
        let key = &[("idempotency-key", "once"), ("content-type", "application/json")];
        w.owner.send("POST", &secrets, key, Some("{}".to_owned())).await.expect(201);
        w.owner.send("POST", &secrets, key, Some("{}".to_owned())).await.problem(409, "idempotency_mismatch");
    }

    async fn r34_a_public_application_has_no_secret(w: &World) {
        let public = json!({"name": "App", "kind": "public", "redirect_uris": ["http://127.0.0.1/"]});
        let made = w.owner.post(PATH, public).await.expect(201);
        w.owner.post(&format!("{}/secrets", at(&made)), json!({})).await.problem(409, "refused");
    }

    async fn r34_the_provider_says_what_applications_are_configured_with(w: &World) {
        let provider = w.owner.get("/api/v1/applications/provider").await.expect(200);
        assert_eq!(provider["issuer"], format!("{}/oidc/contoso", w.url));
        assert_eq!(provider["discovery_url"], format!("{}/oidc/contoso/.well-known/openid-configuration", w.url));
        assert_eq!(provider["key_signs_since"], json!(null));
        make(w, "Payroll").await;
        let provider = w.owner.get("/api/v1/applications/provider").await.expect(200);
        assert_eq!(provider["key_signs_since"], w.app.now().to_string(), "published before anybody signs in");
    }

    async fn r32_an_auditor_sees_applications_and_changes_none(w: &World) {
        let made = make(w, "Payroll").await;
        let auditor = w.signed_in(Role::Auditor).await;
        auditor.get(PATH).await.expect(200);
        auditor.post(PATH, new("Mine")).await.problem(403, "forbidden");
        auditor.post(&format!("{}/secrets", at(&made)), json!({})).await.problem(403, "forbidden");
        auditor.post("/api/v1/applications/provider/rotate-key", json!({})).await.problem(403, "forbidden");
        w.signed_in(Role::Member).await.get(PATH).await.problem(403, "forbidden");
    }

    async fn an_application_of_another_organization_is_not_found(w: &World) {
        let foreign = w.stranger.post(PATH, new("Theirs")).await.expect(201);
        let path = at(&foreign);
        w.owner.get(&path).await.problem(404, "not_found");
        w.owner.patch(&path, "*", json!({"name": "Mine"})).await.problem(404, "not_found");
        w.owner.post(&format!("{path}/secrets"), json!({})).await.problem(404, "not_found");
        w.owner.delete(&path).await.problem(404, "not_found");
        assert_eq!(w.stranger.get(&path).await.expect(200), foreign);
    }
}
