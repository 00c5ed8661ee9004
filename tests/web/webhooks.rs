//! `/identity/webhooks` and below.

use std::sync::Arc;

use api::NoContent;
use api::webhooks::{
    Create, CreatedWebhook, Delete, Delivery, DeliveryFault, Edit, Get, List, ListDeliveries, Retry,
    SendTest, Webhook,
};
use domain::{DeliveryId, DeliveryState, Role as Right, Timestamp, WebhookEvent, WebhookId};
use serde_json::json;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::support::{Fake, Role, Stage, fill, page};

const PATH: &str = "/identity/webhooks";
const TELEPHONY: &str = "/identity/webhooks/whk_00000000000000000000000000000001";
const URL: &str = "https://telephony.example/rollcall";

fn delivery() -> Delivery {
    Delivery {
        id: DeliveryId(7),
        event: WebhookEvent::UserDeactivated,
        subject_id: "usr_00000000000000000000000000000009".to_owned(),
        happened_at: Timestamp(1_700_000_000_000),
        state: DeliveryState::Waiting,
        attempts: 2,
        last_attempt_at: Some(Timestamp(1_700_000_005_000)),
        next_attempt_at: Some(Timestamp(1_700_000_305_000)),
        status: Some(503),
        fault: None,
    }
}

fn telephony() -> Webhook {
    Webhook {
        id: WebhookId(1),
        url: URL.to_owned(),
        events: vec![WebhookEvent::UserDeactivated],
        active: true,
        gone: false,
        created_at: Timestamp(1_700_000_000_000),
        last_delivery: Some(delivery()),
        waiting: 1,
        version: 3,
    }
}

fn server(webhook: &Webhook) -> Arc<Fake> {
    let (fake, one, listed) = (Fake::new(), webhook.clone(), webhook.clone());
    fake.answer::<List>(move |_| Ok(page(vec![listed.clone()])));
    fake.answer::<Get>(move |_| Ok(one.clone()));
    fake.answer::<ListDeliveries>(|_| Ok(page(vec![delivery()])));
    fake
}

#[wasm_bindgen_test]
async fn r7_a_webhook_is_added_for_chosen_events_and_its_secret_shown_once() {
    let fake = Fake::new();
    fake.answer::<List>(|_| Ok(page(Vec::new())));
    fake.answer::<Create>(|_| {
        Ok(CreatedWebhook { webhook: telephony(), secret: "whsec_c2VjcmV0".to_owned() })
    });
    let stage = Stage::open(PATH, &fake).await;
    stage.wait_for(Role::Button, "Add webhook").await.click();
    let dialog = stage.wait_for(Role::Dialog, "Add webhook").await;
    fill(&stage.wait_for(Role::Textbox, "Address").await, URL);
    for event in ["user.created", "user.updated", "license.created", "license.updated", "license.deleted"] {
        stage.wait_for(Role::Checkbox, event).await.click();
    }
    let add = dialog.query_selector("button[type=submit]").unwrap().unwrap();
    wasm_bindgen::JsCast::unchecked_into::<web_sys::HtmlElement>(add).click();
    stage.wait_for(Role::Textbox, "Signing secret").await;
    stage.wait_for_text("cannot be shown again").await;
    let sent = fake.sent::<Create>().remove(0).body;
    assert_eq!(sent, json!({"url": URL, "events": ["user.activated", "user.deactivated", "user.deleted"]}));
}

#[wasm_bindgen_test]
async fn without_an_event_and_with_another_scheme_nothing_is_sent() {
    let fake = server(&telephony());
    let stage = Stage::open(TELEPHONY, &fake).await;
    fill(&stage.wait_for(Role::Textbox, "Address").await, "ftp://telephony.example/");
    stage.wait_for(Role::Checkbox, "user.deactivated").await.click();
    stage.wait_for(Role::Button, "Save changes").await.click();
    stage.wait_for_text("Some values need to be put right").await;
    assert!(fake.sent::<Edit>().is_empty());
}

#[wasm_bindgen_test]
async fn what_came_of_each_delivery_is_told_and_one_is_tried_again() {
    let fake = server(&telephony());
    fake.answer::<Retry>(|_| Ok(delivery()));
    let stage = Stage::open(TELEPHONY, &fake).await;
    stage.wait_for_text("Answer 503").await;
    stage.wait_for_text("2 attempts").await;
    stage.wait_for_text("Next attempt").await;
    stage.wait_for(Role::Button, "Try again user.deactivated").await.click();
    stage.wait_for_text("It is tried again now.").await;
    assert!(fake.sent::<Retry>()[0].url.ends_with("/deliveries/msg_00000000000000000000000000000007/retry"));
}

#[wasm_bindgen_test]
async fn a_webhook_is_paused_by_the_version_that_is_shown() {
    let fake = server(&telephony());
    fake.answer::<Edit>(|_| Ok(Webhook { active: false, version: 4, ..telephony() }));
    let stage = Stage::open(TELEPHONY, &fake).await;
    stage.wait_for(Role::Button, "Pause").await.click();
    stage.wait_for_text("Saved.").await;
    assert_eq!(fake.sent::<Edit>()[0].body, json!({"active": false}));
}

#[wasm_bindgen_test]
async fn a_receiver_that_is_gone_is_marked_and_can_be_resumed() {
    let fake = server(&Webhook { active: false, gone: true, ..telephony() });
    let stage = Stage::open(TELEPHONY, &fake).await;
    stage.wait_for_text("nothing more is sent to it").await;
    stage.wait_for(Role::Button, "Resume").await;
    assert!(stage.find(Role::Button, "Send test").is_none());
}

#[wasm_bindgen_test]
async fn a_test_is_sent_and_a_webhook_deleted_after_a_question() {
    let fake = server(&telephony());
    fake.answer::<SendTest>(|_| Ok(Delivery { event: WebhookEvent::Test, ..delivery() }));
    fake.answer::<Delete>(|_| Ok(NoContent {}));
    let stage = Stage::open(TELEPHONY, &fake).await;
    stage.wait_for(Role::Button, "Send test").await.click();
    stage.wait_for_text("A test is on its way.").await;
    stage.wait_for(Role::Button, "Delete webhook").await.click();
    let question = stage.wait_for(Role::AlertDialog, "Delete webhook").await;
    let buttons = question.query_selector_all("button").unwrap();
    let confirm = buttons.get(buttons.length() - 1).unwrap();
    wasm_bindgen::JsCast::unchecked_into::<web_sys::HtmlElement>(confirm).click();
    stage.wait_for(Role::Heading, "Webhooks").await;
    assert_eq!(fake.sent::<Delete>().len(), 1);
}

#[wasm_bindgen_test]
async fn a_private_address_is_told_and_an_auditor_changes_nothing() {
    let fault = Delivery { status: None, fault: Some(DeliveryFault::NotAllowed), ..delivery() };
    let fake = server(&Webhook { last_delivery: Some(fault), ..telephony() });
    fake.sign_in(Right::Auditor);
    let stage = Stage::open(PATH, &fake).await;
    stage.wait_for_text("within a private network").await;
    let add = stage.wait_for(Role::Button, "Add webhook").await;
    assert_eq!(add.get_attribute("aria-disabled").as_deref(), Some("true"));
}
