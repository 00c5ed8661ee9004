//! Links with which a person sets a password.

use api::sessions::Me;
use api::{Code, NoBody};
use domain::Role;
use serde_json::{Value, json};
use server::links::LASTS_MS;

use crate::both;
use crate::support::{Answer, Organization, Person, Server};

const NEW: &str = "an entirely new passphrase";

/// The secret of a link that the owner makes for `person`.
async fn link(contoso: &Organization<'_>, person: &Person) -> String {
    let answer =
        contoso.owner.post(&format!("/api/v1/users/{}/password-link", person.user.id), &NoBody {}).await;
    assert_eq!(answer.status, 201, "{}", answer.text);
    answer.json::<Value>()["url"].as_str().unwrap().split('#').nth(1).unwrap().to_owned()
}

async fn set(server: &Server, token: &str, password: &str) -> Answer {
    server.anybody().post("/api/v1/passwords", &json!({"token": token, "password": password})).await
}

async fn check(server: &Server, token: &str) -> Answer {
    server.anybody().post("/api/v1/password-links/check", &json!({"token": token})).await
}

both! {
    async fn the_link_says_whom_it_is_for_and_sets_the_password(server: &Server) {
        let contoso = server.organization("contoso").await;
        let ada = contoso.person("ada", Role::Member).await;
        let token = link(&contoso, &ada).await;
        let whom: Value = check(server, &token).await.json();
        assert_eq!(whom, json!({"username": "ada@contoso.com", "organization_name": "contoso"}));
        let answer = set(server, &token, NEW).await;
        assert_eq!(answer.status, 201, "{}", answer.text);
        assert_eq!(server.with_cookie(answer.cookie()).read::<Me>().await.user_id, ada.user.id);
        let credentials = json!({"username": "ada@contoso.com", "password": NEW});
        assert_eq!(server.anybody().post("/api/v1/sessions", &credentials).await.status, 201);
    }

    async fn setting_a_password_ends_every_session_of_before(server: &Server) {
        let contoso = server.organization("contoso").await;
        let ada = contoso.person("ada", Role::Member).await;
        let token = link(&contoso, &ada).await;
        set(server, &token, NEW).await;
        assert_eq!(ada.get("/api/v1/me").await.problem().code, Code::NotSignedIn);
    }

    async fn the_link_works_once_for_a_day_and_until_the_next_is_made(server: &Server) {
        let contoso = server.organization("contoso").await;
        let ada = contoso.person("ada", Role::Member).await;
        let (earlier, token) = (link(&contoso, &ada).await, link(&contoso, &ada).await);
        assert_eq!(set(server, &earlier, NEW).await.problem().code, Code::LinkInvalid);
        assert_eq!(set(server, &token, NEW).await.status, 201);
        assert_eq!(set(server, &token, NEW).await.problem().code, Code::LinkInvalid);
        let late = link(&contoso, &ada).await;
        server.clock.advance(LASTS_MS);
        assert_eq!(set(server, &late, NEW).await.problem().code, Code::LinkInvalid);
    }

    async fn a_password_that_is_not_accepted_leaves_the_link_as_it_was(server: &Server) {
        let contoso = server.organization("contoso").await;
        let ada = contoso.person("grace.hopper", Role::Member).await;
        let token = link(&contoso, &ada).await;
        for password in ["", "short", "grace.hopper-2026", &"x".repeat(200)] {
            let problem = set(server, &token, password).await.problem();
            assert_eq!(problem.code, Code::InvalidFields);
            assert_eq!(problem.errors[0].field, "password");
        }
        assert_eq!(set(server, &token, NEW).await.status, 201);
    }

    async fn r7_a_link_of_a_deactivated_person_does_not_work(server: &Server) {
        let contoso = server.organization("contoso").await;
        let ada = contoso.person("ada", Role::Member).await;
        let token = link(&contoso, &ada).await;
        contoso.owner.post(&format!("/api/v1/users/{}/deactivate", ada.user.id), &NoBody {}).await;
        assert_eq!(check(server, &token).await.problem().code, Code::LinkInvalid);
        assert_eq!(set(server, &token, NEW).await.problem().code, Code::LinkInvalid);
    }

    async fn a_session_is_no_password_link(server: &Server) {
        let contoso = server.organization("contoso").await;
        let ada = contoso.person("ada", Role::Member).await;
        contoso.give_password(ada.user.id).await;
        let credentials = json!({"username": "ada@contoso.com", "password": crate::support::PASSWORD});
        let cookie = server.anybody().post("/api/v1/sessions", &credentials).await.cookie();
        let secret = cookie.split('=').nth(1).unwrap();
        assert_eq!(set(server, secret, NEW).await.problem().code, Code::LinkInvalid);
    }
}
