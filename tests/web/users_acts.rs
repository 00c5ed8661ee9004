//! `/users`: what the menu of a row does.

use api::Problem;
use api::users::{Activate, Deactivate, Delete, User};
use domain::Status;
use leptos::prelude::document;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::support::{Role, Stage, fill, name, press, until};
use crate::users::{chiara, row, three};

async fn open_menu(stage: &Stage, person: &str) {
    stage.wait_for(Role::Button, &format!("Actions for {person}")).await.click();
}

#[wasm_bindgen_test]
async fn r2_the_menu_says_why_a_managed_user_is_not_deactivated_here() {
    let fake = three();
    let stage = Stage::open("/users", &fake).await;
    open_menu(&stage, "Ada Lovelace").await;
    let item = until("the item", || {
        stage.all(Role::MenuItem).into_iter().find(|i| name(i).starts_with("Deactivate"))
    })
    .await;
    assert_eq!(item.get_attribute("aria-disabled").unwrap(), "true");
    assert!(name(&item).contains("Activation is managed by Microsoft Entra ID."));
    item.click();
    assert!(fake.sent::<Deactivate>().is_empty());
}

#[wasm_bindgen_test]
async fn deactivating_can_be_undone_from_its_message() {
    let fake = three();
    fake.answer::<Deactivate>(|_| Ok(User { status: Status::Deactivated, version: 2, ..chiara() }));
    fake.answer::<Activate>(|_| Ok(User { version: 3, ..chiara() }));
    let stage = Stage::open("/users", &fake).await;
    open_menu(&stage, "Chiara Conti").await;
    stage.wait_for(Role::MenuItem, "Deactivate").await.click();
    stage.wait_for_text("Chiara Conti is deactivated").await;
    stage.wait_for(Role::Button, "Undo").await.click();
    stage.wait_for_text("Chiara Conti is active again").await;
    assert_eq!(fake.sent::<Activate>().len(), 1);
}

#[wasm_bindgen_test]
async fn a_refused_deactivation_is_taken_back_and_said() {
    let fake = three();
    fake.answer::<Deactivate>(|_| Err(Problem::refused(domain::Reason::LastActiveOwner)));
    let stage = Stage::open("/users", &fake).await;
    open_menu(&stage, "Chiara Conti").await;
    stage.wait_for(Role::MenuItem, "Deactivate").await.click();
    stage.wait_for_text("Nothing was changed for Chiara Conti. This is the last active owner.").await;
    assert_eq!(row(&stage, "Chiara").get_attribute("data-status").unwrap(), "active");
}

#[wasm_bindgen_test]
async fn r9_deleting_lists_what_follows_and_wants_the_username_typed() {
    let fake = three();
    fake.answer::<Delete>(|_| Ok(api::NoContent {}));
    let stage = Stage::open("/users", &fake).await;
    open_menu(&stage, "Ada Lovelace").await;
    stage.wait_for(Role::MenuItem, "Delete…").await.click();
    let dialog = stage.wait_for_any(Role::AlertDialog).await;
    assert_eq!(name(&dialog), "Delete Ada Lovelace?");
    stage.wait_for_text("As long as Microsoft Entra ID has this person assigned to Rollcall").await;
    let confirm = stage.wait_for(Role::Button, "Delete for good").await;
    confirm.click();
    assert!(fake.sent::<Delete>().is_empty());
    fill(&stage.wait_for(Role::Textbox, "Type “ada@contoso.com” to confirm").await, "ada@contoso.com");
    until("the button is on", || confirm.get_attribute("aria-disabled").is_none().then_some(())).await;
    confirm.click();
    stage.wait_for_text("Ada Lovelace was deleted.").await;
    assert_eq!(fake.sent::<Delete>().len(), 1);
}

#[wasm_bindgen_test]
async fn the_menu_is_operated_by_the_keyboard_and_gives_the_focus_back() {
    let stage = Stage::open("/users", &three()).await;
    let button = stage.wait_for(Role::Button, "Actions for Chiara Conti").await;
    let focused = |what: &str| {
        web_sys::window()
            .unwrap()
            .document()
            .unwrap()
            .active_element()
            .is_some_and(|e| e.text_content().unwrap().contains(what))
    };
    button.focus().unwrap();
    press(&button, "ArrowDown");
    until("the first item", || focused("Open profile").then_some(())).await;
    let item = stage.find(Role::MenuItem, "Open profile").unwrap();
    press(&item, "End");
    until("the last item", || focused("Delete").then_some(())).await;
    press(&item, "Escape");
    until("closed", || (button.get_attribute("aria-expanded").as_deref() == Some("false")).then_some(()))
        .await;
    assert!(button.is_same_node(document().active_element().as_deref()));
}
