//! The API tokens of an identity provider (R29), as the API shows them.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use api::provisioning::Token;
use domain::UserId;
use store::{Reader, ScimToken};

use crate::http::Failure;

/// Tokens as the API shows them: never their secrets, and with who made them in words.
///
/// # Errors
/// The database fails.
pub async fn bodies(read: &Reader, tokens: Vec<ScimToken>) -> Result<Vec<Token>, Failure> {
    let mut names: HashMap<UserId, String> = HashMap::new();
    for id in tokens.iter().filter_map(|token| token.created_by) {
        if let Entry::Vacant(unknown) = names.entry(id) {
            unknown.insert(name(read, id).await?);
        }
    }
    let maker = |token: &ScimToken| match token.created_by {
        Some(id) => names.get(&id).cloned().unwrap_or_default(),
        None => "Operator".to_owned(),
    };
    Ok(tokens.into_iter().map(|token| body(maker(&token), token)).collect())
}

async fn name(read: &Reader, id: UserId) -> Result<String, Failure> {
    let user = read.users().get(id).await?;
    Ok(user.map_or_else(
        || "a deleted user".to_owned(),
        |user| Some(user.full_name()).filter(|name| !name.is_empty()).unwrap_or(user.username),
    ))
}

fn body(created_by: String, token: ScimToken) -> Token {
    Token {
        id: token.id,
        name: token.name,
        last_four: token.last_four,
        created_at: token.created_at,
        created_by,
        expires_at: token.expires_at,
        last_used_at: token.last_used_at,
        last_used_address: token.last_used_address,
    }
}
