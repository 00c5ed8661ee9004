//! Settings of one's own console: read once, changed at once, kept on the server.

use std::sync::Arc;

use api::preferences::{self, Get, Preferences, Put};
use api::sessions::ListOwn;
use api::{Code, Problem, home};
use console::text::Language;
use leptos::prelude::{document, window};
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::HtmlElement;

use crate::support::{Fake, Role, Stage, overview, page, press, until};

fn server() -> Arc<Fake> {
    let fake = Fake::new();
    fake.answer::<home::Get>(|_| Ok(overview()));
    fake.answer::<ListOwn>(|_| Ok(page(Vec::new())));
    fake
}

fn body() -> HtmlElement {
    document().body().unwrap()
}

fn is_on(switch: &HtmlElement) -> bool {
    switch.get_attribute("aria-checked").as_deref() == Some("true")
}

fn broken() -> Problem {
    Problem::new(Code::Internal, "The error was logged.")
}

async fn switch(stage: &Stage) -> HtmlElement {
    stage.wait_for(Role::Switch, "Use keyboard shortcuts").await
}

#[wasm_bindgen_test]
async fn shortcuts_are_switched_off_on_the_own_profile_at_once_and_for_every_browser() {
    let fake = server();
    let saved = Preferences { page_size: Some(100), ..Preferences::default() };
    fake.answer::<Get>(move |_| Ok(saved.clone()));
    let stage = Stage::open("/me", &fake).await;
    let switch = switch(&stage).await;
    assert!(is_on(&switch));
    press(&body(), "?");
    stage.wait_for(Role::Dialog, "Keyboard shortcuts").await;
    stage.find(Role::Button, "Close").unwrap().click();
    stage.wait_without(Role::Dialog, "Keyboard shortcuts").await;
    switch.click();
    until("off", || (!is_on(&switch)).then_some(())).await;
    press(&body(), "?");
    assert!(stage.find(Role::Dialog, "Keyboard shortcuts").is_none());
    let sent = until("the request", || fake.sent::<Put>().pop()).await;
    assert_eq!(sent.body, serde_json::json!({ "shortcuts": false, "page_size": 100 }));
}

#[wasm_bindgen_test]
async fn what_was_set_elsewhere_is_heeded_here() {
    let fake = server();
    fake.answer::<Get>(|_| Ok(Preferences { shortcuts: false, ..Preferences::default() }));
    let stage = Stage::open("/me", &fake).await;
    assert!(!is_on(&switch(&stage).await));
    press(&body(), "?");
    assert!(stage.find(Role::Dialog, "Keyboard shortcuts").is_none());
}

#[wasm_bindgen_test]
async fn a_setting_that_the_server_refuses_is_as_before_and_says_why() {
    let fake = server();
    fake.answer::<Put>(|_| Err(broken()));
    let stage = Stage::open("/me", &fake).await;
    let switch = switch(&stage).await;
    switch.click();
    stage.wait_for_text("Try again; if it happens again, give the operator the reference.").await;
    until("on again", || is_on(&switch).then_some(())).await;
}

#[wasm_bindgen_test]
async fn settings_that_could_not_be_read_are_not_overwritten() {
    let fake = server();
    fake.answer::<Get>(|_| Err(broken()));
    let stage = Stage::open("/me", &fake).await;
    let switch = switch(&stage).await;
    switch.click();
    stage.wait_for_text("No answer came from the server.").await;
    assert!(is_on(&switch));
    assert!(fake.sent::<Put>().is_empty());
    assert_eq!(fake.sent::<Get>().len(), 2, "it is tried again");
}

#[wasm_bindgen_test]
async fn changes_in_quick_succession_end_with_the_last_one() {
    let fake = server();
    let stage = Stage::open("/me", &fake).await;
    let switch = switch(&stage).await;
    switch.click();
    switch.click();
    switch.click();
    until("the last one", || (fake.sent::<Put>().last()?.body["shortcuts"] == false).then_some(())).await;
    assert!(!is_on(&switch));
    assert!(fake.sent::<Put>().len() < 3, "what is newer waits until the request before is answered");
}

#[wasm_bindgen_test]
async fn a_language_that_was_chosen_in_this_browser_stays_whatever_the_server_says() {
    let storage = window().local_storage().unwrap().unwrap();
    storage.set_item("rollcall.language", "en").unwrap();
    let fake = server();
    let language = Some(preferences::Language::De);
    fake.answer::<Get>(move |_| Ok(Preferences { language, ..Preferences::default() }));
    let stage = Stage::open_in(Language::En, "/me", &fake).await;
    switch(&stage).await;
    assert_eq!(storage.get_item("rollcall.language").unwrap().as_deref(), Some("en"));
    storage.remove_item("rollcall.language").unwrap();
}

#[wasm_bindgen_test]
async fn choosing_a_language_saves_it_for_other_browsers() {
    let fake = server();
    let stage = Stage::open("/me", &fake).await;
    stage.wait_for(Role::Button, "Language").await.click();
    stage.wait_for(Role::MenuItem, "English").await.click();
    let sent = until("the request", || fake.sent::<Put>().pop()).await;
    assert_eq!(sent.body["language"], "en");
    window().local_storage().unwrap().unwrap().remove_item("rollcall.language").unwrap();
}
