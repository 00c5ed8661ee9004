//! Webhooks: another system is told of what happens to users and licences (R7), by the scheme of Standard Webhooks.

mod receiver;

use api::webhooks::{CreatedWebhook, Delivery, DeliveryFault, Webhook};
use api::{Code, Page};
use domain::{DeliveryState, Role, WebhookEvent, timestamp};
use receiver::Receiver;
use reqwest::Method;
use serde_json::{Value, json};
use server::config::Config;
use store::testing::TestDatabase;

use crate::both;
use crate::scim::client::Idp;
use crate::support::{Caller, Server, until};
use crate::users::world::*;

const WEBHOOKS: &str = "/api/v1/webhooks";
const EVERYTHING: [WebhookEvent; 8] = WebhookEvent::CHOICES;

async fn create(person: &Caller, url: &str, events: &[WebhookEvent]) -> CreatedWebhook {
    let answer = person.post(WEBHOOKS, &json!({"url": url, "events": events})).await;
    assert_eq!(answer.status, 201, "{}", answer.text);
    answer.json()
}

fn path(webhook: &Webhook) -> String {
    format!("{WEBHOOKS}/{}", webhook.id)
}

async fn now(person: &Caller, webhook: &Webhook) -> Webhook {
    person.get(&path(webhook)).await.json()
}

async fn deliveries(person: &Caller, webhook: &Webhook) -> Vec<Delivery> {
    person.get(&format!("{}/deliveries", path(webhook))).await.json::<Page<Delivery>>().items
}

/// Waits until so many attempts at the newest delivery are noted; gives it.
async fn tried(person: &Caller, webhook: &Webhook, attempts: u32) -> Delivery {
    let newest = async || deliveries(person, webhook).await.into_iter().next();
    until(|| async { newest().await.is_some_and(|delivery| delivery.attempts == attempts) }).await;
    newest().await.unwrap()
}

async fn deactivate(person: &Caller, id: impl std::fmt::Display) {
    let answer = person.post(&format!("/api/v1/users/{id}/deactivate"), &json!({})).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
}

both! {
    async fn r7_the_telephony_side_is_told_of_a_deactivation_with_the_person_as_they_are(server: &Server) {
        let contoso = server.organization("contoso").await;
        let mut telephony = Receiver::start(&[]).await;
        let ada = contoso.person("ada", Role::Member).await.user;
        let made = create(&contoso.owner, &telephony.url, &[WebhookEvent::UserDeactivated]).await;
        deactivate(&contoso.owner, ada.id).await;
        let received = telephony.next().await;
        let message = received.verified(&made.secret);
        assert_eq!(message["type"], "user.deactivated");
        assert_eq!(message["data"]["id"], ada.id.to_string());
        assert_eq!(message["data"]["action"], "user_deactivated");
        assert_eq!(message["data"]["organization_id"], contoso.id.to_string());
        assert_eq!(message["data"]["user"]["status"], "deactivated");
        assert_eq!(message["data"]["user"]["username"], "ada@contoso.com");
        let delivery = tried(&contoso.owner, &made.webhook, 1).await;
        assert_eq!(received.header("webhook-id"), delivery.id.to_string());
        assert_eq!((delivery.state, delivery.status), (DeliveryState::Delivered, Some(204)));
        assert_eq!(delivery.next_attempt_at, None);
    }

    async fn every_event_of_users_and_licences_comes_once_and_nothing_else_does(server: &Server) {
        let contoso = server.organization("contoso").await;
        let mut telephony = Receiver::start(&[]).await;
        let made = create(&contoso.owner, &telephony.url, &EVERYTHING).await;
        let owner = &contoso.owner;
        let plan: Value = owner.post("/api/v1/licenses", &json!({"name": "X2", "seats": 5})).await.json();
        let body = json!({"username": "ada@contoso.com", "first_name": "Ada", "last_name": "L", "email": "ada@contoso.com"});
        let ada: Value = owner.post("/api/v1/users", &body).await.json();
        let user = format!("/api/v1/users/{}", ada["id"].as_str().unwrap());
        let site: Value = owner.post("/api/v1/sites", &json!({"name": "Berlin"})).await.json();
        let edited = owner.patch(&user, 1, &json!({"site_id": site["id"], "plan_id": plan["id"]})).await;
        assert_eq!(edited.status, 200, "{}", edited.text);
        deactivate(owner, ada["id"].as_str().unwrap()).await;
        let mut came = Vec::new();
        for _ in 0..4 {
            let message = telephony.next().await.verified(&made.secret);
            came.push((message["type"].as_str().unwrap().to_owned(), message["data"].clone()));
        }
        // Several are sent at once: they may come in any order.
        came.sort_by(|a, b| a.0.cmp(&b.0));
        let types: Vec<&str> = came.iter().map(|(event, _)| event.as_str()).collect();
        assert_eq!(types, ["license.created", "user.created", "user.deactivated", "user.updated"]);
        assert_eq!(came[0].1["license"]["name"], "X2");
        assert_eq!(came[3].1["user"]["plan"]["name"], "X2");
        until(|| async { now(owner, &made.webhook).await.waiting == 0 }).await;
        assert_eq!(deliveries(owner, &made.webhook).await.len(), 4);
        assert!(telephony.has_nothing());
    }

    async fn what_is_not_taken_is_tried_again_by_the_schedule_with_the_same_id(server: &Server) {
        let contoso = server.organization("contoso").await;
        let mut telephony = Receiver::start(&[500, 302]).await;
        let made = create(&contoso.owner, &telephony.url, &EVERYTHING).await;
        contoso.owner.post(&format!("{}/test", path(&made.webhook)), &json!({})).await;
        let first = telephony.next().await;
        let failed = tried(&contoso.owner, &made.webhook, 1).await;
        assert_eq!((failed.state, failed.status), (DeliveryState::Waiting, Some(500)));
        assert_eq!(failed.next_attempt_at, Some(server.app.now().plus_ms(5_000)));
        server.clock.advance(5_000);
        let second = telephony.next().await;
        let failed = tried(&contoso.owner, &made.webhook, 2).await;
        assert_eq!((failed.status, failed.next_attempt_at), (Some(302), Some(server.app.now().plus_ms(300_000))));
        server.clock.advance(300_000);
        let third = telephony.next().await;
        assert_eq!(first.header("webhook-id"), second.header("webhook-id"));
        assert_eq!(first.header("webhook-id"), third.header("webhook-id"));
        assert_ne!(first.header("webhook-timestamp"), third.header("webhook-timestamp"));
        assert_eq!(third.verified(&made.secret)["type"], "webhook.test");
        let delivered = tried(&contoso.owner, &made.webhook, 3).await;
        assert_eq!(delivered.state, DeliveryState::Delivered);
    }

    async fn what_was_given_up_is_sent_again_on_request(server: &Server) {
        let contoso = server.organization("contoso").await;
        let mut telephony = Receiver::start(&[503; 10]).await;
        let made = create(&contoso.owner, &telephony.url, &EVERYTHING).await;
        contoso.owner.post(&format!("{}/test", path(&made.webhook)), &json!({})).await;
        for attempt in 1..=10 {
            telephony.next().await;
            // A session lasts less long than the schedule.
            let owner = contoso.sign_in(contoso.owner.user.id).await;
            tried(&owner, &made.webhook, attempt).await;
            server.clock.advance(timestamp::DAY_MS);
        }
        let owner = contoso.sign_in(contoso.owner.user.id).await;
        let given_up = deliveries(&owner, &made.webhook).await.remove(0);
        assert_eq!((given_up.state, given_up.next_attempt_at), (DeliveryState::Failed, None));
        let again = owner.post(&format!("{}/deliveries/{}/retry", path(&made.webhook), given_up.id), &json!({})).await;
        assert_eq!(again.json::<Delivery>().state, DeliveryState::Waiting);
        telephony.next().await;
        assert_eq!(tried(&owner, &made.webhook, 1).await.state, DeliveryState::Delivered);
    }

    async fn a_receiver_that_is_gone_is_told_nothing_more_until_somebody_says_so(server: &Server) {
        let contoso = server.organization("contoso").await;
        let mut telephony = Receiver::start(&[410]).await;
        let made = create(&contoso.owner, &telephony.url, &EVERYTHING).await;
        contoso.owner.post(&format!("{}/test", path(&made.webhook)), &json!({})).await;
        telephony.next().await;
        until(|| async { now(&contoso.owner, &made.webhook).await.gone }).await;
        let gone = now(&contoso.owner, &made.webhook).await;
        assert!(!gone.active);
        assert_eq!(gone.last_delivery.unwrap().state, DeliveryState::Failed);
        let refused = contoso.owner.post(&format!("{}/test", path(&made.webhook)), &json!({})).await;
        assert_eq!(refused.problem().code, Code::Refused);
        let log: Value = contoso.owner.get("/api/v1/audit").await.json();
        assert_eq!(log["items"][0]["action"], "webhook_edited");
        assert_eq!(log["items"][0]["actor"], "system");
        // What happens while it is paused is not told.
        let ada = contoso.person("ada", Role::Member).await.user;
        deactivate(&contoso.owner, ada.id).await;
        let resumed = contoso.owner.patch(&path(&made.webhook), gone.version, &json!({"active": true})).await;
        assert!(resumed.json::<Webhook>().active);
        let grace = contoso.person("grace", Role::Member).await.user;
        deactivate(&contoso.owner, grace.id).await;
        let message = telephony.next().await.verified(&made.secret);
        assert_eq!(message["data"]["id"], grace.id.to_string());
    }

    async fn a_receiver_that_is_away_does_not_keep_others_from_being_told(server: &Server) {
        let contoso = server.organization("contoso").await;
        let mut telephony = Receiver::start(&[]).await;
        let away = create(&contoso.owner, "http://127.0.0.1:1/", &EVERYTHING).await;
        let made = create(&contoso.owner, &telephony.url, &EVERYTHING).await;
        let ada = contoso.person("ada", Role::Member).await.user;
        deactivate(&contoso.owner, ada.id).await;
        telephony.next().await.verified(&made.secret);
        let failed = tried(&contoso.owner, &away.webhook, 1).await;
        assert_eq!((failed.status, failed.fault), (None, Some(DeliveryFault::NotReached)));
    }

    async fn its_secret_is_shown_once_and_stored_encrypted(server: &Server) {
        let contoso = server.organization("contoso").await;
        let made = create(&contoso.owner, "https://hooks.example/", &EVERYTHING).await;
        assert!(made.secret.starts_with("whsec_"));
        let list = contoso.owner.get(WEBHOOKS).await;
        assert!(!list.text.contains(&made.secret[6..]));
        assert_eq!(list.json::<Page<Webhook>>().items, [now(&contoso.owner, &made.webhook).await]);
        let stored = server.store().read(contoso.id).webhooks().get(made.webhook.id).await.unwrap().unwrap();
        assert!(!stored.secret.contains(&made.secret[6..]));
        let log = contoso.owner.get("/api/v1/audit").await.text;
        assert!(log.contains("webhook_created") && !log.contains(&made.secret[6..]));
    }

    async fn a_repeat_of_its_creation_does_not_show_its_secret_again(server: &Server) {
        let contoso = server.organization("contoso").await;
        let ask = || {
            let request = contoso.owner.request(Method::POST, WEBHOOKS).header("idempotency-key", "once");
            contoso.owner.send(request.json(&json!({"url": "https://hooks.example/", "events": EVERYTHING})))
        };
        assert_eq!(ask().await.status, 201);
        assert_eq!(ask().await.problem().code, Code::IdempotencyMismatch, "its secret is not kept");
        assert_eq!(contoso.owner.get(WEBHOOKS).await.json::<Page<Webhook>>().items.len(), 1);
    }

    async fn an_edit_does_not_tell_anything_a_second_time(server: &Server) {
        let contoso = server.organization("contoso").await;
        let mut telephony = Receiver::start(&[]).await;
        let made = create(&contoso.owner, &telephony.url, &EVERYTHING).await;
        let ada = contoso.person("ada", Role::Member).await.user;
        deactivate(&contoso.owner, ada.id).await;
        telephony.next().await;
        tried(&contoso.owner, &made.webhook, 1).await;
        let edited = contoso.owner.patch(&path(&made.webhook), 1, &json!({"events": ["user.deactivated"]})).await;
        assert_eq!(edited.status, 200, "{}", edited.text);
        contoso.owner.post(&format!("{}/test", path(&made.webhook)), &json!({})).await;
        assert_eq!(telephony.next().await.verified(&made.secret)["type"], "webhook.test");
        assert_eq!(deliveries(&contoso.owner, &made.webhook).await.len(), 2);
    }

    async fn what_is_wrong_with_it_is_told_at_once_by_field(server: &Server) {
        let contoso = server.organization("contoso").await;
        let bad = contoso.owner.post(WEBHOOKS, &json!({"url": "ftp://x", "events": []})).await.problem();
        assert_eq!(bad.code, Code::InvalidFields);
        let fields: Vec<&str> = bad.errors.iter().map(|error| error.field.as_str()).collect();
        assert_eq!(fields, ["url", "events"]);
        let test = json!({"url": "https://hooks.example/", "events": ["webhook.test"]});
        assert_eq!(contoso.owner.post(WEBHOOKS, &test).await.problem().code, Code::InvalidFields);
        for _ in 0..10 {
            create(&contoso.owner, "https://hooks.example/", &EVERYTHING).await;
        }
        let more = json!({"url": "https://hooks.example/", "events": EVERYTHING});
        assert_eq!(contoso.owner.post(WEBHOOKS, &more).await.problem().code, Code::Refused);
    }

    async fn a_change_names_the_version_that_it_is_of(server: &Server) {
        let contoso = server.organization("contoso").await;
        let made = create(&contoso.owner, "https://hooks.example/", &EVERYTHING).await;
        let edit = json!({"url": "https://hooks.example/new", "events": ["user.deleted"]});
        let edited: Webhook = contoso.owner.patch(&path(&made.webhook), 1, &edit).await.json();
        assert_eq!((edited.url.as_str(), edited.version), ("https://hooks.example/new", 2));
        assert_eq!(edited.events, [WebhookEvent::UserDeleted]);
        let stale = contoso.owner.patch(&path(&made.webhook), 1, &json!({"active": false})).await;
        assert_eq!(stale.problem().code, Code::ChangedElsewhere);
        assert_eq!(contoso.owner.delete(&path(&made.webhook)).await.status, 204);
        assert_eq!(contoso.owner.get(&path(&made.webhook)).await.problem().code, Code::NotFound);
    }

    async fn a_webhook_of_another_organization_is_not_there(server: &Server) {
        let (contoso, fabrikam) = (server.organization("contoso").await, server.organization("fabrikam").await);
        let made = create(&contoso.owner, "https://hooks.example/", &EVERYTHING).await;
        let mine = path(&made.webhook);
        let test: Delivery = contoso.owner.post(&format!("{mine}/test"), &json!({})).await.json();
        let retry = format!("{mine}/deliveries/{}/retry", test.id);
        for answer in [
            fabrikam.owner.get(&mine).await,
            fabrikam.owner.get(&format!("{mine}/deliveries")).await,
            fabrikam.owner.delete(&mine).await,
            fabrikam.owner.post(&format!("{mine}/test"), &json!({})).await,
            fabrikam.owner.post(&retry, &json!({})).await,
        ] {
            assert_eq!(answer.problem().code, Code::NotFound);
        }
    }
}

on_both! {
    async fn r7_who_is_linked_and_deactivated_by_one_request_is_told_of_as_deactivated(w: &World) {
        let mut telephony = Receiver::start(&[]).await;
        let entra = Idp::connect(w).await;
        w.person("Grace Hopper").await;
        let grace = entra.find("userName eq \"grace.hopper@contoso.com\"").await.remove(0);
        let made = create(&w.contoso.owner, &telephony.url, &[WebhookEvent::UserDeactivated]).await;
        let off = json!([{"op": "Replace", "path": "active", "value": "False"}]);
        entra.patch(&grace, off).await.expect(200);
        let message = telephony.next().await.verified(&made.secret);
        assert_eq!(message["type"], "user.deactivated");
        assert_eq!(message["data"]["user"]["status"], "deactivated");
    }
}

#[tokio::test]
async fn a_secret_that_no_key_opens_is_a_fault_of_its_delivery_and_no_endless_loop() {
    let server = Server::on_sqlite().await;
    let contoso = server.organization("contoso").await;
    let made = create(&contoso.owner, "https://hooks.example/", &EVERYTHING).await;
    server.execute("UPDATE webhooks SET secret = 'deadbeef.AAAA'").await;
    contoso.owner.post(&format!("{}/test", path(&made.webhook)), &json!({})).await;
    let failed = tried(&contoso.owner, &made.webhook, 1).await;
    assert_eq!(failed.fault, Some(DeliveryFault::SecretUnreadable));
    assert_eq!(failed.next_attempt_at, Some(server.app.now().plus_ms(5_000)));
    server.stop().await;
}

#[tokio::test]
async fn what_is_no_longer_kept_of_the_feed_is_passed_over() {
    let server = Server::on_sqlite().await;
    let contoso = server.organization("contoso").await;
    let mut telephony = Receiver::start(&[]).await;
    let made = create(&contoso.owner, &telephony.url, &EVERYTHING).await;
    // As if no server had run for a week.
    server.execute("UPDATE webhooks SET position = 0; DELETE FROM change_feed").await;
    let ada = contoso.person("ada", Role::Member).await.user;
    deactivate(&contoso.owner, ada.id).await;
    assert_eq!(telephony.next().await.verified(&made.secret)["type"], "user.deactivated");
    server.stop().await;
}

#[tokio::test]
async fn nothing_within_the_operators_network_is_called_unless_they_allow_it() {
    let server = Server::start(TestDatabase::sqlite().await, Config::default()).await;
    let contoso = server.organization("contoso").await;
    let plain = json!({"url": "http://127.0.0.1:1/", "events": EVERYTHING});
    assert_eq!(contoso.owner.post(WEBHOOKS, &plain).await.problem().code, Code::InvalidFields);
    let made = create(&contoso.owner, "https://127.0.0.1:1/", &EVERYTHING).await;
    contoso.owner.post(&format!("{}/test", path(&made.webhook)), &json!({})).await;
    assert_eq!(tried(&contoso.owner, &made.webhook, 1).await.fault, Some(DeliveryFault::NotAllowed));
    server.stop().await;
}
