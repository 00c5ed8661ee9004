//! Limits that all replicas keep together (docs/decisions/limits.md).

use std::pin::pin;
use std::sync::Arc;
use std::task::Poll;

use api::Code;
use domain::{ApiTokenId, OrgId};
use futures::future::join_all;
use futures::poll;
use serde_json::{Value, json};
use server::app::{App, AppState};
use server::config::Config;
use server::limits::{ATTEMPTS, Refused};
use store::testing::TestDatabase;

use crate::both;
use crate::support::{Caller, Organization, Server};

/// Another server on the same database.
fn replica(of: &Server) -> AppState {
    App::new(of.store().clone(), of.clock.clone(), Arc::clone(&of.app.ids), of.app.config.clone())
}

/// An API token of that organization's provisioning.
async fn scim_token(organization: &Organization<'_>) -> String {
    let on =
        organization.owner.request(reqwest::Method::PATCH, "/api/v1/provisioning").header("if-match", "*");
    assert_eq!(organization.owner.send(on.json(&json!({"enabled": true}))).await.status, 200);
    let made = organization.owner.post("/api/v1/provisioning/tokens", &json!({"name": "entra"})).await;
    made.json::<Value>()["secret"].as_str().unwrap().to_owned()
}

async fn read_users(anybody: &Caller, slug: &str, token: &str) -> (u16, String) {
    let request = anybody.request(reqwest::Method::GET, &format!("/scim/{slug}/v2/Users?count=0"));
    let answer = anybody.send(request.bearer_auth(token)).await;
    (answer.status.as_u16(), answer.header("retry-after").to_owned())
}

both! {
    async fn what_one_replica_has_handed_out_no_other_hands_out_again(server: &Server) {
        let (one, other) = (replica(server), replica(server));
        let (org, token, now) = (OrgId(1), ApiTokenId(1), server.app.now());
        let mut handed_out = 0;
        let mut wait = None;
        for turn in 0..700 {
            let app = if turn % 3 == 0 { &one } else { &other };
            match app.limits.api_token(org, token, now).await {
                Ok(()) => handed_out += 1,
                Err(Refused::TooOften(wait_ms)) => wait = Some(wait_ms),
                Err(Refused::Store(error)) => panic!("{error}"),
            }
        }
        assert_eq!((handed_out, wait), (600, Some(50)));
        assert!(one.limits.api_token(org, ApiTokenId(2), now).await.is_ok(), "another token has a limit of its own");
        assert!(one.limits.api_token(org, token, now.plus_ms(50)).await.is_ok(), "one has come back");
    }

    async fn attempts_from_an_address_are_counted_for_all_replicas_together(server: &Server) {
        let (one, other) = (replica(server), replica(server));
        let mut let_in = 0;
        for turn in 0..100 {
            let app = if turn % 2 == 0 { &one } else { &other };
            let_in += i64::from(app.attempts.from_address("192.0.2.1").await.is_ok());
        }
        assert_eq!(let_in, ATTEMPTS.burst);
        assert!(other.attempts.from_address("192.0.2.2").await.is_ok());
    }

    async fn a_username_is_locked_on_every_replica(server: &Server) {
        let (one, other, org) = (replica(server), replica(server), OrgId(1));
        for app in [&one, &other, &one, &other, &one] {
            app.attempts.begin(org, "ada@contoso.com", None).await.unwrap();
        }
        for app in [&one, &other, &server.app] {
            let refused = app.attempts.begin(org, " ADA@contoso.com", None).await.unwrap_err();
            assert_eq!((refused.0.code, refused.0.retry_after), (Code::TooManyAttempts, Some(30)));
        }
        one.attempts.succeeded(org, "ada@contoso.com", None).await.unwrap();
        assert!(other.attempts.begin(org, "ada@contoso.com", None).await.is_ok(), "all is forgiven, everywhere");
    }

    async fn many_attempts_at_the_same_moment_are_no_way_around_the_count(server: &Server) {
        let replicas = [replica(server), replica(server)];
        let attempts = (0..40).map(|turn| {
            let app = replicas[turn % 2].clone();
            async move { app.attempts.begin(OrgId(1), "ada@contoso.com", None).await.is_ok() }
        });
        let begun = join_all(attempts).await.into_iter().filter(|begun| *begun).count();
        assert_eq!(begun, 5);
    }

    async fn a_failure_is_forgotten_after_half_an_hour(server: &Server) {
        let app = &server.app;
        for _ in 0..4 {
            app.attempts.begin(OrgId(1), "ada@contoso.com", None).await.unwrap();
        }
        server.clock.advance(server::session::attempts::KEPT_MS + 1);
        for _ in 0..5 {
            app.attempts.begin(OrgId(1), "ada@contoso.com", None).await.unwrap();
        }
        assert!(app.attempts.begin(OrgId(1), "ada@contoso.com", None).await.is_err());
    }
}

#[tokio::test]
async fn an_organization_that_asks_a_lot_waits_for_itself_and_another_has_its_turn_at_once() {
    let server = Server::on_sqlite().await;
    {
        let (limits, noisy, calm) = (&server.app.limits, OrgId(1), OrgId(2));
        let mut turns = Vec::new();
        for _ in 0..32 {
            turns.push(limits.turn(noisy).await.unwrap());
        }
        let mut waiting = pin!(limits.turn(noisy));
        assert!(poll!(&mut waiting).is_pending(), "32 at once, and no more");
        assert!(matches!(poll!(pin!(limits.turn(calm))), Poll::Ready(Ok(_))));
        turns.pop();
        assert!(waiting.await.is_ok(), "one has ended");
    }
    server.stop().await;
}

#[tokio::test]
async fn an_organization_that_provisions_too_often_waits_and_another_does_not() {
    let config = Config { scim_per_second: Some(25), ..Config::default() };
    let server = Server::start(TestDatabase::sqlite().await, config).await;
    {
        let (contoso, fabrikam) =
            (server.organization("contoso").await, server.organization("fabrikam").await);
        let (noisy, calm) = (scim_token(&contoso).await, scim_token(&fabrikam).await);
        let anybody = server.anybody();
        let mut answered = 0;
        let refused = loop {
            match read_users(&anybody, "contoso", &noisy).await {
                (200, _) => answered += 1,
                refused => break refused,
            }
        };
        assert_eq!((answered, refused), (25 * 60, (429, "1".to_owned())), "a minute ahead, and no more");
        assert_eq!(read_users(&anybody, "fabrikam", &calm).await.0, 200);
        server.clock.advance(1_000);
        for _ in 0..25 {
            assert_eq!(read_users(&anybody, "contoso", &noisy).await.0, 200, "25 a second go on");
        }
        server.app.provisioning_log.flush().await;
        let log = contoso.owner.get("/api/v1/provisioning/log?outcome=refused").await.text;
        assert!(log.contains("too_often"), "{log}");
    }
    server.stop().await;
}
