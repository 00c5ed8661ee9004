//! Signing out by an application.

use domain::Role;
use reqwest::Method;

use super::world::{GOODBYE, World, encoded, on_both, sent_to};
use crate::support::{Answer, Caller};

async fn leave(w: &World<'_>, browser: &Caller, pairs: &[(&str, &str)]) -> Answer {
    browser.get(&format!("{}?{}", w.path("logout"), encoded(pairs))).await
}

async fn is_signed_in(browser: &Caller) -> bool {
    browser.get("/api/v1/me").await.status == 200
}

/// The form of the page that asks, sent from `origin`.
async fn confirm(w: &World<'_>, browser: &Caller, origin: &str, pairs: &[(&str, &str)]) -> Answer {
    let form = encoded(&[pairs, &[("confirmed", "yes")]].concat());
    let request = browser.request(Method::POST, &w.path("logout")).header("origin", origin);
    browser.send(request.header("content-type", "application/x-www-form-urlencoded").body(form)).await
}

on_both! {
    async fn r34_an_application_signs_out_whom_its_id_token_names(w: &World) {
        let tokens = w.tokens(&w.app, &[]).await;
        w.server.clock.advance(3_600_000);
        let asked = [("id_token_hint", tokens.id.as_str()), ("post_logout_redirect_uri", GOODBYE), ("state", "bye bye")];
        let answer = leave(w, &w.ada, &asked).await;
        assert_eq!(sent_to(&answer, GOODBYE)["state"], "bye bye", "also with an ID token that is over");
        assert!(answer.header("set-cookie").contains("Max-Age=0"));
        assert!(!is_signed_in(&w.ada).await);
        w.assert_dead(&w.app, &tokens).await;
        assert_eq!(sent_to(&leave(w, &w.ada, &asked).await, GOODBYE)["state"], "bye bye", "who is out already is sent on");
    }

    async fn r34_without_a_proof_the_person_is_asked_first(w: &World) {
        let asked = [("client_id", w.app.id.as_str()), ("post_logout_redirect_uri", GOODBYE), ("state", "\"><script>")];
        let page = leave(w, &w.ada, &asked).await;
        assert_eq!(page.status, 200);
        assert!(is_signed_in(&w.ada).await);
        assert!(page.text.contains("ada@contoso.com") && !page.text.contains("<script>"), "{}", page.text);
        let policy = page.header("content-security-policy");
        assert!(policy.contains("form-action 'self' https://app.example;"), "{policy}");
        let answer = confirm(w, &w.ada, &w.server.url, &asked).await;
        assert_eq!(sent_to(&answer, GOODBYE)["state"], "\"><script>");
        assert!(!is_signed_in(&w.ada).await);
    }

    async fn r34_the_yes_of_another_site_counts_for_nothing(w: &World) {
        let asked = [("client_id", w.app.id.as_str())];
        let answer = confirm(w, &w.ada, "https://evil.example", &asked).await;
        assert_eq!(answer.status, 303);
        assert!(answer.header("location").starts_with(&format!("{}/logout", w.issuer())), "it is opened as a page, which asks");
        assert!(!answer.header("location").contains("confirmed"));
        let smuggled = leave(w, &w.ada, &[("confirmed", "yes")]).await;
        assert_eq!(smuggled.status, 200, "likewise");
        assert!(is_signed_in(&w.ada).await);
    }

    async fn r34_the_id_token_of_somebody_else_or_of_another_session_is_no_proof(w: &World) {
        let tokens = w.tokens(&w.app, &[]).await;
        let asked = [("id_token_hint", tokens.id.as_str())];
        let bob = w.contoso.person("bob", Role::Member).await;
        let elsewhere = w.contoso.sign_in(w.ada.user.id).await;
        for browser in [&bob.browser, &elsewhere] {
            assert_eq!(leave(w, browser, &asked).await.status, 200, "a page that asks");
            assert!(is_signed_in(browser).await);
        }
    }

    async fn r34_nobody_is_sent_to_an_address_that_is_not_registered(w: &World) {
        let tokens = w.tokens(&w.app, &[]).await;
        let hint = ("id_token_hint", tokens.id.as_str());
        for asked in [
            &[hint, ("post_logout_redirect_uri", "https://evil.example/")][..],
            &[hint, ("post_logout_redirect_uri", super::world::CALLBACK)],
            &[("post_logout_redirect_uri", GOODBYE)],
            &[hint, ("client_id", "app_00000000000000000000000000000001")],
            &[("id_token_hint", "nonsense")],
            &[("id_token_hint", tokens.access.as_str())],
        ] {
            let answer = leave(w, &w.ada, asked).await;
            assert_eq!(answer.status, 400, "{asked:?}");
            assert_eq!(answer.header("location"), "");
            assert!(!answer.text.contains("evil"), "{}", answer.text);
        }
        assert!(is_signed_in(&w.ada).await);
    }

    async fn r34_without_an_address_the_console_says_that_one_is_signed_out(w: &World) {
        let tokens = w.tokens(&w.app, &[]).await;
        let answer = leave(w, &w.ada, &[("id_token_hint", &tokens.id)]).await;
        assert_eq!(answer.header("location"), format!("{}/sign-in?signed-out=yes", w.server.url));
    }

    async fn r34_the_page_speaks_the_language_of_the_browser(w: &World) {
        let request = w.ada.request(Method::GET, &w.path("logout")).header("accept-language", "de-DE,de;q=0.9");
        let page = w.ada.send(request).await;
        assert!(page.text.contains("lang=\"de\"") && page.text.contains("Abmelden"), "{}", page.text);
    }
}
