//! `/sign-in`.

use std::sync::Arc;

use api::home;
use api::sessions::{Credentials, Me, Options, SignIn, SignInOptions, SignOut, SignedOut};
use api::{Code, Problem};
use domain::Role as Right;
use leptos::prelude::window;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::support::{Fake, Role, Stage, fill, overview, page, until};

fn server(needs_organization: bool) -> Arc<Fake> {
    let fake = Fake::new();
    fake.answer::<Options>(move |_| {
        let organization_name = (!needs_organization).then(|| "Contoso".to_owned());
        Ok(SignInOptions { setup_required: false, needs_organization, organization_name })
    });
    fake.answer::<home::Get>(|_| Ok(overview()));
    fake.answer::<api::users::List>(|_| Ok(page(Vec::new())));
    fake
}

/// Nobody is signed in until the password is given.
fn closed(fake: &Arc<Fake>) {
    fake.answer::<Me>(|_| Err(Problem::new(Code::NotSignedIn, "Sign in first.")));
    let opened = Arc::clone(fake);
    fake.answer::<SignIn>(move |sent| {
        let given: Credentials = serde_json::from_value(sent.body.clone()).unwrap();
        if given.password != "correct horse battery" {
            return Err(Problem::new(Code::SignInFailed, "The username or the password is wrong."));
        }
        opened.sign_in(Right::Owner);
        Ok(opened.identity())
    });
}

async fn first_step(stage: &Stage, username: &str) {
    fill(&stage.wait_for(Role::Textbox, "Username").await, username);
    stage.wait_for(Role::Button, "Continue").await.click();
}

async fn second_step(stage: &Stage, password: &str) {
    fill(&stage.wait_for(Role::Textbox, "Password").await, password);
    stage.wait_for(Role::Button, "Sign in").await.click();
}

#[wasm_bindgen_test]
async fn a_link_to_a_page_survives_signing_in() {
    let fake = server(false);
    closed(&fake);
    let stage = Stage::open("/users?status=active", &fake).await;
    stage.wait_for(Role::Heading, "Sign in").await;
    stage.wait_for_text("Sign in to see the page that you asked for.").await;
    first_step(&stage, "ada@contoso.com").await;
    second_step(&stage, "correct horse battery").await;
    stage.wait_for(Role::Heading, "Users").await;
    let location = window().location();
    assert_eq!(location.pathname().unwrap() + &location.search().unwrap(), "/users?status=active");
}

#[wasm_bindgen_test]
async fn a_wrong_password_is_said_calmly_and_nothing_typed_is_lost() {
    let fake = server(false);
    closed(&fake);
    let stage = Stage::open("/sign-in", &fake).await;
    first_step(&stage, "ada@contoso.com").await;
    second_step(&stage, "wrong").await;
    stage.wait_for_text("The username or the password is wrong").await;
    assert!(stage.says("Signing in as ada@contoso.com"));
    let field = stage.wait_for(Role::Textbox, "Password").await;
    until("the focus on the password", || field.matches(":focus").unwrap().then_some(())).await;
}

#[wasm_bindgen_test]
async fn too_many_attempts_say_how_long_to_wait() {
    let fake = server(false);
    fake.answer::<SignIn>(|_| {
        Err(Problem { retry_after: Some(90), ..Problem::new(Code::TooManyAttempts, "Wait.") })
    });
    let stage = Stage::open("/sign-in", &fake).await;
    first_step(&stage, "ada@contoso.com").await;
    second_step(&stage, "whatever").await;
    stage.wait_for_text("Try again in 2 minutes.").await;
}

#[wasm_bindgen_test]
async fn the_organization_is_asked_for_only_where_there_are_several() {
    let stage = Stage::open("/sign-in", &server(false)).await;
    stage.wait_for(Role::Textbox, "Username").await;
    assert!(stage.find(Role::Textbox, "Organization").is_none());
    drop(stage);
    let stage = Stage::open("/sign-in", &server(true)).await;
    stage.wait_for(Role::Textbox, "Organization").await;
}

#[wasm_bindgen_test]
async fn the_username_can_be_put_right_before_the_password_is_given() {
    let stage = Stage::open("/sign-in", &server(false)).await;
    first_step(&stage, "adda").await;
    stage.wait_for(Role::Button, "Change").await.click();
    stage.wait_for(Role::Textbox, "Username").await;
}

#[wasm_bindgen_test]
async fn a_server_that_is_not_set_up_says_where_the_link_is() {
    let fake = Fake::new();
    fake.answer::<Options>(|_| {
        Ok(SignInOptions { setup_required: true, needs_organization: false, organization_name: None })
    });
    let stage = Stage::open("/sign-in", &fake).await;
    stage.wait_for_text("it prints a one-time set-up link").await;
    assert!(stage.find(Role::Textbox, "Username").is_none());
}

#[wasm_bindgen_test]
async fn signing_out_leads_to_the_sign_in_page() {
    let fake = server(false);
    fake.answer::<SignOut>(|_| Ok(SignedOut { url: None }));
    let stage = Stage::open("/", &fake).await;
    stage.wait_for(Role::Button, "Your account, Olga Owner").await.click();
    stage.wait_for(Role::MenuItem, "Sign out").await.click();
    stage.wait_for_text("You are signed out.").await;
}
