//! `GET /api/v1/users/{id}/sessions`

use api::sessions::List;

use super::page;
use crate::http::{Answer, Call, Failure, Reply};

/// The sessions of a person, the last used first.
///
/// # Errors
/// `not_found`.
pub async fn handle(call: Call<List>) -> Answer<List> {
    let reader = call.read();
    reader.users().get(call.params.id).await?.ok_or_else(|| Failure::not_found("user"))?;
    let sessions = reader.sessions().of_user(call.params.id).await?;
    Ok(Reply::new(page(sessions, call.actor.session_id(), call.now())))
}
