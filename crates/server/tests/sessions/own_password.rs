//! Changing one's own password.

use api::history::Action;
use api::sessions::{ChangePassword, Credentials, PasswordChange, SignIn};
use api::{Code, NoBody, NoParams, NoQuery};
use domain::validation::Invalid;
use domain::{Reason, Role};
use server::session::attempts::FREE_FAILURES;

use crate::both;
use crate::support::idp;
use crate::support::{Answer, Caller, PASSWORD, Server};

const NEW: &str = "an entirely new passphrase";

async fn change(browser: &Caller, current: &str, password: &str) -> Answer {
    let body = PasswordChange { current_password: current.to_owned(), password: password.to_owned() };
    browser.call::<ChangePassword>(&NoParams {}, &NoQuery {}, &body, None).await
}

async fn sign_in(server: &Server, password: &str) -> Answer {
    let body = Credentials {
        organization: None,
        username: "ada@contoso.com".to_owned(),
        password: password.to_owned(),
    };
    server.anybody().call::<SignIn>(&NoParams {}, &NoQuery {}, &body, None).await
}

both! {
    async fn the_new_password_signs_in_and_the_old_one_does_not(server: &Server) {
        let contoso = server.organization("contoso").await;
        let ada = contoso.person("ada", Role::Member).await;
        contoso.give_password(ada.user.id).await;
        let answer = change(&ada, PASSWORD, NEW).await;
        assert_eq!(answer.status, 204, "{}", answer.text);
        assert_eq!(sign_in(server, PASSWORD).await.problem().code, Code::SignInFailed);
        assert_eq!(sign_in(server, NEW).await.status, 201);
        let audit = server.store().read(contoso.id);
        let history = audit.audit().history("user", &ada.user.id.to_string(), None, 9).await.unwrap();
        assert!(history.iter().any(|entry| entry.action == server::audit::name(Action::PasswordSet)));
    }

    async fn every_other_session_of_the_person_ends_and_this_one_goes_on(server: &Server) {
        let contoso = server.organization("contoso").await;
        let ada = contoso.person("ada", Role::Member).await;
        contoso.give_password(ada.user.id).await;
        let elsewhere = contoso.sign_in(ada.user.id).await;
        change(&ada, PASSWORD, NEW).await;
        assert_eq!(elsewhere.get("/api/v1/me").await.problem().code, Code::NotSignedIn);
        assert_eq!(ada.get("/api/v1/me").await.status, 200);
        assert_eq!(contoso.owner.get("/api/v1/me").await.status, 200);
    }

    async fn a_password_link_that_was_made_before_no_longer_works(server: &Server) {
        let contoso = server.organization("contoso").await;
        let ada = contoso.person("ada", Role::Member).await;
        contoso.give_password(ada.user.id).await;
        let made = contoso.owner.post(&format!("/api/v1/users/{}/password-link", ada.user.id), &NoBody {}).await;
        let url = made.json::<serde_json::Value>()["url"].as_str().unwrap().to_owned();
        change(&ada, PASSWORD, NEW).await;
        let body = serde_json::json!({"token": url.split('#').nth(1).unwrap(), "password": "one more passphrase of words"});
        let used = server.anybody().post("/api/v1/passwords", &body).await;
        assert_eq!(used.problem().code, Code::LinkInvalid);
    }

    async fn a_wrong_current_password_changes_nothing_and_counts_as_a_guess(server: &Server) {
        let contoso = server.organization("contoso").await;
        let ada = contoso.person("ada", Role::Member).await;
        contoso.give_password(ada.user.id).await;
        for _ in 0..FREE_FAILURES {
            let problem = change(&ada, "some other password", NEW).await.problem();
            assert_eq!(problem.code, Code::InvalidFields);
            assert_eq!(problem.errors[0].field, "current_password");
            assert_eq!(problem.errors[0].invalid, Some(Invalid::NotYourPassword));
        }
        assert_eq!(change(&ada, PASSWORD, NEW).await.problem().code, Code::TooManyAttempts);
        server.clock.advance(3_600_000);
        assert_eq!(sign_in(server, PASSWORD).await.status, 201);
    }

    async fn a_password_that_is_not_accepted_leaves_the_old_one(server: &Server) {
        let contoso = server.organization("contoso").await;
        let ada = contoso.person("ada", Role::Member).await;
        contoso.give_password(ada.user.id).await;
        for password in ["", "short", "password1234", &"x".repeat(200)] {
            let problem = change(&ada, PASSWORD, password).await.problem();
            assert_eq!(problem.code, Code::InvalidFields);
            assert_eq!(problem.errors[0].field, "password");
        }
        assert_eq!(sign_in(server, PASSWORD).await.status, 201);
    }

    async fn whoever_has_no_password_gives_themselves_none(server: &Server) {
        let contoso = server.organization("contoso").await;
        let ada = contoso.person("ada", Role::Member).await;
        for current in ["", PASSWORD] {
            let problem = change(&ada, current, NEW).await.problem();
            assert_eq!(problem.errors[0].invalid, Some(Invalid::NotYourPassword));
        }
        assert_eq!(sign_in(server, NEW).await.problem().code, Code::SignInFailed);
    }

    async fn r27_a_password_that_is_off_is_not_changed(server: &Server) {
        let contoso = server.organization("contoso").await;
        let ada = contoso.person("ada", Role::Admin).await;
        contoso.give_password(ada.user.id).await;
        idp::set_up(&contoso, &idp::settings()).await;
        assert_eq!(change(&ada, PASSWORD, NEW).await.problem().reason, Some(Reason::PasswordsOff));
        // Emergency access takes a password, and so may have another one.
        assert_eq!(change(&contoso.owner, PASSWORD, NEW).await.status, 204);
    }
}
