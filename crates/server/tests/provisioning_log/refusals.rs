//! A refusal says why, what was expected, what came, and where it is mended.

use domain::timestamp::DAY_MS;
use serde_json::{Value, json};

use super::*;

/// Cause, expected and received of the newest entry.
async fn why(w: &World<'_>) -> (Value, String, String) {
    let entry = newest(w).await;
    assert_eq!(entry["entry"]["outcome"], "refused", "{entry}");
    assert_eq!(entry["entry"]["effect"], "none");
    assert_eq!(entry["changes"], json!([]));
    let text = |name: &str| entry[name].as_str().unwrap_or_default().to_owned();
    assert!(!text("place").is_empty() && text("detail").ends_with('.'), "{entry}");
    (entry["entry"]["cause"].clone(), text("expected"), text("received"))
}

on_both! {
    async fn r31_an_unknown_site_names_the_sites_there_are_and_entras_attribute_mapping(w: &World) {
        let entra = Idp::connect(w).await;
        w.site("London").await;
        entra.post("/Users", with(person("Ada Lovelace"), json!({(SITE): {"site": "Atlantis"}}))).await.refused(400, "invalidValue");
        let (cause, expected, received) = why(w).await;
        assert_eq!((cause, received.as_str()), (json!("unknown_site"), "Atlantis"));
        assert_eq!(expected, "the name of a site: London");
        let entry = newest(w).await;
        assert_eq!(entry["place"], "Enterprise applications › your app › Provisioning › Attribute mapping");
        assert_eq!(entry["entry"]["subject"], "ada.lovelace@contoso.com");
        assert_eq!((&entry["entry"]["status"], &entry["scim_type"]), (&json!(400), &json!("invalidValue")));
        w.owner.patch("/api/v1/provisioning", "*", json!({"identity_provider": "okta"})).await.expect(200);
        assert_eq!(newest(w).await["place"], "Applications › your app › Provisioning › To App › Attribute Mappings");
    }

    async fn r31_another_site_names_both(w: &World) {
        let entra = Idp::connect(w).await;
        w.site("London").await;
        w.site("Paris").await;
        let ada = entra.post("/Users", with(person("Ada Lovelace"), json!({(SITE): {"site": "London"}}))).await.expect(201);
        entra.patch(&ada, replace(&format!("{SITE}:site"), "Paris")).await.refused(400, "mutability");
        let (cause, expected, received) = why(w).await;
        assert_eq!((cause, received.as_str()), (json!("other_site"), "Paris"));
        assert!(expected.starts_with("London"), "{expected}");
        entra.patch(&ada, json!([{"op": "remove", "path": format!("{SITE}:site")}])).await.refused(400, "mutability");
        assert_eq!(why(w).await.0, "other_site");
    }

    async fn r31_a_taken_username_leads_to_whoever_has_it(w: &World) {
        let entra = Idp::connect(w).await;
        let grace = w.person("Grace Hopper").await;
        w.owner.patch("/api/v1/provisioning", "*", json!({"retrieval_scope": "created_by_identity_provider"})).await.expect(200);
        entra.post("/Users", person("Grace Hopper")).await.refused(409, "uniqueness");
        let (cause, expected, received) = why(w).await;
        assert_eq!((cause, received.as_str()), (json!("username_taken"), "grace.hopper@contoso.com"));
        assert!(expected.contains("Grace Hopper"));
        assert_eq!(newest(w).await["entry"]["user_id"], grace["id"]);
    }

    async fn r31_a_bad_value_says_what_its_field_takes(w: &World) {
        let entra = Idp::connect(w).await;
        let ada = entra.create("Ada Lovelace").await;
        entra.patch(&ada, replace("active", "perhaps")).await.refused(400, "invalidValue");
        assert_eq!(why(w).await, (json!("bad_value"), "true or false".to_owned(), "perhaps".to_owned()));
        entra.post("/Users", json!({"active": true})).await.refused(400, "invalidValue");
        assert_eq!(why(w).await.0, "username_missing");
        let owner = entra.find("userName eq \"owner@contoso.com\"").await.remove(0);
        entra.delete(&owner).await.refused(400, "mutability");
        assert_eq!(why(w).await.0, "last_owner");
    }

    async fn r31_every_other_refusal_leaves_an_entry_as_well(w: &World) {
        let entra = Idp::connect(w).await;
        let ada = entra.create("Ada Lovelace").await;
        entra.get("/Users?filter=userName%20foo").await.refused(400, "invalidFilter");
        assert_eq!(why(w).await.0, "filter");
        entra.get("/Users/nobody").await.refused(404, "");
        assert_eq!(why(w).await.0, "not_found");
        entra.get("/Nonsense").await.refused(404, "");
        assert_eq!(why(w).await.0, "no_such_address");
        entra.send(entra.request("DELETE", "/Users")).await.refused(405, "");
        assert_eq!(why(w).await.0, "wrong_method");
        entra.raw("POST", "/Users", "{").await.refused(400, "invalidSyntax");
        assert_eq!(why(w).await.0, "syntax");
        entra.raw("POST", "/Users", " ".repeat(1_048_577)).await.refused(413, "");
        assert_eq!(why(w).await.0, "too_large");
        let text = entra.request("POST", "/Users").header("content-type", "text/plain").body("x");
        entra.send(text).await.refused(415, "");
        assert_eq!(why(w).await.0, "media_type");
        let stale = entra.request("DELETE", &scim_path(&ada)).header("if-match", "W/\"99\"");
        entra.send(stale).await.refused(412, "");
        assert_eq!(why(w).await.0, "stale");
        entra.get("/Me").await.refused(501, "");
        assert_eq!(why(w).await.0, "not_offered");
        entra.patch(&ada, json!([{"op": "replace", "path": "a b c", "value": 1}])).await.refused(400, "invalidPath");
        assert_eq!(why(w).await.0, "path");
    }

    async fn r31_a_wrong_token_leaves_one_entry_a_minute_and_address(w: &World) {
        let entra = Idp::connect(w).await;
        let garbage = entra.authorized(Some("Bearer garbage"));
        for _ in 0..3 {
            garbage.get("/Users").await.refused(401, "");
        }
        assert_eq!(why(w).await.0, "token_unknown");
        assert_eq!(entries(w, "").await.len(), 1);
        w.clock.advance(60_000);
        entra.authorized(None).get("/Users").await.refused(401, "");
        assert_eq!(why(w).await.0, "token_missing");
        assert_eq!(entries(w, "").await.len(), 2);
        Idp::with_token(w, "nobody", "garbage").get("/Users").await.refused(401, "");
        assert!(w.stranger.get(LOG).await.expect(200)["items"].as_array().unwrap().is_empty());
    }

    async fn r31_an_expired_token_is_told_from_an_unknown_one_in_the_log_only(w: &World) {
        let entra = Idp::connect(w).await;
        let made = w.owner.post(TOKENS, json!({"name": "short", "expires_in_days": 1})).await.expect(201);
        let short = Idp::with_token(w, "contoso", made["secret"].as_str().unwrap());
        w.clock.advance(DAY_MS);
        let expired = short.get("/Users").await;
        assert_eq!(expired.body, entra.authorized(Some("Bearer garbage")).get("/Users").await.body);
        assert_eq!(why(w).await.0, "token_expired");
        assert_eq!(newest(w).await["entry"]["token_name"], "short");
        w.clock.advance(60_000);
        owner(w).await.patch("/api/v1/provisioning", "*", json!({"enabled": false})).await.expect(200);
        entra.get("/Users").await.refused(401, "");
        assert_eq!(why(w).await.0, "provisioning_off");
    }
}
