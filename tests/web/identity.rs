//! `/identity`: how long sessions last.

use std::sync::{Arc, Mutex};

use api::sessions::{EditLimits, GetLimits, SessionLimits, SessionLimitsEdit};
use api::{Code, Problem, home, provisioning};
use domain::Role as Right;
use wasm_bindgen::JsCast;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::HtmlInputElement;

use crate::support::{Fake, Role, Stage, described, fill, overview, until};

fn limits(idle_minutes: u32) -> SessionLimits {
    SessionLimits { idle_minutes, longest_minutes: 720, version: 3 }
}

fn server() -> Arc<Fake> {
    let fake = Fake::new();
    fake.answer::<provisioning::Get>(|_| Ok(overview().provisioning));
    fake.answer::<GetLimits>(|_| Ok(limits(60)));
    fake.answer::<home::Get>(|_| Ok(overview()));
    fake
}

#[wasm_bindgen_test]
async fn the_limits_of_sessions_are_changed_for_the_version_that_was_seen() {
    let fake = server();
    let now = Arc::new(Mutex::new(limits(60)));
    let (read, written) = (Arc::clone(&now), Arc::clone(&now));
    fake.answer::<GetLimits>(move |_| Ok(*read.lock().unwrap()));
    fake.answer::<EditLimits>(move |_| {
        *written.lock().unwrap() = limits(30);
        Ok(limits(30))
    });
    let stage = Stage::open("/identity", &fake).await;
    let idle = stage.wait_for(Role::Spinbutton, "Minutes without a request").await;
    until("what is", || (idle.unchecked_ref::<HtmlInputElement>().value() == "60").then_some(())).await;
    stage.wait_for_text("The limits hold for open sessions, too").await;
    fill(&idle, "30");
    stage.wait_for(Role::Button, "Save changes").await.click();
    stage.wait_for_text("Saved").await;
    let sent = fake.sent::<EditLimits>().remove(0);
    let body: SessionLimitsEdit = serde_json::from_value(sent.body).unwrap();
    assert_eq!(body, SessionLimitsEdit { idle_minutes: Some(30), longest_minutes: Some(720) });
    assert!(sent.headers.contains(&("If-Match", "\"3\"".to_owned())), "{:?}", sent.headers);
    assert_eq!(idle.unchecked_ref::<HtmlInputElement>().value(), "30");
}

#[wasm_bindgen_test]
async fn limits_that_are_not_saved_are_asked_about_before_they_are_lost() {
    let stage = Stage::open("/identity", &server()).await;
    fill(&stage.wait_for(Role::Spinbutton, "Minutes without a request").await, "30");
    stage.wait_for(Role::Link, "Home").await.click();
    stage.wait_for(Role::AlertDialog, "Discard your changes?").await;
}

#[wasm_bindgen_test]
async fn limits_outside_of_the_range_are_said_at_the_field_and_not_sent() {
    let fake = server();
    let stage = Stage::open("/identity", &fake).await;
    let longest = stage.wait_for(Role::Spinbutton, "Minutes at the longest").await;
    for wrong in ["14", "10081", ""] {
        fill(&longest, wrong);
        stage.wait_for(Role::Button, "Save changes").await.click();
        until("the error", || described(&longest).contains("Take a number from 15 to").then_some(())).await;
    }
    assert!(fake.sent::<EditLimits>().is_empty());
}

#[wasm_bindgen_test]
async fn limits_that_somebody_else_has_changed_are_not_overwritten() {
    let fake = server();
    fake.answer::<EditLimits>(|_| Err(Problem::new(Code::ChangedElsewhere, "Changed.")));
    let stage = Stage::open("/identity", &fake).await;
    fill(&stage.wait_for(Role::Spinbutton, "Minutes without a request").await, "30");
    stage.wait_for(Role::Button, "Save changes").await.click();
    stage.wait_for_text("Somebody else changed this").await;
}

#[wasm_bindgen_test]
async fn r32_an_auditor_sees_the_limits_and_does_not_change_them() {
    let fake = server();
    fake.sign_in(Right::Auditor);
    let stage = Stage::open("/identity", &fake).await;
    stage.wait_for(Role::Spinbutton, "Minutes without a request").await;
    let button = stage.wait_for(Role::Button, "Save changes").await;
    assert_eq!(button.get_attribute("aria-disabled").as_deref(), Some("true"));
    assert!(!described(&button).is_empty());
}

#[wasm_bindgen_test]
async fn what_cannot_be_read_does_not_take_the_rest_of_the_page_away() {
    let fake = server();
    fake.answer::<GetLimits>(|_| Err(Problem::new(Code::Internal, "The error was logged.")));
    let stage = Stage::open("/identity", &fake).await;
    stage.wait_for_text("Something went wrong on our side").await;
    let log = stage.all(Role::Link).into_iter().filter(|link| crate::support::name(link) == "Sign-in log");
    assert_eq!(log.count(), 2, "in the sidebar and on the page");
}
