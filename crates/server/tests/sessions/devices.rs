//! A browser in which somebody has signed in before: a stranger who guesses does not keep them out there.

use api::Code;
use domain::{Role, UserId};
use serde_json::json;
use server::config::Config;
use server::session::attempts::FIRST_WAIT_MS;
use server::session::device::LASTS_MS;
use store::testing::TestDatabase;

use crate::both;
use crate::support::{Answer, Organization, PASSWORD, Server};

async fn sign_in(server: &Server, device: Option<&str>, username: &str, password: &str) -> Answer {
    let browser = device.map_or_else(|| server.anybody(), |cookie| server.with_cookie(cookie.to_owned()));
    browser.post("/api/v1/sessions", &json!({"username": username, "password": password})).await
}

async fn person(contoso: &Organization<'_>, name: &str) -> UserId {
    let id = contoso.person(name, Role::Admin).await.user.id;
    contoso.give_password(id).await;
    id
}

/// `name=value` of the cookie by which a browser is known.
fn device(answer: &Answer) -> String {
    let cookies = answer.headers.get_all("set-cookie").iter().map(|cookie| cookie.to_str().unwrap());
    let cookie = cookies.into_iter().find(|cookie| cookie.starts_with("rollcall_device=")).unwrap();
    assert!(cookie.ends_with("; Path=/; Max-Age=15552000; HttpOnly; SameSite=Strict"), "{cookie}");
    cookie.split(';').next().unwrap().to_owned()
}

/// Guesses without success until there is a wait.
async fn guess(server: &Server, device: Option<&str>, username: &str) {
    for _ in 0..5 {
        let answer = sign_in(server, device, username, "wrong").await;
        assert_eq!(answer.problem().code, Code::SignInFailed);
    }
    let locked = sign_in(server, device, username, PASSWORD).await;
    assert_eq!(locked.problem().code, Code::TooManyAttempts);
}

both! {
    async fn a_stranger_who_guesses_keeps_nobody_out_of_the_browser_that_they_use(server: &Server) {
        let contoso = server.organization("contoso").await;
        person(&contoso, "ada").await;
        let known = device(&sign_in(server, None, "ada@contoso.com", PASSWORD).await);
        guess(server, None, "ada@contoso.com").await;
        let own = sign_in(server, Some(&known), " ADA@contoso.com", PASSWORD).await;
        assert_eq!(own.status, 201, "{}", own.text);
        assert_eq!(sign_in(server, None, "ada@contoso.com", PASSWORD).await.problem().code, Code::TooManyAttempts);
        assert_ne!(device(&own), known, "each sign-in gives a new one");
    }

    async fn a_known_browser_has_no_more_tries_than_a_stranger(server: &Server) {
        let contoso = server.organization("contoso").await;
        person(&contoso, "ada").await;
        let known = device(&sign_in(server, None, "ada@contoso.com", PASSWORD).await);
        guess(server, Some(&known), "ada@contoso.com").await;
        // What was tried there does not lock others out, either.
        assert_eq!(sign_in(server, None, "ada@contoso.com", PASSWORD).await.status, 201);
        server.clock.advance(FIRST_WAIT_MS);
        assert_eq!(sign_in(server, Some(&known), "ada@contoso.com", PASSWORD).await.status, 201);
    }

    async fn a_cookie_makes_its_own_person_known_and_nobody_else(server: &Server) {
        let contoso = server.organization("contoso").await;
        person(&contoso, "ada").await;
        person(&contoso, "grace").await;
        let of_ada = device(&sign_in(server, None, "ada@contoso.com", PASSWORD).await);
        guess(server, None, "grace@contoso.com").await;
        // One character, in the middle of what is sealed.
        let middle = of_ada.len() - 20;
        let other = if of_ada.as_bytes()[middle] == b'A' { "B" } else { "A" };
        let changed = [&of_ada[..middle], other, &of_ada[middle + 1..]].concat();
        for stranger in [of_ada.as_str(), changed.as_str(), "rollcall_device=", "rollcall_device=a.b"] {
            let answer = sign_in(server, Some(stranger), "grace@contoso.com", PASSWORD).await;
            assert_eq!(answer.problem().code, Code::TooManyAttempts, "{stranger}");
        }
        guess(server, None, "ada@contoso.com").await;
        let answer = sign_in(server, Some(&changed), "ada@contoso.com", PASSWORD).await;
        assert_eq!(answer.problem().code, Code::TooManyAttempts);
    }

    async fn who_no_longer_has_the_password_is_a_stranger(server: &Server) {
        let contoso = server.organization("contoso").await;
        let ada = person(&contoso, "ada").await;
        let known = device(&sign_in(server, None, "ada@contoso.com", PASSWORD).await);
        server.clock.advance(1);
        contoso.give_password(ada).await;
        guess(server, None, "ada@contoso.com").await;
        let former = sign_in(server, Some(&known), "ada@contoso.com", PASSWORD).await;
        assert_eq!(former.problem().code, Code::TooManyAttempts);
    }

    async fn a_browser_is_forgotten_half_a_year_after_the_last_sign_in(server: &Server) {
        let contoso = server.organization("contoso").await;
        person(&contoso, "ada").await;
        let known = device(&sign_in(server, None, "ada@contoso.com", PASSWORD).await);
        server.clock.advance(LASTS_MS);
        guess(server, None, "ada@contoso.com").await;
        let late = sign_in(server, Some(&known), "ada@contoso.com", PASSWORD).await;
        assert_eq!(late.problem().code, Code::TooManyAttempts);
    }
}

#[tokio::test]
async fn over_tls_the_cookie_is_bound_to_the_host() {
    let config = Config { public_url: "https://rollcall.example".to_owned(), ..Config::default() };
    let server = Server::start(TestDatabase::sqlite().await, config).await;
    let contoso = server.organization("contoso").await;
    person(&contoso, "ada").await;
    let answer = sign_in(&server, None, "ada@contoso.com", PASSWORD).await;
    let cookies: Vec<_> = answer.headers.get_all("set-cookie").iter().collect();
    let cookie = cookies[1].to_str().unwrap();
    assert!(cookie.starts_with("__Host-rollcall_device=") && cookie.ends_with("; SameSite=Strict; Secure"));
    let known = cookie.split(';').next().unwrap();
    guess(&server, None, "ada@contoso.com").await;
    assert_eq!(sign_in(&server, Some(known), "ada@contoso.com", PASSWORD).await.status, 201);
    let plain = known.replace("__Host-", "");
    let answer = sign_in(&server, Some(&plain), "ada@contoso.com", PASSWORD).await;
    assert_eq!(answer.problem().code, Code::TooManyAttempts);
    server.stop().await;
}
