//! `/users/new`.

use std::sync::Arc;

use api::problem::FieldError;
use api::users::{Create, Get, NewUser, User};
use api::{Problem, history, sessions, sites};
use domain::{Reason, SiteId};
use wasm_bindgen::JsCast;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::HtmlInputElement;

use crate::support::{Fake, Role, Stage, described, fill, page, site, until, user};

fn made() -> User {
    User { has_password: false, ..user(9, "Dora", "Diaz") }
}

fn server() -> Arc<Fake> {
    let fake = Fake::new();
    fake.answer::<sites::List>(|_| Ok(page(vec![site(1, "London")])));
    fake.answer::<Create>(|_| Ok(made()));
    fake.answer::<Get>(|_| Ok(made()));
    fake.answer::<history::List>(|_| Ok(page(Vec::new())));
    fake.answer::<sessions::List>(|_| Ok(page(Vec::new())));
    fake
}

async fn fill_in(stage: &Stage) {
    for (label, text) in [("Username", "dora@contoso.com"), ("First name", "Dora"), ("Last name", "Diaz")] {
        fill(&stage.wait_for(Role::Textbox, label).await, text);
    }
    let email = stage.wait_for(Role::Textbox, "Email").await;
    until("the email", || (!email.unchecked_ref::<HtmlInputElement>().value().is_empty()).then_some(()))
        .await;
}

#[wasm_bindgen_test]
async fn the_email_follows_a_username_that_is_an_address_until_it_is_typed() {
    let stage = Stage::open("/users/new", &server()).await;
    let (username, email) =
        (stage.wait_for(Role::Textbox, "Username").await, stage.wait_for(Role::Textbox, "Email").await);
    let value = || email.unchecked_ref::<HtmlInputElement>().value();
    fill(&username, "dora@contoso.com");
    until("the offer", || (value() == "dora@contoso.com").then_some(())).await;
    fill(&email, "d.diaz@contoso.com");
    fill(&username, "dora.diaz@contoso.com");
    until("the username", || stage.find(Role::Textbox, "Username")).await;
    assert_eq!(value(), "d.diaz@contoso.com");
}

#[wasm_bindgen_test]
async fn a_user_is_made_and_their_page_offers_a_password_link() {
    let fake = server();
    let stage = Stage::open("/users/new", &fake).await;
    fill_in(&stage).await;
    let sites = stage.wait_for(Role::Combobox, "Site").await;
    until("the sites", || sites.text_content().unwrap().contains("London").then_some(())).await;
    fill(&sites, &SiteId(1).to_string());
    stage.wait_for(Role::Button, "Create user").await.click();
    stage.wait_for_text("Dora Diaz was created.").await;
    stage.wait_for(Role::Button, "Create a password link").await;
    let sent = fake.sent::<Create>().remove(0);
    let body: NewUser = serde_json::from_value(sent.body).unwrap();
    assert_eq!(body.email, "dora@contoso.com");
    assert_eq!(body.site_id, Some(SiteId(1)));
    assert_eq!(body.job_title, None);
    assert_eq!(body.directory_visible, Some(true));
    assert!(sent.headers.iter().any(|(name, key)| *name == "Idempotency-Key" && key.len() == 32));
}

#[wasm_bindgen_test]
async fn every_missing_value_is_said_at_once_and_nothing_is_sent() {
    let fake = server();
    let stage = Stage::open("/users/new", &fake).await;
    stage.wait_for(Role::Button, "Create user").await.click();
    stage.wait_for_text("Some values need to be put right").await;
    for label in ["Username", "Email", "First name", "Last name"] {
        assert!(described(&stage.find(Role::Textbox, label).unwrap()).contains("Fill this in."), "{label}");
    }
    assert!(fake.sent::<Create>().is_empty());
}

#[wasm_bindgen_test]
async fn a_username_that_is_taken_is_said_at_its_field() {
    let fake = server();
    fake.answer::<Create>(|_| {
        Err(Problem::fields(vec![FieldError::refused("username", Reason::UsernameTaken)]))
    });
    let stage = Stage::open("/users/new", &fake).await;
    fill_in(&stage).await;
    stage.wait_for(Role::Button, "Create user").await.click();
    let field = stage.wait_for(Role::Textbox, "Username").await;
    until("the refusal", || described(&field).contains("Another user has this username.").then_some(()))
        .await;
}

#[wasm_bindgen_test]
async fn r12_the_site_comes_with_its_warning() {
    let stage = Stage::open("/users/new", &server()).await;
    let sites = stage.wait_for(Role::Combobox, "Site").await;
    until("the warning", || {
        described(&sites).contains("once saved, the site cannot be changed").then_some(())
    })
    .await;
}
