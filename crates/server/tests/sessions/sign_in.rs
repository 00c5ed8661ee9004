//! Signing in with a password: one answer for all that is wrong, and a wait for who guesses.

use api::history::Action;
use api::sessions::{Me, Options};
use api::{Code, Problem};
use domain::{Role, Status};
use serde_json::{Value, json};
use server::config::Config;
use server::session::attempts::{BURST, FIRST_WAIT_MS};
use store::User;
use store::testing::TestDatabase;

use crate::both;
use crate::support::{Answer, Caller, Organization, PASSWORD, Server};

async fn try_with(server: &Server, body: Value) -> Answer {
    server.anybody().post("/api/v1/sessions", &body).await
}

async fn sign_in(server: &Server, username: &str, password: &str) -> Answer {
    try_with(server, json!({"username": username, "password": password})).await
}

/// What a person can tell apart: the problem without the id of the request.
fn seen(answer: &Answer) -> Problem {
    Problem { request_id: String::new(), ..answer.problem() }
}

async fn ada(contoso: &Organization<'_>) -> User {
    let ada = contoso.person("ada", Role::Admin).await.user;
    contoso.give_password(ada.id).await;
    ada
}

both! {
    async fn the_right_password_gives_a_session_cookie(server: &Server) {
        let contoso = server.organization("contoso").await;
        let ada = ada(&contoso).await;
        let answer = sign_in(server, " Ada@Contoso.com ", PASSWORD).await;
        assert_eq!(answer.status, 201, "{}", answer.text);
        let cookie = answer.header("set-cookie");
        assert!(cookie.starts_with("rollcall_session=") && cookie.ends_with("; Path=/; Max-Age=43200; HttpOnly; SameSite=Lax"));
        let me = server.with_cookie(answer.cookie()).read::<Me>().await;
        assert_eq!(me.user_id, ada.id);
        let stored = server.store().read(contoso.id).users().get(ada.id).await.unwrap().unwrap();
        assert_eq!(stored.last_sign_in_at, Some(server.app.now()));
        let history = server.store().read(contoso.id).audit().history("user", &ada.id.to_string(), None, 9).await.unwrap();
        assert_eq!(history[0].action, server::audit::name(Action::SignedIn));
    }

    async fn the_session_that_the_browser_had_before_ends_when_another_one_begins(server: &Server) {
        let (contoso, other) = (server.organization("contoso").await, server.organization("fabrikam").await);
        let ada = ada(&contoso).await;
        let elsewhere = contoso.sign_in(ada.id).await;
        let (former, stranger) = (contoso.sign_in(ada.id).await, &other.owner.browser);
        for former in [&former, stranger] {
            let body = |password| json!({"organization": "contoso", "username": "ada@contoso.com", "password": password});
            assert_eq!(former.post("/api/v1/sessions", &body("wrong")).await.status, 401);
            assert_eq!(former.get("/api/v1/me").await.status, 200, "a refusal leaves it");
            let begun = former.post("/api/v1/sessions", &body(PASSWORD)).await;
            assert_eq!(begun.status, 201, "{}", begun.text);
            assert_eq!(former.get("/api/v1/me").await.problem().code, Code::NotSignedIn);
            assert_eq!(server.with_cookie(begun.cookie()).read::<Me>().await.user_id, ada.id);
        }
        assert_eq!(elsewhere.get("/api/v1/me").await.status, 200);
    }

    async fn whatever_is_wrong_the_answer_is_the_same(server: &Server) {
        let contoso = server.organization("contoso").await;
        ada(&contoso).await;
        let gone = contoso.person("gone", Role::Member).await.user;
        contoso.give_password(gone.id).await;
        let deactivated = &User { status: Status::Deactivated, ..gone.clone() };
        let gone = &gone;
        let update = server.store().write(contoso.id, |tx| async move { tx.users().update(gone, deactivated.clone()).await });
        update.await.unwrap();
        contoso.person("without", Role::Member).await;
        let wrong = sign_in(server, "ada@contoso.com", "wrong horse battery staple").await;
        assert_eq!(wrong.problem().code, Code::SignInFailed);
        assert_eq!(wrong.header("set-cookie"), "");
        let others = [
            sign_in(server, "nobody@contoso.com", PASSWORD).await,
            sign_in(server, "gone@contoso.com", PASSWORD).await,
            sign_in(server, "without@contoso.com", PASSWORD).await,
            sign_in(server, "", "").await,
            sign_in(server, "ada@contoso.com' OR '1'='1", "x").await,
            try_with(server, json!({"organization": "nowhere", "username": "ada@contoso.com", "password": PASSWORD})).await,
        ];
        for answer in others {
            assert_eq!(seen(&answer), seen(&wrong));
        }
    }

    async fn a_username_that_nobody_can_have_costs_nothing(server: &Server) {
        server.organization("contoso").await;
        // One character of which folding makes eighteen.
        let long = "\u{FDFA}".repeat(300_000);
        let answer = sign_in(server, &long, PASSWORD).await;
        assert_eq!(answer.problem().code, Code::SignInFailed);
    }

    async fn r32_a_user_admin_does_not_take_an_admin_over(server: &Server) {
        let contoso = server.organization("contoso").await;
        let (admin, user_admin) =
            (contoso.person("ada", Role::Admin).await, contoso.person("grace", Role::UserAdmin).await);
        let path = format!("/api/v1/users/{}", admin.user.id);
        let renamed = user_admin.patch(&path, 1, &json!({"username": "grace@fabrikam.com"})).await;
        for refused in [
            renamed,
            user_admin.post(&format!("{path}/deactivate"), &json!({})).await,
            user_admin.delete(&path).await,
        ] {
            assert_eq!(refused.problem().rule.as_deref(), Some("R32"));
        }
    }

    async fn with_two_organizations_the_slug_decides(server: &Server) {
        let (contoso, fabrikam) = (server.organization("contoso").await, server.organization("fabrikam").await);
        let ada = ada(&contoso).await;
        assert!(server.anybody().read::<Options>().await.needs_organization);
        let at = |slug: &str| try_with(server, json!({"organization": slug, "username": "ada@contoso.com", "password": PASSWORD}));
        assert_eq!(at("contoso").await.json::<Value>()["user_id"], ada.id.to_string());
        assert_eq!(at(&fabrikam.slug).await.problem().code, Code::SignInFailed);
        assert_eq!(sign_in(server, "ada@contoso.com", PASSWORD).await.problem().code, Code::SignInFailed);
    }

    async fn after_five_failures_even_the_right_password_has_to_wait(server: &Server) {
        let contoso = server.organization("contoso").await;
        ada(&contoso).await;
        for _ in 0..5 {
            assert_eq!(sign_in(server, "ada@contoso.com", "wrong").await.problem().code, Code::SignInFailed);
        }
        let locked = sign_in(server, "ADA@contoso.com", PASSWORD).await;
        assert_eq!(locked.problem().code, Code::TooManyAttempts);
        assert_eq!(locked.problem().retry_after, Some(30));
        assert_eq!(locked.header("retry-after"), "30");
        server.clock.advance(FIRST_WAIT_MS);
        assert_eq!(sign_in(server, "ada@contoso.com", "wrong").await.problem().code, Code::SignInFailed);
        assert_eq!(sign_in(server, "ada@contoso.com", PASSWORD).await.problem().retry_after, Some(60));
        server.clock.advance(2 * FIRST_WAIT_MS);
        assert_eq!(sign_in(server, "ada@contoso.com", PASSWORD).await.status, 201);
        assert_eq!(sign_in(server, "ada@contoso.com", "wrong").await.problem().code, Code::SignInFailed);
    }

    async fn a_username_that_does_not_exist_is_locked_out_in_the_same_way(server: &Server) {
        let contoso = server.organization("contoso").await;
        ada(&contoso).await;
        for username in ["ada@contoso.com", "nobody@contoso.com"] {
            for _ in 0..5 {
                sign_in(server, username, "wrong").await;
            }
        }
        let (real, unknown) = (sign_in(server, "ada@contoso.com", "x").await, sign_in(server, "nobody@contoso.com", "x").await);
        assert_eq!(seen(&real), seen(&unknown));
    }

    async fn a_failure_of_a_real_person_is_in_their_history(server: &Server) {
        let contoso = server.organization("contoso").await;
        let ada = ada(&contoso).await;
        sign_in(server, "ada@contoso.com", "wrong").await;
        let failed = server::audit::name(Action::SignInFailed);
        let reader = server.store().read(contoso.id);
        // Written beside the answer, so that it takes no longer than for a stranger.
        let mut ticks = tokio::time::interval(std::time::Duration::from_millis(5));
        let id = ada.id.to_string();
        for _ in 0..2_000 {
            let history = reader.audit().history("user", &id, None, 1).await.unwrap();
            if history.first().is_some_and(|entry| entry.action == failed) {
                return;
            }
            ticks.tick().await;
        }
        panic!("the failed sign-in never came into the history");
    }
}

#[tokio::test]
async fn one_address_may_not_try_without_end() {
    let server = Server::on_sqlite().await;
    let mut refused = None;
    for n in 0..=BURST.get() {
        let answer =
            server.anybody().post("/api/v1/setup/check", &json!({"token": n.to_string()})).await.problem();
        refused = Some(answer.code);
    }
    assert_eq!(refused, Some(Code::TooManyAttempts));
    server.clock.advance(1_000);
    let answer = server.anybody().post("/api/v1/setup/check", &json!({"token": "x"})).await;
    assert_eq!(answer.problem().code, Code::LinkInvalid);
    server.stop().await;
}

#[tokio::test]
async fn over_tls_the_cookie_is_bound_to_the_host_and_the_plain_one_is_not_taken() {
    let config = Config { public_url: "https://rollcall.example".to_owned(), ..Config::default() };
    let server = Server::start(TestDatabase::sqlite().await, config).await;
    let contoso = server.organization("contoso").await;
    contoso.give_password(contoso.owner.user.id).await;
    let answer = sign_in(&server, "owner@contoso.com", PASSWORD).await;
    assert!(answer.header("set-cookie").starts_with("__Host-rollcall_session="));
    assert!(answer.header("set-cookie").ends_with("; Secure"));
    server.with_cookie(answer.cookie()).read::<Me>().await;
    let plain: Caller = server.with_cookie(answer.cookie().replace("__Host-", ""));
    assert_eq!(plain.get("/api/v1/me").await.problem().code, Code::NotSignedIn);
    server.stop().await;
}
