//! `GET /api/v1/provisioning/tokens`

use api::Page;
use api::provisioning::ListTokens;

use super::token;
use crate::http::{Answer, Call, Reply};

/// The tokens, the newest first, without those that were revoked; never their secrets.
///
/// # Errors
/// The database fails.
pub async fn handle(call: Call<ListTokens>) -> Answer<ListTokens> {
    let read = call.read();
    let mut tokens = read.scim_tokens().list().await?;
    tokens.retain(|token| token.revoked_at.is_none());
    Ok(Reply::new(Page::whole(token::bodies(&read, tokens).await?)))
}
