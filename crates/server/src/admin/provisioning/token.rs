//! The API token of an identity provider (R29), as a text and as the API shows it.

use std::collections::HashMap;

use api::provisioning::Token;
use domain::UserId;
use store::{Reader, ScimToken};

use crate::http::Failure;
use crate::secret::Secret;

/// What every token starts with: scanners for leaked secrets find it by that, and people know what it is.
pub const PREFIX: &str = "rc_scim_";

/// The token as it is given out.
#[must_use]
pub fn write(secret: &Secret) -> String {
    format!("{PREFIX}{secret}")
}

/// The secret in a token that somebody sent; nothing for what is none.
#[must_use]
pub fn read(text: &str) -> Option<Secret> {
    text.strip_prefix(PREFIX)?.parse().ok()
}

/// Tokens as the API shows them: never their secrets, and with who made them in words.
///
/// # Errors
/// The database fails.
pub async fn bodies(read: &Reader, tokens: Vec<ScimToken>) -> Result<Vec<Token>, Failure> {
    let mut names: HashMap<UserId, String> = HashMap::new();
    for id in tokens.iter().filter_map(|token| token.created_by) {
        if !names.contains_key(&id) {
            names.insert(id, name(read, id).await?);
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::SystemIds;
    use domain::OrgId;

    #[test]
    fn r29_a_token_reads_back_and_nothing_else_is_one() {
        let secret = Secret::new(OrgId(7), 9, &SystemIds::default());
        assert_eq!(read(&write(&secret)), Some(secret.clone()));
        for text in ["", PREFIX, &secret.to_string(), &format!("{PREFIX}{PREFIX}{secret}")] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
