//! Who is let in (R29): tokens, and what is remembered of their use.

use domain::timestamp::DAY_MS;
use serde_json::json;

use super::client::*;
use crate::users::world::*;

const SETTINGS: &str = "/api/v1/provisioning";

/// Every answer to a token that does not open the organization is this one.
async fn assert_locked_out(idp: &Idp, why: &str) {
    for path in
        ["/Users", "/Users?filter=userName eq \"owner@contoso.com\"", "/ServiceProviderConfig", "/nothing"]
    {
        let reply = idp.get(path).await;
        assert_eq!(reply.header("www-authenticate"), "Bearer realm=\"Rollcall SCIM\"", "{why} {path}");
        let garbage = idp.authorized(Some("Bearer garbage")).get(path).await;
        assert_eq!(reply.body, garbage.body, "{why} {path}");
        reply.refused(401, "");
    }
}

on_both! {
    async fn r29_a_token_opens_its_own_organization_only(w: &World) {
        let entra = Idp::connect(w).await;
        entra.get("/Users").await.expect(200);
        let token = entra.authorization.clone().unwrap();
        for slug in ["fabrikam", "nobody", "CONTOSO", "contoso%00"] {
            let elsewhere = Idp::with_token(w, slug, token.trim_start_matches("Bearer "));
            assert_locked_out(&elsewhere, slug).await;
        }
    }

    async fn r29_a_token_of_another_organization_opens_nothing_here(w: &World) {
        let entra = Idp::connect(w).await;
        let ada = entra.create("Ada Lovelace").await;
        w.stranger.patch(SETTINGS, "*", json!({"enabled": true})).await.expect(200);
        let made = w.stranger.post(TOKENS, json!({"name": "theirs"})).await.expect(201);
        let theirs = made["secret"].as_str().unwrap();
        assert_locked_out(&Idp::with_token(w, "contoso", theirs), "of fabrikam").await;
        let at_home = Idp::with_token(w, "fabrikam", theirs);
        assert_eq!(at_home.names("").await, ["owner@fabrikam.com"]);
        at_home.get(&scim_path(&ada)).await.refused(404, "");
        at_home.put(&ada, person("Ada Lovelace")).await.refused(404, "");
        at_home.patch(&ada, json!([{"op": "replace", "path": "title", "value": "x"}])).await.refused(404, "");
        at_home.delete(&ada).await.refused(404, "");
        assert!(at_home.find(&format!("id eq \"{}\"", ada["id"].as_str().unwrap())).await.is_empty());
        at_home.create("Ada Lovelace").await;
        assert_eq!(entra.read(&ada).await, ada);
    }

    async fn a_token_with_another_secret_another_form_or_none_is_refused(w: &World) {
        let entra = Idp::connect(w).await;
        let good = entra.authorization.clone().unwrap();
        let (ids, secret) = good.rsplit_once('.').unwrap();
        let other_secret: String = secret.chars().rev().collect();
        let forged = [
            format!("{ids}.{other_secret}"),
            format!("{ids}."),
            format!("{good}x"),
            good.replace("rc_scim_", ""),
            good.replace("Bearer ", "Basic "),
            "Bearer".to_owned(),
            "non-token".to_owned(),
            "Bearer eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJodHRwczovL3N0cy53aW5kb3dzLm5ldC8ifQ.c2ln".to_owned(),
        ];
        for authorization in forged {
            assert_locked_out(&entra.authorized(Some(&authorization)), &authorization).await;
        }
        assert_locked_out(&entra.authorized(None), "none").await;
        entra.authorized(None).post("/Users", person("Ada Lovelace")).await.refused(401, "");
    }

    async fn a_token_may_come_without_the_word_bearer(w: &World) {
        let entra = Idp::connect(w).await;
        let token = entra.authorization.clone().unwrap().replace("Bearer ", "");
        for authorization in [token.clone(), format!("bearer {token}"), format!("BEARER  {token}")] {
            entra.authorized(Some(&authorization)).get("/Users").await.expect(200);
        }
    }

    async fn r29_a_token_ends_when_it_expires(w: &World) {
        let entra = Idp::connect(w).await;
        let made = w.owner.post(TOKENS, json!({"name": "short", "expires_in_days": 1})).await.expect(201);
        let short = Idp::with_token(w, "contoso", made["secret"].as_str().unwrap());
        w.clock.advance(DAY_MS - 1);
        short.get("/Users").await.expect(200);
        w.clock.advance(1);
        assert_locked_out(&short, "expired").await;
        entra.get("/Users").await.expect(200);
    }

    async fn r29_tokens_overlap_and_a_revoked_one_ends_at_once(w: &World) {
        let old = Idp::connect(w).await;
        let new = Idp::connect(w).await;
        old.get("/Users").await.expect(200);
        new.get("/Users").await.expect(200);
        let tokens = w.owner.get(TOKENS).await.expect(200);
        let oldest = tokens["items"].as_array().unwrap().last().unwrap()["id"].as_str().unwrap().to_owned();
        assert_eq!(w.owner.delete(&format!("{TOKENS}/{oldest}")).await.status, 204);
        assert_locked_out(&old, "revoked").await;
        new.get("/Users").await.expect(200);
    }

    async fn r29_switching_off_makes_tokens_useless_and_keeps_users(w: &World) {
        let entra = Idp::connect(w).await;
        let ada = entra.create("Ada Lovelace").await;
        w.owner.patch(SETTINGS, "*", json!({"enabled": false})).await.expect(200);
        assert_locked_out(&entra, "off").await;
        entra.delete(&ada).await.refused(401, "");
        w.owner.patch(SETTINGS, "*", json!({"enabled": true})).await.expect(200);
        assert_eq!(entra.read(&ada).await, ada);
    }

    async fn the_console_shows_the_last_call_which_is_written_at_most_once_a_minute(w: &World) {
        let entra = Idp::connect(w).await;
        let first = w.app.now();
        entra.get("/Users").await.expect(200);
        let head = w.feed_head().await;
        let shown = async || {
            let settings = w.owner.get(SETTINGS).await.expect(200);
            let token = w.owner.get(TOKENS).await.expect(200)["items"][0].clone();
            assert_eq!(settings["last_call_at"], token["last_used_at"]);
            assert_eq!(token["last_used_address"], "127.0.0.1");
            settings["last_call_at"].as_str().unwrap().to_owned()
        };
        assert_eq!(shown().await, first.to_string());
        w.clock.advance(59_999);
        entra.get("/Users").await.expect(200);
        assert_eq!((shown().await, w.feed_head().await), (first.to_string(), head));
        w.clock.advance(1);
        entra.get("/Users").await.expect(200);
        assert_eq!(shown().await, w.app.now().to_string());
        assert_eq!(w.feed_head().await, head + 1, "the console hears of it");
    }

    async fn a_refused_call_is_no_call(w: &World) {
        let entra = Idp::connect(w).await;
        entra.authorized(Some("Bearer garbage")).get("/Users").await.refused(401, "");
        assert_eq!(w.owner.get(SETTINGS).await.expect(200)["last_call_at"], json!(null));
    }

    async fn a_cookie_opens_no_scim_and_a_token_no_console(w: &World) {
        let entra = Idp::connect(w).await;
        assert_eq!(w.owner.get("/scim/contoso/v2/Users").await.status, 401);
        let console = Idp { base: "/api/v1".to_owned(), ..entra };
        let answer = w.anybody().send(console.request("GET", "/users")).await;
        assert_eq!(answer.status, 401);
    }

    async fn a_client_that_looks_like_a_browser_of_another_site_is_let_in_by_its_token(w: &World) {
        let entra = Idp::connect(w).await;
        let request = entra.request("POST", "/Users").header("origin", "https://portal.azure.com");
        let request = request.header("sec-fetch-site", "cross-site").header("content-type", "application/json");
        entra.send(request.body(person("Ada Lovelace").to_string())).await.expect(201);
    }
}
