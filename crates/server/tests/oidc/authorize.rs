//! The authorization endpoint: who is sent where, and with what.

use domain::{ApplicationKind, Role};
use reqwest::Method;

use super::world::{CALLBACK, encoded, on_both, register, sent_to};

/// The sign-in page, and where it leads back to.
async fn to_sign_in(
    w: &super::world::World<'_>,
    answer: &crate::support::Answer,
) -> (String, std::collections::HashMap<String, String>) {
    let sent = sent_to(answer, &format!("{}/sign-in", w.server.url));
    (sent["next"].clone(), sent)
}

on_both! {
    async fn r34_whoever_is_signed_in_goes_back_with_a_code_the_state_and_the_issuer(w: &World) {
        let answer = w.ada.get(&w.asking(&w.app, &[])).await;
        assert_eq!(answer.header("cache-control"), "no-store");
        let sent = sent_to(&answer, CALLBACK);
        assert_eq!(sent["state"], "xyz");
        assert_eq!(sent["iss"], w.issuer());
        assert!(sent["code"].starts_with("rc_code_"));
        assert_eq!(sent.len(), 3);
    }

    async fn r34_whoever_is_not_signed_in_signs_in_to_this_organization_and_comes_back(w: &World) {
        let asked = w.asking(&w.app, &[("login_hint", "ada@contoso.com")]);
        let (next, sent) = to_sign_in(w, &w.server.anybody().get(&asked).await).await;
        assert_eq!(sent["organization"], "contoso");
        assert_eq!(sent["username"], "ada@contoso.com");
        assert!(next.starts_with("/oidc/contoso/authorize?"), "{next}");
        sent_to(&w.ada.get(&next).await, CALLBACK).get("code").unwrap();
    }

    async fn r34_a_session_of_another_organization_counts_for_nothing(w: &World) {
        let fabrikam = w.server.organization("fabrikam").await;
        let eve = fabrikam.person("eve", Role::Owner).await;
        to_sign_in(w, &eve.get(&w.asking(&w.app, &[])).await).await;
        let foreign = w.asking(&w.app, &[]).replace("/oidc/contoso/", "/oidc/fabrikam/");
        let answer = eve.get(&foreign).await;
        assert_eq!(answer.status, 400, "an application of another organization: {}", answer.text);
        assert_eq!(answer.header("location"), "");
    }

    async fn r34_prompt_none_asks_nobody(w: &World) {
        let asked = w.asking(&w.app, &[("prompt", "none")]);
        let sent = sent_to(&w.server.anybody().get(&asked).await, CALLBACK);
        assert_eq!((sent["error"].as_str(), sent["state"].as_str()), ("login_required", "xyz"));
        sent_to(&w.ada.get(&asked).await, CALLBACK).get("code").unwrap();
    }

    async fn r34_prompt_login_asks_once_more_and_once_only(w: &World) {
        let asked = w.asking(&w.app, &[("prompt", "login")]);
        w.server.clock.advance(1_000);
        let (next, _) = to_sign_in(w, &w.ada.get(&asked).await).await;
        to_sign_in(w, &w.ada.get(&next).await).await;
        w.server.clock.advance(5_000);
        let again = w.contoso.sign_in(w.ada.user.id).await;
        sent_to(&again.get(&next).await, CALLBACK).get("code").unwrap();
        w.server.clock.advance(3_600_000);
        to_sign_in(w, &again.get(&next).await).await;
    }

    async fn r34_max_age_asks_whoever_signed_in_too_long_ago(w: &World) {
        let asked = |age: &str| w.asking(&w.app, &[("max_age", age)]);
        w.server.clock.advance(600_000);
        sent_to(&w.ada.get(&asked("600")).await, CALLBACK).get("code").unwrap();
        let (next, _) = to_sign_in(w, &w.ada.get(&asked("599")).await).await;
        let silent = w.asking(&w.app, &[("max_age", "599"), ("prompt", "none")]);
        assert_eq!(sent_to(&w.ada.get(&silent).await, CALLBACK)["error"], "login_required");
        let again = w.contoso.sign_in(w.ada.user.id).await;
        sent_to(&again.get(&next).await, CALLBACK).get("code").unwrap();
        w.server.clock.advance(1_000);
        let (next, _) = to_sign_in(w, &again.get(&asked("0")).await).await;
        let anew = w.contoso.sign_in(w.ada.user.id).await;
        w.server.clock.advance(2_000);
        sent_to(&anew.get(&next).await, CALLBACK).get("code").unwrap();
    }

    async fn r34_an_id_token_hint_of_somebody_else_asks_for_them(w: &World) {
        let tokens = w.tokens(&w.app, &[]).await;
        let asked = w.asking(&w.app, &[("id_token_hint", &tokens.id)]);
        sent_to(&w.ada.get(&asked).await, CALLBACK).get("code").unwrap();
        let bob = w.contoso.person("bob", Role::Member).await;
        to_sign_in(w, &bob.get(&asked).await).await;
        let forged = w.asking(&w.app, &[("id_token_hint", &format!("{}x", tokens.id))]);
        assert_eq!(sent_to(&w.ada.get(&forged).await, CALLBACK)["error"], "invalid_request");
    }

    async fn r34_an_error_goes_to_the_application_by_the_name_of_the_specification(w: &World) {
        for (changes, error) in [
            (&[("response_type", "token")][..], "unsupported_response_type"),
            (&[("response_type", "")], "invalid_request"),
            (&[("scope", "profile")], "invalid_scope"),
            (&[("request", "eyJ")], "request_not_supported"),
            (&[("request_uri", "https://app.example/r")], "request_uri_not_supported"),
            (&[("registration", "{}")], "registration_not_supported"),
            (&[("code_challenge", "")], "invalid_request"),
            (&[("code_challenge_method", "plain")], "invalid_request"),
            (&[("code_challenge_method", "")], "invalid_request"),
            (&[("prompt", "none login")], "invalid_request"),
            (&[("max_age", "soon")], "invalid_request"),
            (&[("response_mode", "fragment")], "invalid_request"),
        ] {
            let sent = sent_to(&w.ada.get(&w.asking(&w.app, changes)).await, CALLBACK);
            assert_eq!(sent["error"], error, "{changes:?}");
            assert_eq!((sent["state"].as_str(), sent["iss"].clone()), ("xyz", w.issuer()), "{changes:?}");
            assert!(!sent.contains_key("code"), "{changes:?}");
        }
    }

    async fn r34_nothing_is_sent_to_an_address_that_is_not_registered(w: &World) {
        for changes in [
            &[("redirect_uri", "https://evil.example/callback")][..],
            &[("redirect_uri", "https://app.example/callback/../evil")],
            &[("redirect_uri", "https://app.example/callback?x=1")],
            &[("redirect_uri", "http://app.example/callback")],
            &[("redirect_uri", "http://localhost/callback")],
            &[("redirect_uri", "")],
            &[("client_id", "app_00000000000000000000000000000001")],
            &[("client_id", "<script>")],
            &[("client_id", "")],
        ] {
            let answer = w.ada.get(&w.asking(&w.app, changes)).await;
            assert_eq!(answer.status, 400, "{changes:?}");
            assert_eq!(answer.header("location"), "");
            assert!(answer.header("content-type").starts_with("text/html"));
            assert_eq!(answer.header("content-security-policy"), server::security::CONTENT_SECURITY_POLICY);
            assert!(answer.text.contains(answer.header("x-request-id")), "{}", answer.text);
            assert!(!answer.text.contains("<script>") && !answer.text.contains("evil"), "{}", answer.text);
        }
        let twice = format!("{}&redirect_uri=https%3A%2F%2Fevil.example", w.asking(&w.app, &[]));
        assert_eq!(w.ada.get(&twice).await.status, 400, "a parameter that is there twice");
    }

    async fn r34_a_program_on_the_persons_machine_is_answered_at_any_port(w: &World) {
        let public = register(&w.contoso, ApplicationKind::Public).await;
        let asked = w.asking(&public, &[("redirect_uri", "http://127.0.0.1:53682/callback")]);
        sent_to(&w.ada.get(&asked).await, "http://127.0.0.1:53682/callback").get("code").unwrap();
    }

    async fn r34_a_form_is_opened_as_a_page_so_that_the_cookie_comes_along(w: &World) {
        let query = w.asking(&w.app, &[]);
        let query = query.split_once('?').unwrap().1;
        let browser = w.server.anybody();
        let request = browser.request(Method::POST, &w.path("authorize"));
        let form = request.header("content-type", "application/x-www-form-urlencoded");
        let answer = browser.send(form.header("origin", "https://app.example").body(query.to_owned())).await;
        assert_eq!(answer.status, 303);
        let path = answer.header("location").strip_prefix(&w.server.url).unwrap();
        sent_to(&w.ada.get(path).await, CALLBACK).get("code").unwrap();
    }

    async fn r7_a_deactivated_person_gets_no_code(w: &World) {
        let asked = w.asking(&w.app, &[]);
        let path = format!("/api/v1/users/{}/deactivate", w.ada.user.id);
        assert_eq!(w.contoso.owner.post(&path, &serde_json::json!({})).await.status, 200);
        to_sign_in(w, &w.ada.get(&asked).await).await;
    }

    async fn r33_signing_in_to_an_application_is_in_the_history_of_the_person(w: &World) {
        w.code(&w.app, &[]).await;
        let history = w.contoso.owner.get(&format!("/api/v1/users/{}/history", w.ada.user.id)).await;
        let history: serde_json::Value = history.json();
        assert_eq!(history["items"][0]["action"], "application_signed_in");
        assert_eq!(history["items"][0]["changes"][0]["to"], "Payroll");
    }

    async fn r34_too_many_requests_of_one_address_wait(w: &World) {
        let junk = format!("{}?{}", w.path("authorize"), encoded(&[("client_id", "app_1")]));
        let anybody = w.server.anybody();
        let mut statuses = Vec::new();
        for _ in 0..70 {
            statuses.push(anybody.get(&junk).await.status.as_u16());
        }
        assert_eq!(statuses[0], 400);
        assert_eq!(statuses[69], 429, "addresses and applications are not tried out");
        assert_eq!(w.ada.get(&w.asking(&w.app, &[])).await.status, 303, "what is right goes on");
    }
}
