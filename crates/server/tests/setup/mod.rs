//! First run: the organization and its owner, from a link that works once.

use api::sessions::{Me, Options, SignInOptions};
use api::{Code, Problem};
use domain::Role;
use serde_json::{Value, json};
use server::links::{self, LASTS_MS};

use crate::both;
use crate::support::Server;

/// As `serve` does at each start.
async fn link(server: &Server) -> String {
    let link = &links::setup(&server.app);
    let stored = server
        .store()
        .write(store::NO_ORGANIZATION, |tx| async move { tx.one_time_links().insert(&link.row).await });
    stored.await.unwrap();
    link.url.split('#').nth(1).unwrap().to_owned()
}

fn contoso(token: &str) -> Value {
    json!({
        "token": token, "organization_name": "Contoso", "slug": "contoso", "username": "ada@contoso.com",
        "first_name": "Ada", "last_name": "Lovelace", "email": "ada@contoso.com", "password": "correct horse battery staple",
    })
}

async fn options(server: &Server) -> SignInOptions {
    server.anybody().read::<Options>().await
}

async fn check(server: &Server, token: &str) -> Result<(), Problem> {
    let answer = server.anybody().post("/api/v1/setup/check", &json!({"token": token})).await;
    if answer.status == 200 { Ok(()) } else { Err(answer.problem()) }
}

both! {
    async fn the_link_makes_an_organization_and_its_owner_who_is_signed_in(server: &Server) {
        let token = link(server).await;
        assert!(options(server).await.setup_required);
        check(server, &token).await.unwrap();
        let made = server.anybody().post("/api/v1/setup", &contoso(&token)).await;
        assert_eq!(made.status, 201, "{}", made.text);
        let me = server.with_cookie(made.cookie()).read::<Me>().await;
        assert_eq!((me.username.as_str(), me.role), ("ada@contoso.com", Role::Owner));
        assert_eq!(me.organization.name, "Contoso");
        let options = options(server).await;
        assert!(!options.setup_required && !options.needs_organization);
        assert_eq!(options.organization_name.as_deref(), Some("Contoso"));
        let sign_in = json!({"username": "ADA@contoso.com", "password": "correct horse battery staple"});
        assert_eq!(server.anybody().post("/api/v1/sessions", &sign_in).await.status, 201);
    }

    async fn the_link_works_once(server: &Server) {
        let token = link(server).await;
        server.anybody().post("/api/v1/setup", &contoso(&token)).await;
        let again = server.anybody().post("/api/v1/setup", &contoso(&token)).await;
        assert_eq!(again.problem().code, Code::LinkInvalid);
        assert_eq!(check(server, &token).await.unwrap_err().code, Code::LinkInvalid);
    }

    async fn of_several_who_use_the_link_at_once_one_succeeds(server: &Server) {
        let token = link(server).await;
        let body = contoso(&token);
        let anybody = server.anybody();
        let answers = futures::future::join_all((0..4).map(|_| anybody.post("/api/v1/setup", &body))).await;
        assert_eq!(answers.iter().filter(|answer| answer.status == 201).count(), 1);
        assert_eq!(server.store().organizations().list().await.unwrap().len(), 1);
    }

    async fn the_link_ends_after_a_day_and_when_a_newer_one_is_printed(server: &Server) {
        let earlier = link(server).await;
        let token = link(server).await;
        assert_eq!(check(server, &earlier).await.unwrap_err().code, Code::LinkInvalid);
        server.clock.advance(LASTS_MS - 1);
        check(server, &token).await.unwrap();
        server.clock.advance(1);
        assert_eq!(check(server, &token).await.unwrap_err().code, Code::LinkInvalid);
        let late = server.anybody().post("/api/v1/setup", &contoso(&token)).await;
        assert_eq!(late.problem().code, Code::LinkInvalid);
        assert!(options(server).await.setup_required);
    }

    async fn the_link_is_void_once_there_is_an_organization(server: &Server) {
        let token = link(server).await;
        server.organization("fabrikam").await;
        assert_eq!(check(server, &token).await.unwrap_err().code, Code::LinkInvalid);
        assert_eq!(server.anybody().post("/api/v1/setup", &contoso(&token)).await.problem().code, Code::LinkInvalid);
    }

    async fn everything_that_is_wrong_is_said_at_once_and_the_link_still_works(server: &Server) {
        let token = link(server).await;
        let wrong = json!({
            "token": token, "organization_name": " ", "slug": "Contoso Ltd", "username": "ada lovelace", "first_name": "",
            "last_name": "Love\u{202E}lace", "email": "ada", "password": "short",
        });
        let problem = server.anybody().post("/api/v1/setup", &wrong).await.problem();
        assert_eq!(problem.code, Code::InvalidFields);
        let fields: Vec<&str> = problem.errors.iter().map(|error| error.field.as_str()).collect();
        assert_eq!(fields, ["organization_name", "slug", "username", "first_name", "last_name", "email", "password"]);
        assert_eq!(server.anybody().post("/api/v1/setup", &contoso(&token)).await.status, 201);
    }

    async fn a_token_that_is_none_is_a_link_that_does_not_work(server: &Server) {
        link(server).await;
        for token in ["", "nonsense", "0.0.0", &"0".repeat(200)] {
            assert_eq!(check(server, token).await.unwrap_err().code, Code::LinkInvalid, "{token}");
        }
    }
}
