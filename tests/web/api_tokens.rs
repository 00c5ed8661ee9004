//! `/identity/api-tokens`.

use std::sync::Arc;

use api::NoContent;
use api::api_tokens::{ApiToken, Create, CreatedApiToken, List, Revoke};
use domain::{ApiTokenId, Role as Right, Timestamp};
use wasm_bindgen_test::wasm_bindgen_test;

use crate::support::{Fake, Role, Stage, fill, page};

const PATH: &str = "/identity/api-tokens";

fn nightly() -> ApiToken {
    ApiToken {
        id: ApiTokenId(1),
        name: "nightly".to_owned(),
        role: Right::Auditor,
        last_four: "wxyz".to_owned(),
        created_at: Timestamp(1_700_000_000_000),
        created_by: "Olivia Owner".to_owned(),
        suspended: false,
        expires_at: None,
        last_used_at: None,
        last_used_address: None,
    }
}

fn server(tokens: Vec<ApiToken>) -> Arc<Fake> {
    let fake = Fake::new();
    fake.answer::<List>(move |_| Ok(page(tokens.clone())));
    fake
}

#[wasm_bindgen_test]
async fn r32_a_token_is_made_in_a_role_and_shown_once() {
    let fake = server(Vec::new());
    fake.answer::<Create>(|_| {
        Ok(CreatedApiToken { token: nightly(), secret: "rc_api_secret.wxyz".to_owned() })
    });
    let stage = Stage::open(PATH, &fake).await;
    stage.wait_for(Role::Button, "Create a token").await.click();
    fill(&stage.wait_for(Role::Textbox, "Name").await, "nightly");
    stage.wait_for_text("Reads everything, changes nothing.").await;
    stage.wait_for(Role::Button, "Create token").await.click();
    stage.wait_for(Role::Textbox, "API token").await;
    stage.wait_for_text("cannot be shown again").await;
    let sent = fake.sent::<Create>().remove(0).body;
    assert_eq!(sent, serde_json::json!({"name": "nightly", "role": "auditor", "expires_in_days": 90}));
}

#[wasm_bindgen_test]
async fn a_token_is_revoked_after_a_question() {
    let fake = server(vec![nightly()]);
    fake.answer::<Revoke>(|_| Ok(NoContent {}));
    let stage = Stage::open(PATH, &fake).await;
    stage.wait_for(Role::Button, "Revoke the token nightly").await.click();
    stage.wait_for_text("scripts that still use it are refused").await;
    stage.wait_for(Role::Button, "Revoke").await.click();
    stage.wait_for_text("The token nightly no longer works.").await;
    let sent = fake.sent::<Revoke>().remove(0);
    assert!(sent.url.ends_with("/api-tokens/key_00000000000000000000000000000001"), "{}", sent.url);
}

#[wasm_bindgen_test]
async fn r32_a_token_whose_maker_lost_the_role_is_marked() {
    let stage = Stage::open(PATH, &server(vec![ApiToken { suspended: true, ..nightly() }])).await;
    stage.wait_for_text("Whoever made it no longer has this role.").await;
}

#[wasm_bindgen_test]
async fn r32_an_auditor_sees_the_tokens_and_changes_none() {
    let fake = server(vec![nightly()]);
    fake.sign_in(Right::Auditor);
    let stage = Stage::open(PATH, &fake).await;
    for name in ["Create a token", "Revoke the token nightly"] {
        let button = stage.wait_for(Role::Button, name).await;
        assert_eq!(button.get_attribute("aria-disabled").as_deref(), Some("true"), "{name}");
    }
}
