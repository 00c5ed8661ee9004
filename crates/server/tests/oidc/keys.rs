//! The keys that sign, and their exchange.

use serde_json::{Value, json};

use super::world::{Tokens, World, on_both};

const HOUR_MS: i64 = 3_600_000;
const DAY_MS: i64 = 24 * HOUR_MS;
const ROTATE: &str = "/api/v1/applications/provider/rotate-key";

/// The ids of the keys that are published.
async fn published(w: &World<'_>) -> Vec<String> {
    let keys: Value = w.server.anybody().get(&w.path("jwks")).await.json();
    let keys = keys["keys"].as_array().unwrap();
    keys.iter().map(|key| key["kid"].as_str().unwrap().to_owned()).collect()
}

async fn signed_with(w: &World<'_>) -> String {
    let browser = w.contoso.sign_in(w.ada.user.id).await;
    let code = w.code_in(&browser, &w.app, &[]).await;
    let tokens = Tokens::of(&w.exchange(&w.app, &code, &[]).await);
    tokens.header()["kid"].as_str().unwrap().to_owned()
}

on_both! {
    async fn r34_the_next_key_is_published_before_it_signs_and_the_former_one_until_its_tokens_are_over(w: &World) {
        let first = signed_with(w).await;
        let before = published(w).await;
        assert!(before.contains(&first) && before.len() == 2);
        w.server.clock.advance(HOUR_MS);
        let owner = w.contoso.sign_in(w.contoso.owner.user.id).await;
        let rotated = owner.post(ROTATE, &json!({})).await;
        assert_eq!(rotated.status, 200, "{}", rotated.text);
        assert_eq!(rotated.json::<Value>()["key_signs_since"], w.server.app.now().to_string());
        let second = signed_with(w).await;
        assert!(second != first && before.contains(&second), "it was published already");
        let after = published(w).await;
        assert!(after.len() == 3 && after.contains(&first) && after.contains(&second));
        w.server.clock.advance(900_000);
        let later = published(w).await;
        assert!(later.len() == 2 && !later.contains(&first), "all that it signed is over");
    }

    async fn r34_a_key_that_was_just_published_does_not_sign_yet(w: &World) {
        let refused = w.contoso.owner.post(ROTATE, &json!({})).await.problem();
        assert_eq!(refused.reason, Some(domain::Reason::SigningKeyTooNew));
        w.server.clock.advance(HOUR_MS);
        assert_eq!(w.contoso.owner.post(ROTATE, &json!({})).await.status, 200);
        w.contoso.owner.post(ROTATE, &json!({})).await.problem();
        let entries: Value = w.contoso.owner.get("/api/v1/audit?action=signing_key_rotated").await.json();
        assert_eq!(entries["items"].as_array().unwrap().len(), 1);
    }

    async fn r34_a_key_signs_for_ninety_days_and_then_the_next_one_does(w: &World) {
        let first = signed_with(w).await;
        w.server.clock.advance(90 * DAY_MS - 1);
        assert_eq!(signed_with(w).await, first);
        w.server.clock.advance(1);
        let second = signed_with(w).await;
        assert_ne!(second, first);
        assert_eq!(signed_with(w).await, second);
    }

    async fn r34_servers_that_rotate_at_once_agree_on_one_key(w: &World) {
        let first = signed_with(w).await;
        w.server.clock.advance(90 * DAY_MS);
        let keys = tokio::join!(signed_with(w), signed_with(w), signed_with(w), signed_with(w));
        assert!(keys.0 != first && keys.0 == keys.1 && keys.1 == keys.2 && keys.2 == keys.3, "{keys:?}");
        let stored = w.server.store().read(w.contoso.id).signing_keys().list().await.unwrap();
        assert_eq!(stored.len(), 3);
    }

    async fn r34_the_first_keys_are_made_once_however_many_ask(w: &World) {
        let fabrikam = w.server.organization("fabrikam").await;
        let caller = w.server.anybody();
        let ask = || caller.get("/oidc/fabrikam/jwks");
        let (one, other, third) = tokio::join!(ask(), ask(), ask());
        assert_eq!(one.text, other.text);
        assert_eq!(one.text, third.text);
        assert_eq!(w.server.store().read(fabrikam.id).signing_keys().list().await.unwrap().len(), 2);
    }

    async fn r34_an_organization_signs_with_keys_of_its_own(w: &World) {
        w.server.organization("fabrikam").await;
        let theirs: Value = w.server.anybody().get("/oidc/fabrikam/jwks").await.json();
        let ours = published(w).await;
        assert!(theirs["keys"].as_array().unwrap().iter().all(|key| !ours.iter().any(|own| key["kid"] == *own)));
    }
}
