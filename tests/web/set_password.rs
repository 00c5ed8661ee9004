//! `/set-password`, by a one-time link.

use std::sync::Arc;

use api::sessions::{CheckPasswordLink, NewPassword, PasswordLinkState, SetPassword};
use api::{Code, Problem, home};
use wasm_bindgen_test::wasm_bindgen_test;

use crate::support::{Fake, Role, Stage, described, fill, overview, until};

fn server() -> Arc<Fake> {
    let fake = Fake::new();
    let identity = fake.identity();
    fake.answer::<CheckPasswordLink>(|_| {
        Ok(PasswordLinkState { username: "olga@contoso.com".into(), organization_name: "Contoso".into() })
    });
    fake.answer::<SetPassword>(move |_| Ok(identity.clone()));
    fake.answer::<home::Get>(|_| Ok(overview()));
    fake
}

#[wasm_bindgen_test]
async fn a_new_password_signs_in_and_says_that_other_sessions_ended() {
    let fake = server();
    let stage = Stage::open("/set-password#one-time", &fake).await;
    stage.wait_for_text("For olga@contoso.com at Contoso.").await;
    fill(&stage.wait_for(Role::Textbox, "New password").await, "correct horse battery");
    stage.wait_for(Role::Button, "Set the password and sign in").await.click();
    stage.wait_for(Role::Heading, "Home").await;
    stage.wait_for_text("Every other session of yours was ended.").await;
    let sent: NewPassword = serde_json::from_value(fake.sent::<SetPassword>().remove(0).body).unwrap();
    assert_eq!((sent.token.as_str(), sent.password.as_str()), ("one-time", "correct horse battery"));
}

#[wasm_bindgen_test]
async fn a_short_password_is_refused_at_the_field() {
    let fake = server();
    let stage = Stage::open("/set-password#one-time", &fake).await;
    let field = stage.wait_for(Role::Textbox, "New password").await;
    fill(&field, "short");
    stage.wait_for(Role::Button, "Set the password and sign in").await.click();
    until("the error", || described(&field).contains("Use at least 12 characters.").then_some(())).await;
    assert!(fake.sent::<SetPassword>().is_empty());
}

#[wasm_bindgen_test]
async fn a_link_that_was_used_says_whom_to_ask() {
    let fake = server();
    fake.answer::<CheckPasswordLink>(|_| Err(Problem::new(Code::LinkInvalid, "It was used.")));
    let stage = Stage::open("/set-password#one-time", &fake).await;
    stage.wait_for_text("Ask an admin of your organization for a new one.").await;
}
