//! `/setup`, the first run.

use std::sync::Arc;

use api::problem::FieldError;
use api::setup::{Check, Create, LinkState, NewOrganization};
use api::{Code, Problem, home};
use domain::validation::Invalid;
use wasm_bindgen::JsCast;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::HtmlInputElement;

use crate::support::{Fake, Role, Stage, described, fill, overview, until};

fn server() -> Arc<Fake> {
    let fake = Fake::new();
    let identity = fake.identity();
    fake.answer::<Check>(|_| Ok(LinkState { valid: true }));
    fake.answer::<Create>(move |_| Ok(identity.clone()));
    fake.answer::<home::Get>(|_| Ok(overview()));
    fake
}

const FILLED: [(&str, &str); 5] = [
    ("Name of the organization", "Müller & Söhne"),
    ("First name", "Olga"),
    ("Last name", "Owner"),
    ("Email", "olga@contoso.com"),
    ("Password", "correct horse battery"),
];

async fn fill_in(stage: &Stage) {
    for (label, text) in FILLED {
        fill(&stage.wait_for(Role::Textbox, label).await, text);
    }
    proposed(stage, "Username", "olga@contoso.com").await;
}

async fn proposed(stage: &Stage, label: &str, value: &str) {
    let field = stage.wait_for(Role::Textbox, label).await;
    until(value, || (field.unchecked_ref::<HtmlInputElement>().value() == value).then_some(())).await;
}

#[wasm_bindgen_test]
async fn the_secret_of_the_link_and_the_form_make_an_organization_and_sign_its_owner_in() {
    let fake = server();
    let stage = Stage::open("/setup#s3cret", &fake).await;
    fill_in(&stage).await;
    proposed(&stage, "Short name", "muller-sohne").await;
    stage.wait_for(Role::Button, "Create the organization").await.click();
    stage.wait_for(Role::Heading, "Home").await;
    let sent: NewOrganization = serde_json::from_value(fake.sent::<Create>().remove(0).body).unwrap();
    assert_eq!((sent.token.as_str(), sent.slug.as_str()), ("s3cret", "muller-sohne"));
    assert_eq!(sent.username, "olga@contoso.com");
}

#[wasm_bindgen_test]
async fn a_proposal_never_overwrites_what_was_typed() {
    let stage = Stage::open("/setup#s3cret", &server()).await;
    fill(&stage.wait_for(Role::Textbox, "Short name").await, "own");
    fill(&stage.wait_for(Role::Textbox, "Name of the organization").await, "Contoso");
    stage.wait_for_text("/scim/own/v2").await;
    proposed(&stage, "Short name", "own").await;
}

#[wasm_bindgen_test]
async fn a_password_that_holds_the_username_is_refused_before_it_is_sent() {
    let fake = server();
    let stage = Stage::open("/setup#s3cret", &fake).await;
    fill_in(&stage).await;
    fill(&stage.wait_for(Role::Textbox, "Password").await, "my name is olga!");
    stage.wait_for(Role::Button, "Create the organization").await.click();
    let field = stage.wait_for(Role::Textbox, "Password").await;
    until("the refusal", || described(&field).contains("easy to guess").then_some(())).await;
    assert!(fake.sent::<Create>().is_empty());
}

#[wasm_bindgen_test]
async fn what_the_server_refuses_appears_at_its_field_and_the_form_keeps_the_rest() {
    let fake = server();
    fake.answer::<Create>(|_| Err(Problem::fields(vec![FieldError::invalid("slug", Invalid::NotASlug)])));
    let stage = Stage::open("/setup#s3cret", &fake).await;
    fill_in(&stage).await;
    stage.wait_for(Role::Button, "Create the organization").await.click();
    let field = stage.wait_for(Role::Textbox, "Short name").await;
    until("the error", || described(&field).contains("small letters").then_some(())).await;
    proposed(&stage, "Last name", "Owner").await;
}

#[wasm_bindgen_test]
async fn a_link_without_its_secret_and_one_that_was_used_say_what_to_do() {
    let stage = Stage::open("/setup", &server()).await;
    stage.wait_for_text("Open the whole link").await;
    drop(stage);
    let fake = server();
    fake.answer::<Check>(|_| Err(Problem::new(Code::LinkInvalid, "It was used.")));
    let stage = Stage::open("/setup#old", &fake).await;
    stage.wait_for_text("Restart the server to get a new one").await;
}
