//! `GET /api/v1/me/preferences`

use api::preferences::Get;

use super::body;
use crate::http::{Answer, Call, Reply};

/// One's own settings; the defaults, where nothing was set.
///
/// # Errors
/// The database fails.
pub async fn handle(call: Call<Get>) -> Answer<Get> {
    Ok(Reply::new(body(call.read().preferences().of_user(call.actor.id).await?)))
}
