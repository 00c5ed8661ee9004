//! `Idempotency-Key`: a creation that is sent again is not done again.

use api::Code;
use domain::Role;
use reqwest::Method;
use serde_json::{Value, json};

use crate::both;
use crate::support::{Answer, Caller};

async fn create(caller: &Caller, key: &str, name: &str) -> Answer {
    let request = caller.request(Method::POST, "/api/v1/sites").header("idempotency-key", key);
    caller.send(request.json(&json!({"name": name}))).await
}

both! {
    async fn a_repeat_gets_the_same_answer_and_makes_nothing_twice(server: &Server) {
        let contoso = server.organization("contoso").await;
        let first = create(&contoso.owner, "key-1", "London").await;
        let again = create(&contoso.owner, "key-1", "London").await;
        assert_eq!((first.status, &first.text), (again.status, &again.text));
        assert_eq!(first.status, 201);
        assert_eq!(first.header("etag"), again.header("etag"));
        assert_eq!(contoso.owner.read::<api::sites::List>().await.total, 1);
    }

    async fn a_repeat_after_the_server_was_stopped_before_it_answered_makes_nothing_twice(server: &Server) {
        let contoso = server.organization("contoso").await;
        create(&contoso.owner, "key-1", "London").await;
        let (org, actor) = (contoso.id, contoso.owner.user.id.to_string());
        let kept = server.store().read(org).idempotency_keys().get(&actor, "key-1").await.unwrap().unwrap();
        // What the transaction of the change has left, before the answer was there.
        let unanswered = &store::IdempotencyKey { status: 0, body: String::new(), ..kept };
        let write = |tx: store::Tx| async move { tx.idempotency_keys().answered(unanswered).await };
        server.store().write(org, write).await.unwrap();
        let again = create(&contoso.owner, "key-1", "London").await;
        assert_eq!(again.problem().code, Code::IdempotencyMismatch);
        assert_eq!(contoso.owner.read::<api::sites::List>().await.total, 1);
    }

    async fn while_the_database_is_away_the_answer_says_when_to_try_again(server: &Server) {
        let contoso = server.organization("contoso").await;
        server.store().close().await.unwrap();
        let answer = create(&contoso.owner, "key-1", "London").await;
        assert_eq!(answer.status, 503);
        assert_eq!(answer.header("retry-after"), "1");
        assert_eq!(answer.problem().code, Code::Unavailable);
    }

    async fn repeats_at_the_same_time_make_one(server: &Server) {
        let contoso = server.organization("contoso").await;
        let calls = (0..5).map(|_| create(&contoso.owner, "key-1", "London"));
        let answers = futures::future::join_all(calls).await;
        assert!(answers.iter().all(|answer| answer.status == 201 && answer.text == answers[0].text));
        assert_eq!(contoso.owner.read::<api::sites::List>().await.total, 1);
    }

    async fn the_key_of_another_request_is_refused(server: &Server) {
        let contoso = server.organization("contoso").await;
        create(&contoso.owner, "key-1", "London").await;
        assert_eq!(create(&contoso.owner, "key-1", "Paris").await.problem().code, Code::IdempotencyMismatch);
        assert_eq!(contoso.owner.read::<api::sites::List>().await.total, 1);
    }

    async fn keys_of_different_people_do_not_meet_and_a_key_is_forgotten_after_a_day(server: &Server) {
        let contoso = server.organization("contoso").await;
        let admin = contoso.person("ada", Role::Admin).await;
        create(&contoso.owner, "key-1", "London").await;
        assert_eq!(create(&admin, "key-1", "Paris").await.status, 201);
        server.clock.advance(86_400_000);
        let tomorrow = contoso.sign_in(contoso.owner.user.id).await;
        assert_eq!(create(&tomorrow, "key-1", "Berlin").await.status, 201);
    }

    async fn a_failure_is_not_kept(server: &Server) {
        let contoso = server.organization("contoso").await;
        contoso.site("London").await;
        assert_eq!(create(&contoso.owner, "key-1", "London").await.problem().code, Code::InvalidFields);
        assert_eq!(create(&contoso.owner, "key-1", "Paris").await.status, 201);
    }

    async fn r29_the_secret_of_a_token_is_not_kept_for_a_repeat(server: &Server) {
        let contoso = server.organization("contoso").await;
        contoso.owner.patch("/api/v1/provisioning", 1, &json!({"enabled": true})).await;
        let create = || {
            let request = contoso.owner.request(Method::POST, "/api/v1/provisioning/tokens");
            contoso.owner.send(request.header("idempotency-key", "key-1").json(&json!({"name": "Entra ID"})))
        };
        let first = create().await;
        assert_eq!(first.status, 201, "{}", first.text);
        assert!(first.json::<Value>()["secret"].is_string());
        assert_eq!(create().await.problem().code, Code::IdempotencyMismatch);
        assert_eq!(contoso.owner.read::<api::provisioning::ListTokens>().await.total, 1);
    }
}
