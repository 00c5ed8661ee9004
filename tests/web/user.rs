//! `/users/:id`: the page of a person.

use std::sync::Arc;
use std::sync::Mutex;

use api::events::Subject;
use api::problem::FieldError;
use api::sessions;
use api::users::{CreatePasswordLink, Edit, Get, PasswordLink, User, UserEdit};
use api::{Code, Problem, history, sites};
use domain::validation::Invalid;
use domain::{Reason, Role as Right, Status, Timestamp};
use leptos::prelude::document;
use wasm_bindgen::JsCast;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{HtmlElement, HtmlInputElement};

use crate::support::{Fake, Role, Stage, described, fill, managed, page, site, until, user};

pub fn bruno() -> User {
    User { job_title: Some("Engineer".to_owned()), ..user(2, "Bruno", "Ruiz") }
}

/// A server that has this person, and takes edits of the job title and the department.
pub fn with(person: User) -> Arc<Fake> {
    let fake = Fake::new();
    let now = Arc::new(Mutex::new(person));
    let read = Arc::clone(&now);
    fake.answer::<Get>(move |_| Ok(read.lock().unwrap().clone()));
    fake.answer::<Edit>(move |sent| {
        let edit: UserEdit = serde_json::from_value(sent.body.clone()).unwrap();
        let mut user = now.lock().unwrap();
        user.version += 1;
        user.job_title = edit.job_title.or(user.job_title.take());
        user.department = edit.department.or(user.department.take());
        Ok(user.clone())
    });
    fake.answer::<sites::List>(|_| Ok(page(vec![site(1, "London"), site(2, "Berlin")])));
    fake.answer::<sessions::List>(|_| Ok(page(Vec::new())));
    fake.answer::<history::List>(|_| Ok(page(Vec::new())));
    fake
}

pub fn path(person: &User) -> String {
    format!("/users/{}", person.id)
}

async fn open(person: &User, fake: &Arc<Fake>) -> Stage {
    open_at(person, "", fake).await
}

/// Opens a part of the page.
async fn open_at(person: &User, part: &str, fake: &Arc<Fake>) -> Stage {
    let stage = Stage::open(&[&path(person), part].concat(), fake).await;
    stage.wait_for(Role::Heading, &person.name()).await;
    stage
}

fn value(element: &HtmlElement) -> String {
    element.unchecked_ref::<HtmlInputElement>().value()
}

fn save(stage: &Stage) -> HtmlElement {
    stage.find(Role::Button, "Save changes").unwrap()
}

#[wasm_bindgen_test]
async fn r4_a_locked_field_can_be_read_and_copied_and_says_who_manages_it() {
    let ada = managed(user(1, "Ada", "Lovelace"));
    let stage = open(&ada, &with(ada.clone())).await;
    for label in ["Username", "First name", "Last name", "Email", "Department"] {
        let field = stage.wait_for(Role::Textbox, label).await;
        assert!(field.has_attribute("readonly"), "{label}");
        assert!(!field.has_attribute("disabled"), "{label}");
        assert_eq!(described(&field), "Managed by Microsoft Entra ID", "{label}");
        assert!(stage.find(Role::Button, &format!("Copy {label}")).is_some(), "{label}");
    }
    assert!(stage.says("Change the locked fields in the Microsoft Entra admin center"));
}

#[wasm_bindgen_test]
async fn r3_what_the_provider_never_sent_stays_editable() {
    let ada = managed(user(1, "Ada", "Lovelace"));
    let stage = open(&ada, &with(ada.clone())).await;
    let field = stage.wait_for(Role::Textbox, "Job title").await;
    assert!(!field.has_attribute("readonly"));
}

#[wasm_bindgen_test]
async fn r12_a_site_once_set_is_locked_and_one_that_is_not_comes_with_a_warning() {
    let ada = managed(user(1, "Ada", "Lovelace"));
    let stage = open(&ada, &with(ada.clone())).await;
    let locked = stage.wait_for(Role::Textbox, "Site").await;
    assert_eq!(value(&locked), "London");
    assert_eq!(described(&locked), "Set once; it cannot be changed.");
    drop(stage);
    let stage = open(&bruno(), &with(bruno())).await;
    let choice = stage.wait_for(Role::Combobox, "Site").await;
    assert!(described(&choice).contains("once saved, the site cannot be changed"));
}

#[wasm_bindgen_test]
async fn only_what_was_changed_is_sent_with_the_version_it_was_made_against() {
    let fake = with(bruno());
    let stage = open(&bruno(), &fake).await;
    fill(&stage.wait_for(Role::Textbox, "Department").await, " Research ");
    stage.wait_for_text("1 field changed, not saved yet").await;
    save(&stage).click();
    stage.wait_for_text("The changes are saved.").await;
    let sent = fake.sent::<Edit>().remove(0);
    assert_eq!(sent.body, serde_json::json!({ "department": "Research" }));
    assert!(sent.headers.contains(&("If-Match", "\"1\"".to_owned())));
}

#[wasm_bindgen_test]
async fn r19_hiding_from_the_directory_takes_effect_when_it_is_saved() {
    let fake = with(bruno());
    let stage = open_at(&bruno(), "/directory", &fake).await;
    stage.wait_for(Role::Checkbox, "Show in the company directory").await.click();
    stage.wait_for_text("1 field changed, not saved yet").await;
    assert!(fake.sent::<Edit>().is_empty());
    save(&stage).click();
    stage.wait_for_text("The changes are saved.").await;
    assert_eq!(fake.sent::<Edit>().remove(0).body, serde_json::json!({ "directory_visible": false }));
}

#[wasm_bindgen_test]
async fn an_open_menu_stays_open_while_the_person_changes() {
    let fake = with(bruno());
    let stage = open(&bruno(), &fake).await;
    stage.wait_for(Role::Button, "Actions").await.click();
    let item = stage.wait_for(Role::MenuItem, "Copy id").await;
    fake.answer::<Get>(|_| Ok(User { job_title: Some("Director".to_owned()), version: 2, ..bruno() }));
    stage.announce(Subject::User, &bruno().id.to_string());
    let title = stage.wait_for(Role::Textbox, "Job title").await;
    until("the change", || (value(&title) == "Director").then_some(())).await;
    assert!(item.is_connected());
}

#[wasm_bindgen_test]
async fn while_nothing_has_changed_the_save_button_says_so() {
    let stage = open(&bruno(), &with(bruno())).await;
    let button = stage.wait_for(Role::Button, "Save changes").await;
    assert_eq!(button.get_attribute("aria-disabled").unwrap(), "true");
    assert_eq!(described(&button), "Nothing has changed yet.");
}

#[wasm_bindgen_test]
async fn a_value_that_is_not_accepted_is_said_at_its_field_and_in_a_summary_with_the_focus() {
    let fake = with(bruno());
    let stage = open_at(&bruno(), "/license", &fake).await;
    fill(&stage.wait_for(Role::Textbox, "Phone number").await, "call me");
    until("the bar", || save(&stage).get_attribute("aria-disabled").is_none().then_some(())).await;
    save(&stage).click();
    let field = stage.wait_for(Role::Textbox, "Phone number").await;
    until("the error", || (field.get_attribute("aria-invalid").as_deref() == Some("true")).then_some(()))
        .await;
    assert!(described(&field).contains("Write a phone number"));
    let focused = || document().active_element();
    until("the summary", || focused().filter(|e| e.get_attribute("role").as_deref() == Some("alert"))).await;
    assert!(fake.sent::<Edit>().is_empty());
}

#[wasm_bindgen_test]
async fn what_the_server_refuses_is_said_at_its_field_and_nothing_typed_is_lost() {
    let fake = with(bruno());
    fake.answer::<Edit>(|_| {
        Err(Problem::fields(vec![FieldError::refused("username", Reason::UsernameTaken)]))
    });
    let stage = open(&bruno(), &fake).await;
    let field = stage.wait_for(Role::Textbox, "Username").await;
    fill(&field, "ada@contoso.com");
    until("the bar", || save(&stage).get_attribute("aria-disabled").is_none().then_some(())).await;
    save(&stage).click();
    until("the refusal", || described(&field).contains("Another user has this username.").then_some(()))
        .await;
    assert_eq!(value(&field), "ada@contoso.com");
}

#[wasm_bindgen_test]
async fn a_provider_s_own_odd_value_does_not_keep_one_from_saving() {
    let odd = User { email: "not an email".to_owned(), ..managed(user(1, "Ada", "Lovelace")) };
    assert_eq!(domain::validation::email(&odd.email), Err(Invalid::NotAnEmail));
    let fake = with(odd.clone());
    let stage = open(&odd, &fake).await;
    fill(&stage.wait_for(Role::Textbox, "Job title").await, "Countess");
    until("the bar", || save(&stage).get_attribute("aria-disabled").is_none().then_some(())).await;
    save(&stage).click();
    stage.wait_for_text("The changes are saved.").await;
}

/// A server on which somebody else has set the department to Legal after the page was read.
fn changed_meanwhile() -> Arc<Fake> {
    let fake = with(bruno());
    let theirs = User { department: Some("Legal".to_owned()), version: 2, ..bruno() };
    fake.answer::<Edit>(move |sent| {
        if sent.headers.contains(&("If-Match", "\"2\"".to_owned())) {
            let edit: UserEdit = serde_json::from_value(sent.body.clone()).unwrap();
            return Ok(User { job_title: edit.job_title, version: 3, ..theirs.clone() });
        }
        let current = serde_json::to_value(&theirs).ok();
        Err(Problem { current, ..Problem::new(Code::ChangedElsewhere, "Look at what is different.") })
    });
    fake
}

async fn run_into_it(stage: &Stage) {
    fill(&stage.wait_for(Role::Textbox, "Job title").await, "Architect");
    until("the bar", || save(stage).get_attribute("aria-disabled").is_none().then_some(())).await;
    save(stage).click();
    stage.wait_for_text("Changed elsewhere while you were editing").await;
    let panel = stage.all(Role::Alert).into_iter().find(|alert| alert.id() == "changed-elsewhere").unwrap();
    until("the focus on it", || panel.is_same_node(document().active_element().as_deref()).then_some(()))
        .await;
}

#[wasm_bindgen_test]
async fn a_conflict_shows_what_is_different_and_keeps_mine_when_told_to() {
    let fake = changed_meanwhile();
    let stage = open(&bruno(), &fake).await;
    run_into_it(&stage).await;
    stage.wait_for_text("Department Legal Not changed by you").await;
    stage.wait_for(Role::Button, "Keep mine and save").await.click();
    stage.wait_for_text("The changes are saved.").await;
    let sent = fake.sent::<Edit>().pop().unwrap();
    assert_eq!(sent.body, serde_json::json!({ "job_title": "Architect" }));
    assert_eq!(value(&stage.wait_for(Role::Textbox, "Department").await), "Legal");
}

#[wasm_bindgen_test]
async fn a_conflict_takes_theirs_when_told_to() {
    let fake = changed_meanwhile();
    let stage = open(&bruno(), &fake).await;
    run_into_it(&stage).await;
    stage.wait_for(Role::Button, "Take theirs").await.click();
    let field = stage.wait_for(Role::Textbox, "Job title").await;
    until("theirs", || (value(&field) == "Engineer").then_some(())).await;
    assert!(!stage.says("Changed elsewhere while you were editing"));
    assert_eq!(fake.sent::<Edit>().len(), 1);
}

#[wasm_bindgen_test]
async fn a_change_of_another_part_of_the_page_does_not_keep_one_from_saving() {
    let fake = with(bruno());
    let theirs = User { extension: Some("4711".to_owned()), version: 2, ..bruno() };
    fake.answer::<Edit>(move |sent| match sent.headers.contains(&("If-Match", "\"2\"".to_owned())) {
        true => Ok(User { job_title: Some("Architect".to_owned()), version: 3, ..theirs.clone() }),
        false => {
            let current = serde_json::to_value(&theirs).ok();
            Err(Problem { current, ..Problem::new(Code::ChangedElsewhere, "Look at what is different.") })
        }
    });
    let stage = open(&bruno(), &fake).await;
    fill(&stage.wait_for(Role::Textbox, "Job title").await, "Architect");
    until("the bar", || save(&stage).get_attribute("aria-disabled").is_none().then_some(())).await;
    save(&stage).click();
    stage.wait_for_text("The changes are saved.").await;
    assert_eq!(fake.sent::<Edit>().len(), 2);
}

#[wasm_bindgen_test]
async fn a_live_change_shows_at_once_in_a_form_that_nobody_has_touched() {
    let fake = with(bruno());
    let stage = open(&bruno(), &fake).await;
    let field = stage.wait_for(Role::Textbox, "Job title").await;
    fake.answer::<Get>(|_| Ok(User { job_title: Some("Director".to_owned()), version: 2, ..bruno() }));
    stage.announce(Subject::User, &bruno().id.to_string());
    until("the new title", || (value(&field) == "Director").then_some(())).await;
}

#[wasm_bindgen_test]
async fn r5_a_user_that_is_linked_while_being_edited_loses_the_locked_changes_and_says_so() {
    let fake = with(bruno());
    let stage = open(&bruno(), &fake).await;
    fill(&stage.wait_for(Role::Textbox, "First name").await, "Bruno Antonio");
    fake.answer::<Get>(|_| Ok(User { version: 2, ..managed(bruno()) }));
    stage.announce(Subject::User, &bruno().id.to_string());
    stage.wait_for_text("Some of your changes can no longer be saved").await;
    assert!(stage.says("Locked now"));
}

#[wasm_bindgen_test]
async fn leaving_with_unsaved_changes_asks_first() {
    let stage = open(&bruno(), &with(bruno())).await;
    fill(&stage.wait_for(Role::Textbox, "Job title").await, "Architect");
    stage.wait_for_text("1 field changed, not saved yet").await;
    stage.wait_for(Role::Link, "History").await.click();
    stage.wait_for_text("Discard your changes?").await;
    assert_eq!(leptos::prelude::window().location().pathname().unwrap(), path(&bruno()));
}

#[wasm_bindgen_test]
async fn r7_r8_a_deactivated_user_s_page_says_what_that_means() {
    let gone = User { status: Status::Deactivated, ..bruno() };
    let stage = open(&gone, &with(gone.clone())).await;
    stage.wait_for_text("Cannot sign in anywhere").await;
    assert!(stage.says("Site, numbers and settings are kept"));
}

#[wasm_bindgen_test]
async fn a_user_without_a_password_is_given_a_link_that_can_be_copied() {
    let fresh = User { has_password: false, ..bruno() };
    let fake = with(fresh.clone());
    fake.answer::<CreatePasswordLink>(|_| {
        Ok(PasswordLink {
            url: "https://rollcall.test/set-password#abc".to_owned(),
            expires_at: Timestamp(4_102_444_800_000),
            mailed_to: None,
            not_mailed: None,
        })
    });
    let stage = open(&fresh, &fake).await;
    stage.wait_for(Role::Button, "Create a password link").await.click();
    let field = stage.wait_for(Role::Textbox, "One-time link").await;
    assert_eq!(value(&field), "https://rollcall.test/set-password#abc");
    assert!(stage.find(Role::Button, "Copy One-time link").is_some());
}

#[wasm_bindgen_test]
async fn r32_an_auditor_reads_the_whole_profile_and_why_it_cannot_be_changed() {
    let fake = with(bruno());
    fake.sign_in(Right::Auditor);
    let stage = open(&bruno(), &fake).await;
    stage.wait_for_text("Your role does not let you change users.").await;
    assert!(stage.wait_for(Role::Textbox, "Job title").await.has_attribute("readonly"));
    assert!(stage.find(Role::Button, "Save changes").is_none());
}
