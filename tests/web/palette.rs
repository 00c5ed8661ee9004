//! The palette: pages, actions and people by a few letters.

use std::sync::Arc;

use api::preferences::{Get, Preferences};
use api::sessions::{SignOut, SignedOut};
use api::users::{self, List};
use api::{Code, Problem, home, sites};
use domain::{Role as Rank, UserId};
use leptos::prelude::{document, window};
use wasm_bindgen::JsCast;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::HtmlElement;

use crate::support::{Fake, Role, Stage, fill, name, overview, page, press, press_with_control, until, user};

const TITLE: &str = "Find a page, an action or a person";

fn server() -> Arc<Fake> {
    let fake = Fake::new();
    fake.answer::<home::Get>(|_| Ok(overview()));
    fake.answer::<List>(|_| Ok(page(vec![user(7, "Ada", "Lovelace")])));
    fake.answer::<users::Get>(|_| Ok(user(7, "Ada", "Lovelace")));
    fake.answer::<sites::List>(|_| Ok(page(Vec::new())));
    fake
}

fn body() -> HtmlElement {
    document().body().unwrap()
}

fn focused() -> Option<HtmlElement> {
    document().active_element()?.dyn_into().ok()
}

/// Opens it by its key; gives the field.
async fn open(stage: &Stage) -> HtmlElement {
    stage.wait_for(Role::Button, "Find Ctrl K").await;
    press_with_control(&body(), "k");
    let field = stage.wait_for(Role::Textbox, TITLE).await;
    until("the focus in the field", || (focused().as_ref() == Some(&field)).then_some(())).await;
    field
}

/// What is marked, as assistive technology is told.
fn marked(field: &HtmlElement) -> Option<String> {
    let option = document().get_element_by_id(&field.get_attribute("aria-activedescendant")?)?;
    (option.get_attribute("aria-selected")? == "true").then(|| name(option.unchecked_ref()))
}

async fn marks(field: &HtmlElement, label: &str) {
    until(label, || (marked(field).as_deref() == Some(label)).then_some(())).await;
}

fn at() -> String {
    let location = window().location();
    [location.pathname().unwrap(), location.search().unwrap()].concat()
}

#[wasm_bindgen_test]
async fn arrows_home_and_end_move_through_what_was_found_and_enter_goes_there() {
    let stage = Stage::open("/", &server()).await;
    let field = open(&stage).await;
    marks(&field, "Home").await;
    press(&field, "ArrowUp");
    marks(&field, "Sign out").await;
    press(&field, "ArrowDown");
    marks(&field, "Home").await;
    press(&field, "End");
    marks(&field, "Sign out").await;
    press(&field, "Home");
    press(&field, "ArrowDown");
    marks(&field, "Users").await;
    fill(&field, "integ prov");
    marks(&field, "User Provisioning Integration (SCIM)").await;
    fill(&field, "sites");
    stage.wait_for(Role::Option, "Sites").await;
    marks(&field, "Sites").await;
    press(&field, "Enter");
    stage.wait_for(Role::Heading, "Sites").await;
    stage.wait_without(Role::Dialog, TITLE).await;
    let on_heading = || focused().is_some_and(|element| element.tag_name() == "H1");
    until("the focus on the heading", || on_heading().then_some(())).await;
}

#[wasm_bindgen_test]
async fn people_are_searched_once_typing_pauses_and_lead_to_their_page() {
    let fake = server();
    let stage = Stage::open("/", &fake).await;
    let field = open(&stage).await;
    for typed in ["l", "lo", "love"] {
        fill(&field, typed);
    }
    stage.wait_for(Role::Option, "Ada Lovelace ada@contoso.com").await;
    stage.wait_for_text("1 result").await;
    let sent = fake.sent::<List>();
    assert_eq!(sent.len(), 1, "only what was typed last");
    assert!(sent[0].url.ends_with("?search=love&limit=5"), "{}", sent[0].url);
    assert_eq!(field.get_attribute("aria-expanded").as_deref(), Some("true"));
    marks(&field, "Ada Lovelace ada@contoso.com").await;
    press(&field, "Enter");
    stage.wait_for(Role::Heading, "Ada Lovelace").await;
    assert_eq!(at(), ["/users/", &UserId(7).to_string()].concat());
}

#[wasm_bindgen_test]
async fn nothing_found_and_a_search_that_fails_are_said() {
    let fake = server();
    fake.answer::<List>(|_| Ok(page(Vec::new())));
    let stage = Stage::open("/", &fake).await;
    let field = open(&stage).await;
    fill(&field, "qqq");
    stage.wait_for_text("Nothing is called “qqq”. Try fewer letters.").await;
    assert_eq!(field.get_attribute("aria-expanded").as_deref(), Some("false"));
    assert_eq!(field.get_attribute("aria-activedescendant"), None);
    press(&field, "Enter");
    fake.answer::<List>(|_| Err(Problem::new(Code::Internal, "The error was logged.")));
    fill(&field, "site");
    stage.wait_for_text("Try again; if it happens again, give the operator the reference.").await;
    assert!(stage.find(Role::Option, "Sites").is_some(), "pages are found all the same");
}

#[wasm_bindgen_test]
async fn r32_only_what_the_person_may_is_offered() {
    let fake = server();
    fake.sign_in(Rank::Member);
    let stage = Stage::open("/", &fake).await;
    let field = open(&stage).await;
    stage.wait_for(Role::Option, "Company directory").await;
    for page in ["Users", "New user", "New site", "Set up provisioning", "Import people"] {
        assert!(stage.find(Role::Option, page).is_none(), "{page}");
    }
    fill(&field, "love");
    stage.wait_for_text("Nothing is called “love”.").await;
    assert!(fake.sent::<List>().is_empty());
}

#[wasm_bindgen_test]
async fn the_theme_and_the_session_are_at_hand() {
    let fake = server();
    fake.answer::<SignOut>(|_| Ok(SignedOut { url: None }));
    let stage = Stage::open("/", &fake).await;
    let field = open(&stage).await;
    fill(&field, "theme dark");
    marks(&field, "Dark Theme").await;
    press(&field, "Enter");
    let root = document().document_element().unwrap();
    until("dark", || (root.get_attribute("data-theme").as_deref() == Some("dark")).then_some(())).await;
    window().local_storage().unwrap().unwrap().remove_item("rollcall.theme").unwrap();
    root.remove_attribute("data-theme").unwrap();
    stage.wait_without(Role::Dialog, TITLE).await;
    stage.find(Role::Button, "Find Ctrl K").unwrap().click();
    stage.wait_for(Role::Option, "Sign out").await.click();
    stage.wait_for(Role::Heading, "Sign in").await;
    assert_eq!(fake.sent::<SignOut>().len(), 1);
}

#[wasm_bindgen_test]
async fn its_key_closes_it_too_and_is_off_with_the_other_shortcuts() {
    let fake = server();
    let stage = Stage::open("/", &fake).await;
    let field = open(&stage).await;
    press_with_control(&field, "k");
    stage.wait_without(Role::Dialog, TITLE).await;
    drop(stage);
    fake.answer::<Get>(|_| Ok(Preferences { shortcuts: false, ..Preferences::default() }));
    let stage = Stage::open("/", &fake).await;
    let button = stage.wait_for(Role::Button, "Find Ctrl K").await;
    press_with_control(&body(), "k");
    assert!(stage.find(Role::Dialog, TITLE).is_none());
    button.click();
    stage.wait_for(Role::Dialog, TITLE).await;
}

#[wasm_bindgen_test]
async fn unsaved_input_is_asked_about_before_it_leads_elsewhere() {
    let stage = Stage::open("/users/new", &server()).await;
    fill(&stage.wait_for(Role::Textbox, "First name").await, "Grace");
    let field = open(&stage).await;
    fill(&field, "audit");
    marks(&field, "Audit log").await;
    press(&field, "Enter");
    stage.wait_for_text("Discard your changes?").await;
    assert_eq!(at(), "/users/new");
}
