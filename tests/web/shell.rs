//! The frame: navigation, focus, shortcuts, theme, menus, dialogs.

use std::sync::Arc;

use api::{home, provisioning, sites, users};
use leptos::prelude::{document, window};
use wasm_bindgen::JsCast;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::HtmlElement;

use crate::support::{Fake, Role, Stage, overview, page, press, until};

fn server() -> Arc<Fake> {
    let fake = Fake::new();
    fake.answer::<home::Get>(|_| Ok(overview()));
    fake.answer::<users::List>(|_| Ok(page(Vec::new())));
    fake.answer::<sites::List>(|_| Ok(page(Vec::new())));
    fake.answer::<provisioning::Get>(|_| Ok(overview().provisioning));
    fake.answer::<provisioning::ListTokens>(|_| Ok(page(Vec::new())));
    fake
}

fn focused() -> Option<HtmlElement> {
    document().active_element()?.dyn_into().ok()
}

fn body() -> HtmlElement {
    document().body().unwrap()
}

async fn focus_on(what: &str, element: &HtmlElement) {
    until(what, || (focused().as_ref() == Some(element)).then_some(())).await;
}

#[wasm_bindgen_test]
async fn following_a_link_moves_the_focus_to_the_heading_and_names_the_window() {
    let stage = Stage::open("/", &server()).await;
    stage.wait_for_text("1,240").await;
    stage.wait_for(Role::Link, "Sites").await.click();
    until("the title", || (document().title() == "Sites · Rollcall").then_some(())).await;
    let on_heading =
        || focused().is_some_and(|element| element.tag_name() == "H1" && element.inner_text() == "Sites");
    until("the focus on the heading", || on_heading().then_some(())).await;
    let link = stage.find(Role::Link, "Sites").unwrap();
    assert_eq!(link.get_attribute("aria-current").as_deref(), Some("page"));
}

#[wasm_bindgen_test]
async fn an_address_without_a_page_says_so_and_leads_home() {
    let stage = Stage::open("/nowhere", &server()).await;
    stage.wait_for_text("There is nothing at this address").await;
    stage.wait_for(Role::Link, "Go to Home").await.click();
    stage.wait_for(Role::Heading, "Home").await;
}

#[wasm_bindgen_test]
async fn the_skip_link_leads_to_the_content() {
    let stage = Stage::open("/", &server()).await;
    stage.wait_for(Role::Link, "Skip to the content").await.click();
    assert_eq!(focused().unwrap().id(), "main");
}

#[wasm_bindgen_test]
async fn g_and_a_letter_lead_to_an_area_but_not_while_typing() {
    let stage = Stage::open("/", &server()).await;
    stage.wait_for(Role::Link, "Users").await;
    press(&body(), "g");
    press(&body(), "u");
    stage.wait_for(Role::Heading, "Users").await;
    let search = stage.wait_for_any(Role::SearchBox).await;
    press(&body(), "/");
    focus_on("the search", &search).await;
    press(&search, "g");
    press(&search, "h");
    assert_eq!(window().location().pathname().unwrap(), "/users");
}

#[wasm_bindgen_test]
async fn the_list_of_shortcuts_takes_the_focus_and_gives_it_back() {
    let stage = Stage::open("/", &server()).await;
    let opener = stage.wait_for(Role::Link, "Users").await;
    opener.focus().unwrap();
    press(&body(), "?");
    let dialog = stage.wait_for(Role::Dialog, "Keyboard shortcuts").await;
    until("the focus inside", || dialog.contains(focused().as_ref().map(AsRef::as_ref)).then_some(())).await;
    stage.wait_for(Role::Button, "Close").await.click();
    stage.wait_without(Role::Dialog, "Keyboard shortcuts").await;
    focus_on("the opener", &opener).await;
}

#[wasm_bindgen_test]
async fn the_theme_is_chosen_by_the_arrow_keys_and_remembered() {
    let stage = Stage::open("/", &server()).await;
    let button = stage.wait_for(Role::Button, "Theme").await;
    assert_eq!(button.get_attribute("aria-expanded").as_deref(), Some("false"));
    press(&button, "ArrowDown");
    let first = stage.wait_for(Role::MenuItem, "As the system").await;
    focus_on("the first item", &first).await;
    press(&first, "End");
    let dark = stage.wait_for(Role::MenuItem, "Dark").await;
    focus_on("the last item", &dark).await;
    press(&dark, "ArrowDown");
    focus_on("round to the first", &first).await;
    dark.click();
    let root = document().document_element().unwrap();
    until("dark", || (root.get_attribute("data-theme").as_deref() == Some("dark")).then_some(())).await;
    focus_on("the button", &button).await;
    let storage = window().local_storage().unwrap().unwrap();
    assert_eq!(storage.get_item("rollcall.theme").unwrap().as_deref(), Some("dark"));
    storage.remove_item("rollcall.theme").unwrap();
    root.remove_attribute("data-theme").unwrap();
}

#[wasm_bindgen_test]
async fn escape_closes_a_menu_and_gives_the_focus_back() {
    let stage = Stage::open("/", &server()).await;
    let button = stage.wait_for(Role::Button, "Theme").await;
    button.click();
    let first = stage.wait_for(Role::MenuItem, "As the system").await;
    focus_on("the first item", &first).await;
    press(&first, "Escape");
    focus_on("the button", &button).await;
    stage.wait_without(Role::MenuItem, "As the system").await;
}

#[wasm_bindgen_test]
async fn the_live_indicator_says_in_words_how_it_stands() {
    let stage = Stage::open("/", &server()).await;
    stage.wait_for_text("Connecting").await;
    stage.wait_for_text("Waiting for the connection that brings changes as they happen.").await;
}
