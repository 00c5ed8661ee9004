//! The exchange of codes.

use domain::{ApplicationKind, Role};
use serde_json::{Value, json};

use super::world::{CALLBACK, Tokens, VERIFIER, challenge, on_both, refused, register};

on_both! {
    async fn r34_a_code_gives_tokens_and_the_id_token_says_who_when_how_and_where(w: &World) {
        w.server.clock.advance(7_000);
        let tokens = w.tokens(&w.app, &[]).await;
        assert_eq!(tokens.body["token_type"], "Bearer");
        assert_eq!(tokens.body["expires_in"], 600);
        assert_eq!(tokens.body["scope"], "openid profile email");
        let (claims, now) = (tokens.claims(), w.server.app.now().0 / 1_000);
        assert_eq!(claims["iss"], w.issuer());
        assert_eq!(claims["sub"], w.ada.user.id.to_string());
        assert_eq!(claims["aud"], w.app.id);
        assert_eq!(claims["nonce"], "n-0S6");
        assert_eq!((&claims["iat"], &claims["exp"]), (&json!(now), &json!(now + 600)));
        assert_eq!(claims["auth_time"], now - 7);
        assert_eq!(claims["amr"], json!(["pwd"]));
        let me: Value = w.ada.get("/api/v1/me").await.json();
        assert_eq!(claims["sid"], me["session_id"]);
        assert_eq!(claims["email"], "ada@contoso.com");
        assert_eq!(tokens.header()["alg"], "RS256");
    }

    async fn r34_claims_are_those_of_the_scopes(w: &World) {
        let claims = w.tokens(&w.app, &[("scope", "openid")]).await.claims();
        assert!(claims.get("email").is_none() && claims.get("name").is_none(), "{claims}");
        let tokens = w.tokens(&w.app, &[("scope", "openid email unknown"), ("nonce", "")]).await;
        assert_eq!(tokens.body["scope"], "openid email");
        assert!(tokens.claims().get("nonce").is_none());
    }

    async fn r34_a_code_works_once_and_its_second_use_ends_what_the_first_gave(w: &World) {
        let code = w.code(&w.app, &[]).await;
        let tokens = Tokens::of(&w.exchange(&w.app, &code, &[]).await);
        w.assert_alive(&tokens).await;
        refused(&w.exchange(&w.app, &code, &[]).await, 400, "invalid_grant");
        w.assert_dead(&w.app, &tokens).await;
        refused(&w.exchange(&w.app, &code, &[]).await, 400, "invalid_grant");
    }

    async fn r34_of_two_who_bring_a_code_at_once_one_succeeds_and_nothing_is_left(w: &World) {
        let code = w.code(&w.app, &[]).await;
        let (one, other) = tokio::join!(w.exchange(&w.app, &code, &[]), w.exchange(&w.app, &code, &[]));
        let mut statuses = [one.status.as_u16(), other.status.as_u16()];
        statuses.sort_unstable();
        assert_eq!(statuses, [200, 400]);
        assert!(w.server.store().read(w.contoso.id).grants().of_user(w.ada.user.id).await.unwrap().is_empty());
    }

    async fn r34_a_code_is_over_after_a_minute(w: &World) {
        let code = w.code(&w.app, &[]).await;
        w.server.clock.advance(60_000);
        refused(&w.exchange(&w.app, &code, &[]).await, 400, "invalid_grant");
    }

    async fn r34_a_wrong_proof_uses_the_code_up(w: &World) {
        let wrong = "x".repeat(43);
        for changes in [
            &[("code_verifier", wrong.as_str())][..],
            &[("code_verifier", &challenge(VERIFIER))],
            &[("redirect_uri", "https://app.example/other")],
            &[("redirect_uri", "http://127.0.0.1/callback")],
        ] {
            let code = w.code(&w.app, &[]).await;
            refused(&w.exchange(&w.app, &code, changes).await, 400, "invalid_grant");
            refused(&w.exchange(&w.app, &code, &[]).await, 400, "invalid_grant");
        }
    }

    async fn r34_a_missing_or_short_verifier_is_no_request_at_all(w: &World) {
        let code = w.code(&w.app, &[]).await;
        for changes in [&[("code_verifier", "")][..], &[("code_verifier", "short")], &[("code", "")], &[("redirect_uri", "")], &[("grant_type", "")]] {
            refused(&w.exchange(&w.app, &code, changes).await, 400, "invalid_request");
        }
        refused(&w.exchange(&w.app, &code, &[("grant_type", "password")]).await, 400, "unsupported_grant_type");
        Tokens::of(&w.exchange(&w.app, &code, &[]).await);
    }

    async fn r34_another_application_gets_nothing_for_a_code_and_does_not_spoil_it(w: &World) {
        let other = register(&w.contoso, ApplicationKind::Confidential).await;
        let code = w.code(&w.app, &[]).await;
        refused(&w.exchange(&other, &code, &[]).await, 400, "invalid_grant");
        Tokens::of(&w.exchange(&w.app, &code, &[]).await);
    }

    async fn r34_a_code_is_worth_nothing_in_another_organization(w: &World) {
        let fabrikam = w.server.organization("fabrikam").await;
        let theirs = register(&fabrikam, ApplicationKind::Confidential).await;
        let code = w.code(&w.app, &[]).await;
        let form = [("grant_type", "authorization_code"), ("code", code.as_str()), ("redirect_uri", CALLBACK), ("code_verifier", VERIFIER)];
        refused(&w.form_at("/oidc/fabrikam/token", Some(&theirs.basic()), &form).await, 400, "invalid_grant");
        refused(&w.form_at("/oidc/fabrikam/token", Some(&w.app.basic()), &form).await, 401, "invalid_client");
        refused(&w.form("token", Some(&theirs.basic()), &form).await, 401, "invalid_client");
    }

    async fn r34_an_application_proves_who_it_is_by_header_or_form_and_a_public_one_by_pkce(w: &World) {
        let code = w.code(&w.app, &[]).await;
        let secret = w.app.secret.clone().unwrap();
        let form = [("grant_type", "authorization_code"), ("code", code.as_str()), ("redirect_uri", CALLBACK), ("code_verifier", VERIFIER), ("client_id", w.app.id.as_str()), ("client_secret", secret.as_str())];
        Tokens::of(&w.form("token", None, &form).await);
        let public = register(&w.contoso, ApplicationKind::Public).await;
        let tokens = w.tokens(&public, &[]).await;
        assert_eq!(tokens.claims()["aud"], public.id);
    }

    async fn r34_an_unknown_application_and_a_wrong_secret_get_the_same_answer(w: &World) {
        let code = w.code(&w.app, &[]).await;
        let other = register(&w.contoso, ApplicationKind::Confidential).await;
        let exchange = [("grant_type", "authorization_code"), ("code", code.as_str()), ("redirect_uri", CALLBACK), ("code_verifier", VERIFIER)];
        let mut texts = Vec::new();
        for (id, secret) in [
            (w.app.id.as_str(), "wrong"),
            (w.app.id.as_str(), other.secret.as_deref().unwrap()),
            (w.app.id.as_str(), ""),
            ("app_00000000000000000000000000000001", w.app.secret.as_deref().unwrap()),
            ("nobody", "nothing"),
        ] {
            let form = [&exchange[..], &[("client_id", id), ("client_secret", secret)]].concat();
            let answer = w.form("token", None, &form).await;
            refused(&answer, 401, "invalid_client");
            texts.push(answer.text);
        }
        texts.dedup();
        assert_eq!(texts.len(), 1);
        let wrong = super::world::Registered { id: w.app.id.clone(), secret: Some("wrong".to_owned()) };
        let answer = w.exchange(&wrong, &code, &[]).await;
        refused(&answer, 401, "invalid_client");
        assert!(answer.header("www-authenticate").starts_with("Basic"), "who used the header is told the scheme");
        Tokens::of(&w.exchange(&w.app, &code, &[]).await);
    }

    async fn r34_two_proofs_at_once_and_a_body_that_is_no_form_are_refused(w: &World) {
        let form = [("grant_type", "authorization_code"), ("client_id", w.app.id.as_str()), ("client_secret", "x")];
        refused(&w.form("token", Some(&w.app.basic()), &form).await, 400, "invalid_request");
        let twice = [("grant_type", "authorization_code"), ("grant_type", "refresh_token")];
        refused(&w.form("token", Some(&w.app.basic()), &twice).await, 400, "invalid_request");
        let json = w.server.anybody().post(&w.path("token"), &json!({"grant_type": "authorization_code"})).await;
        refused(&json, 400, "invalid_request");
        assert_eq!(w.server.anybody().get(&w.path("token")).await.status, 405);
    }

    async fn r34_either_of_two_secrets_works_and_a_revoked_one_does_not(w: &World) {
        let path = format!("/api/v1/applications/{}", w.app.id);
        let made: Value = w.contoso.owner.post(&format!("{path}/secrets"), &json!({})).await.json();
        let new = super::world::Registered { id: w.app.id.clone(), secret: made["value"].as_str().map(str::to_owned) };
        w.tokens(&new, &[]).await;
        w.tokens(&w.app, &[]).await;
        let application: Value = w.contoso.owner.get(&path).await.json();
        let old = application["secrets"].as_array().unwrap().iter().find(|secret| secret["id"] != made["secret"]["id"]).unwrap();
        let gone = w.contoso.owner.delete(&format!("{path}/secrets/{}", old["id"].as_str().unwrap())).await;
        assert_eq!(gone.status, 204);
        let code = w.code(&w.app, &[]).await;
        refused(&w.exchange(&w.app, &code, &[]).await, 401, "invalid_client");
        Tokens::of(&w.exchange(&new, &code, &[]).await);
    }

    async fn r34_wrong_proofs_of_one_address_wait_and_right_ones_do_not(w: &World) {
        let wrong = super::world::Registered { id: w.app.id.clone(), secret: Some("wrong".to_owned()) };
        let mut last = 0;
        for _ in 0..70 {
            last = w.exchange(&wrong, "rc_code_x", &[]).await.status.as_u16();
        }
        assert_eq!(last, 429);
        w.tokens(&w.app, &[]).await;
    }

    async fn r7_who_is_deactivated_between_code_and_exchange_gets_nothing(w: &World) {
        let bob = w.contoso.person("bob", Role::Member).await;
        let code = w.code_in(&bob, &w.app, &[]).await;
        let path = format!("/api/v1/users/{}/deactivate", bob.user.id);
        assert_eq!(w.contoso.owner.post(&path, &json!({})).await.status, 200);
        refused(&w.exchange(&w.app, &code, &[]).await, 400, "invalid_grant");
    }

    async fn the_last_use_of_an_application_and_of_its_secret_is_known(w: &World) {
        let path = format!("/api/v1/applications/{}", w.app.id);
        let before: Value = w.contoso.owner.get(&path).await.json();
        assert_eq!(before["last_used_at"], json!(null));
        w.server.clock.advance(90_000);
        w.tokens(&w.app, &[]).await;
        let after: Value = w.contoso.owner.get(&path).await.json();
        assert_eq!(after["last_used_at"], w.server.app.now().to_string());
        assert_eq!(after["secrets"][0]["last_used_at"], w.server.app.now().to_string());
        assert_eq!(after["version"], before["version"], "it is no change");
    }
}
