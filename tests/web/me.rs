//! `/me`, the reader's own profile.

use std::sync::Arc;

use api::events::Subject;
use api::problem::FieldError;
use api::sessions::{ChangePassword, EndOwn, ListOwn, PasswordChange, Session};
use api::sign_ins::Method;
use api::{NoContent, Problem};
use domain::validation::Invalid;
use domain::{SessionId, Timestamp};
use wasm_bindgen::JsCast;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{HtmlElement, HtmlInputElement};

use crate::support::{Fake, Role, Stage, described, fill, page, until};

fn session(id: u128, user_agent: &str, current: bool) -> Session {
    Session {
        id: SessionId(id),
        created_at: Timestamp(1_700_000_000_000),
        last_seen_at: Timestamp(1_700_000_000_000),
        expires_at: Timestamp(4_102_444_800_000),
        user_agent: user_agent.to_owned(),
        address: "203.0.113.7".to_owned(),
        current,
        method: Method::Password,
    }
}

fn value(field: &HtmlElement) -> String {
    field.unchecked_ref::<HtmlInputElement>().value()
}

fn server() -> Arc<Fake> {
    let fake = Fake::new();
    fake.answer::<ListOwn>(|_| {
        Ok(page(vec![
            session(1, "Mozilla/5.0 (Windows NT 10.0) Firefox/140.0", true),
            session(2, "Mozilla/5.0 (iPhone) Version/18 Safari/604", false),
        ]))
    });
    fake
}

#[wasm_bindgen_test]
async fn the_profile_says_who_one_is_and_what_the_role_allows() {
    let stage = Stage::open("/me", &server()).await;
    for fact in ["Olga Owner", "olga@contoso.com", "Contoso", "Owner", "Everything, including who else"] {
        stage.wait_for_text(fact).await;
    }
}

#[wasm_bindgen_test]
async fn a_session_elsewhere_is_ended_and_this_one_says_why_it_is_not() {
    let fake = server();
    fake.answer::<EndOwn>(|_| Ok(NoContent {}));
    let stage = Stage::open("/me", &fake).await;
    let own = stage.wait_for(Role::Button, "End the session in Firefox on Windows").await;
    assert!(described(&own).contains("Sign out to end it."));
    own.click();
    stage.wait_for(Role::Button, "End the session in Safari on iPhone").await.click();
    stage.wait_for_text("The session was ended.").await;
    let ended = fake.sent::<EndOwn>();
    assert_eq!(ended.len(), 1, "the own session stays");
    assert!(ended[0].url.ends_with(&SessionId(2).to_string()));
}

#[wasm_bindgen_test]
async fn r27_each_session_says_how_one_has_signed_in() {
    let fake = server();
    fake.answer::<ListOwn>(|_| {
        let method = Method::Sso;
        Ok(page(vec![session(1, "curl/8", true), Session { method, ..session(2, "curl/8", false) }]))
    });
    let stage = Stage::open("/me", &fake).await;
    stage.wait_for_text("Identity provider").await;
    assert!(stage.says("Password"));
}

#[wasm_bindgen_test]
async fn a_session_that_ends_elsewhere_leaves_the_list_by_itself() {
    let fake = server();
    let stage = Stage::open("/me", &fake).await;
    stage.wait_for_text("Safari on iPhone").await;
    fake.answer::<ListOwn>(|_| Ok(page(vec![session(1, "curl/8", true)])));
    stage.announce(Subject::Session, "usr_00000000000000000000000000000fff");
    stage.wait_without(Role::Button, "End the session in Safari on iPhone").await;
}

#[wasm_bindgen_test]
async fn one_changes_ones_password_by_typing_the_one_that_is() {
    let fake = server();
    fake.answer::<ChangePassword>(|_| {
        Err(Problem::fields(vec![FieldError::invalid("current_password", Invalid::NotYourPassword)]))
    });
    let stage = Stage::open("/me", &fake).await;
    let current = stage.wait_for(Role::Textbox, "Current password").await;
    let new = stage.wait_for(Role::Textbox, "New password").await;
    let save = stage.wait_for(Role::Button, "Change password").await;
    save.click();
    until("the error", || described(&current).contains("Fill this in.").then_some(())).await;
    fill(&current, "wrong battery staple");
    fill(&new, "a new horse, correct battery");
    save.click();
    until("the refusal", || described(&current).contains("This is not your password.").then_some(())).await;
    fake.answer::<ChangePassword>(|_| Ok(NoContent {}));
    fill(&current, "correct horse battery");
    save.click();
    stage.wait_for_text("Every other session of yours was ended.").await;
    let sent: PasswordChange = serde_json::from_value(fake.sent::<ChangePassword>().remove(1).body).unwrap();
    assert_eq!(sent.current_password, "correct horse battery");
    assert_eq!(sent.password, "a new horse, correct battery");
    until("empty fields", || (value(&current).is_empty() && value(&new).is_empty()).then_some(())).await;
}

#[wasm_bindgen_test]
async fn r27_whoever_came_from_the_identity_provider_has_no_password_to_change() {
    let fake = server();
    fake.answer::<ListOwn>(|_| {
        let own = Session { method: Method::Sso, ..session(1, "curl/8", true) };
        Ok(page(vec![own, session(2, "curl/8", false)]))
    });
    let stage = Stage::open("/me", &fake).await;
    stage.wait_for_text("Identity provider").await;
    stage.wait_without(Role::Textbox, "Current password").await;
}
