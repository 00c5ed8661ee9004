//! The metadata, the keys, and who may read them.

use reqwest::Method;
use serde_json::Value;

use super::world::on_both;

on_both! {
    async fn r34_the_metadata_names_every_endpoint_below_the_issuer(w: &World) {
        let answer = w.server.anybody().get(&w.path(".well-known/openid-configuration")).await;
        assert_eq!(answer.status, 200);
        let metadata: Value = answer.json();
        assert_eq!(metadata["issuer"], w.issuer());
        for (name, path) in [
            ("authorization_endpoint", "authorize"),
            ("token_endpoint", "token"),
            ("userinfo_endpoint", "userinfo"),
            ("jwks_uri", "jwks"),
            ("end_session_endpoint", "logout"),
            ("revocation_endpoint", "revoke"),
        ] {
            assert_eq!(metadata[name], format!("{}/{path}", w.issuer()), "{name}");
        }
        assert_eq!(metadata["code_challenge_methods_supported"], serde_json::json!(["S256"]));
        assert_eq!(metadata["request_parameter_supported"], false);
    }

    async fn r34_an_organization_that_does_not_exist_is_no_provider(w: &World) {
        for path in [".well-known/openid-configuration", "jwks", "authorize", "logout", "userinfo"] {
            let answer = w.server.anybody().get(&format!("/oidc/nobody/{path}")).await;
            assert_eq!(answer.problem().code, api::Code::NotFound, "{path}");
        }
        assert_eq!(w.server.anybody().get(&w.path("nothing")).await.status, 404);
    }

    async fn r34_the_keys_are_public_and_nothing_of_the_private_ones(w: &World) {
        let answer = w.server.anybody().get(&w.path("jwks")).await;
        assert_eq!(answer.header("cache-control"), "public, max-age=3600");
        let keys: Value = answer.json();
        let keys = keys["keys"].as_array().unwrap();
        assert_eq!(keys.len(), 2, "the one that signs, and the next");
        for key in keys {
            assert_eq!((&key["kty"], &key["alg"], &key["use"]), (&"RSA".into(), &"RS256".into(), &"sig".into()));
            assert!(["d", "p", "q", "dp", "dq", "qi"].iter().all(|part| key.get(part).is_none()), "{key}");
        }
        for key in w.server.store().read(w.contoso.id).signing_keys().list().await.unwrap() {
            assert!(server::oidc::keys::current(std::slice::from_ref(&key)).is_some() || key.signs_since.is_none());
            assert!(!key.sealed.contains(&key.modulus), "it is encrypted");
        }
    }

    async fn r34_applications_in_a_browser_ask_from_any_origin_and_without_cookies(w: &World) {
        for (path, method) in [("token", "POST"), ("userinfo", "GET"), ("revoke", "POST"), ("jwks", "GET"), (".well-known/openid-configuration", "GET")] {
            let browser = w.server.anybody();
            let request = browser.request(Method::OPTIONS, &w.path(path));
            let request = request
                .header("origin", "https://app.example")
                .header("access-control-request-method", method)
                .header("access-control-request-headers", "authorization,content-type");
            let answer = browser.send(request).await;
            assert_eq!(answer.status, 200, "{path}");
            assert_eq!(answer.header("access-control-allow-origin"), "*", "{path}");
            assert_eq!(answer.header("access-control-allow-credentials"), "", "{path}");
            assert!(answer.header("access-control-allow-headers").contains("authorization"), "{path}");
        }
        let answer = w.ada.get(&w.asking(&w.app, &[])).await;
        assert_eq!(answer.header("access-control-allow-origin"), "", "browsers are sent there, and read nothing");
    }
}
