//! `GET /api/v1/api-tokens`

use api::Page;
use api::api_tokens::List;

use super::body;
use crate::http::{Answer, Call, Reply};

/// The tokens of the organization, the newest first; never their secrets.
///
/// # Errors
/// The database fails.
pub async fn handle(call: Call<List>) -> Answer<List> {
    let read = call.read();
    let tokens = read.api_tokens().list().await?;
    let ids: Vec<_> = tokens.iter().map(|token| token.user_id).collect();
    let makers = read.users().get_many(&ids).await?;
    let maker = |token: &store::ApiToken| makers.iter().find(|user| user.id == token.user_id);
    let bodies = tokens.into_iter().filter_map(|token| maker(&token).map(|user| body(token, user)));
    Ok(Reply::new(Page::whole(bodies.collect())))
}
