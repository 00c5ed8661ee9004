//! `/identity/applications` and below.

use std::sync::Arc;

use api::applications::{
    Application, ApplicationSecret, Create, CreateSecret, CreatedSecret, Delete, Edit, Get, GetProvider,
    List, Provider, RevokeSecret, RotateKey,
};
use api::problem::FieldError;
use api::{NoContent, Problem};
use domain::validation::Invalid;
use domain::{ApplicationId, ApplicationKind, Role as Right, SecretId, Timestamp};
use leptos::prelude::window;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::HtmlElement;

use crate::support::{Fake, Role, Stage, described, fill, name, page};

const PATH: &str = "/identity/applications";
const PAYROLL: &str = "/identity/applications/app_00000000000000000000000000000001";

fn secret(number: u128, last_four: &str) -> ApplicationSecret {
    ApplicationSecret {
        id: SecretId(number),
        last_four: last_four.to_owned(),
        created_at: Timestamp(1_700_000_000_000),
        last_used_at: None,
    }
}

fn payroll(secrets: Vec<ApplicationSecret>) -> Application {
    Application {
        id: ApplicationId(1),
        name: "Payroll".to_owned(),
        kind: ApplicationKind::Confidential,
        redirect_uris: vec!["https://app.example/callback".to_owned()],
        post_logout_redirect_uris: Vec::new(),
        secrets,
        created_at: Timestamp(1_700_000_000_000),
        last_used_at: None,
        version: 3,
    }
}

/// A server with that application.
fn server(application: &Application) -> Arc<Fake> {
    let (fake, one, listed) = (Fake::new(), application.clone(), application.clone());
    fake.answer::<List>(move |_| Ok(page(vec![listed.clone()])));
    fake.answer::<Get>(move |_| Ok(one.clone()));
    fake.answer::<GetProvider>(|_| Ok(provider()));
    fake
}

fn provider() -> Provider {
    Provider {
        issuer: "https://rollcall.example/oidc/contoso".to_owned(),
        discovery_url: "https://rollcall.example/oidc/contoso/.well-known/openid-configuration".to_owned(),
        key_signs_since: Some(Timestamp(1_700_000_000_000)),
    }
}

/// The button of the dialog, which comes after the one that opened it.
fn last(stage: &Stage, label: &str) -> HtmlElement {
    stage.all(Role::Button).into_iter().rfind(|button| name(button) == label).unwrap()
}

#[wasm_bindgen_test]
async fn the_list_shows_applications_and_what_they_are_configured_with() {
    let fake = server(&payroll(Vec::new()));
    let stage = Stage::open(PATH, &fake).await;
    let link = stage.wait_for(Role::Link, "Payroll").await;
    assert_eq!(link.get_attribute("href").as_deref(), Some(PAYROLL));
    stage.wait_for(Role::Textbox, "Issuer").await;
    stage.wait_for(Role::Textbox, "Discovery URL").await;
}

#[wasm_bindgen_test]
async fn r34_rotating_the_key_says_what_it_means_and_asks_first() {
    let fake = server(&payroll(Vec::new()));
    fake.answer::<RotateKey>(|_| Ok(provider()));
    let stage = Stage::open(PATH, &fake).await;
    stage.wait_for(Role::Button, "Rotate signing key").await.click();
    stage.wait_for_text("Nobody is signed out").await;
    last(&stage, "Rotate signing key").click();
    stage.wait_for_text("The next key signs now.").await;
}

#[wasm_bindgen_test]
async fn r34_an_address_that_is_not_accepted_is_refused_before_it_is_sent() {
    let fake = server(&payroll(Vec::new()));
    fake.answer::<Create>(|_| Ok(payroll(Vec::new())));
    let stage = Stage::open(&[PATH, "/new"].concat(), &fake).await;
    fill(&stage.wait_for(Role::Textbox, "Name").await, "Payroll");
    let uris = stage.wait_for(Role::Textbox, "Redirect URIs").await;
    fill(&uris, "http://app.example/callback");
    stage.wait_for(Role::Button, "Add an application").await.click();
    stage.wait_for_text("Write addresses that begin with https://").await;
    assert!(fake.sent::<Create>().is_empty());
    fill(&uris, "https://app.example/callback\nhttp://127.0.0.1/callback");
    stage.wait_for(Role::Radio, "In a browser, or on a person's device: without a secret").await.click();
    stage.wait_for(Role::Button, "Add an application").await.click();
    stage.wait_for(Role::Heading, "Payroll").await;
    assert_eq!(window().location().pathname().unwrap(), PAYROLL);
    let sent = fake.sent::<Create>().remove(0).body;
    let expected = serde_json::json!({
        "name": "Payroll",
        "kind": "public",
        "redirect_uris": ["https://app.example/callback", "http://127.0.0.1/callback"],
    });
    assert_eq!(sent, expected);
}

#[wasm_bindgen_test]
async fn an_edit_is_saved_and_what_the_server_refuses_is_said_at_the_field() {
    let fake = server(&payroll(Vec::new()));
    fake.answer::<Edit>(|_| {
        Err(Problem::fields(vec![FieldError::invalid("redirect_uris", Invalid::NotARedirectUri)]))
    });
    let stage = Stage::open(PAYROLL, &fake).await;
    let uris = stage.wait_for(Role::Textbox, "Redirect URIs").await;
    fill(&uris, "https://other.example/callback");
    stage.wait_for(Role::Button, "Save changes").await.click();
    stage.wait_for_text("Write addresses that begin with https://").await;
    assert!(described(&uris).contains("https://"));
    fake.answer::<Edit>(|_| Ok(payroll(Vec::new())));
    stage.wait_for(Role::Button, "Save changes").await.click();
    stage.wait_for_text("Saved.").await;
    let sent = fake.sent::<Edit>().pop().unwrap();
    assert!(
        sent.headers.iter().any(|(name, value)| name.eq_ignore_ascii_case("if-match") && value == "\"3\""),
        "{sent:?}"
    );
}

#[wasm_bindgen_test]
async fn r34_a_secret_is_shown_once() {
    let fake = server(&payroll(vec![secret(1, "wxyz")]));
    fake.answer::<CreateSecret>(|_| {
        Ok(CreatedSecret { secret: secret(2, "abcd"), value: "rc_client_abcd".to_owned() })
    });
    let stage = Stage::open(PAYROLL, &fake).await;
    stage.wait_for(Role::Button, "Create a secret").await.click();
    let field = stage.wait_for(Role::Textbox, "Client secret").await;
    assert!(described(&field).is_empty());
    stage.wait_for_text("cannot be shown again").await;
}

#[wasm_bindgen_test]
async fn r34_with_two_secrets_no_third_is_offered_and_one_is_revoked_after_asking() {
    let fake = server(&payroll(vec![secret(2, "abcd"), secret(1, "wxyz")]));
    fake.answer::<RevokeSecret>(|_| Ok(NoContent {}));
    let stage = Stage::open(PAYROLL, &fake).await;
    let create = stage.wait_for(Role::Button, "Create a secret").await;
    assert_eq!(create.get_attribute("aria-disabled").as_deref(), Some("true"));
    stage.wait_for(Role::Button, "Revoke the secret that ends with wxyz").await.click();
    stage.wait_for_text("nobody can sign in to it").await;
    stage.wait_for(Role::Button, "Revoke").await.click();
    stage.wait_without(Role::Heading, "Revoke this secret?").await;
    let sent = fake.sent::<RevokeSecret>().remove(0);
    assert!(sent.url.ends_with("/secrets/sec_00000000000000000000000000000001"), "{}", sent.url);
}

#[wasm_bindgen_test]
async fn an_application_is_deleted_once_its_name_is_typed() {
    let fake = server(&payroll(Vec::new()));
    fake.answer::<Delete>(|_| Ok(NoContent {}));
    let stage = Stage::open(PAYROLL, &fake).await;
    stage.wait_for(Role::Button, "Delete application").await.click();
    stage.wait_for_text("everything it may do ends at once").await;
    let typed = stage.wait_for(Role::Textbox, "Type “Payroll” to confirm").await;
    fill(&typed, "Payroll");
    last(&stage, "Delete application").click();
    stage.wait_for(Role::Heading, "Applications").await;
    assert_eq!(fake.sent::<Delete>().len(), 1);
}

#[wasm_bindgen_test]
async fn r32_an_auditor_reads_and_changes_nothing() {
    let fake = server(&payroll(Vec::new()));
    fake.sign_in(Right::Auditor);
    let stage = Stage::open(PAYROLL, &fake).await;
    for name in ["Create a secret", "Save changes", "Delete application"] {
        let button = stage.wait_for(Role::Button, name).await;
        assert_eq!(button.get_attribute("aria-disabled").as_deref(), Some("true"), "{name}");
    }
}
