//! `GET /api/v1/me/sessions`

use api::sessions::ListOwn;

use super::page;
use crate::http::{Answer, Call, Reply};

/// One's own sessions, the last used first.
///
/// # Errors
/// The database fails.
pub async fn handle(call: Call<ListOwn>) -> Answer<ListOwn> {
    let sessions = call.read().sessions().of_user(call.actor.id).await?;
    Ok(Reply::new(page(sessions, call.actor.session_id(), call.now())))
}
