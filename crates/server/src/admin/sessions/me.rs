//! `GET /api/v1/me`

use api::sessions::Me;

use crate::http::{Answer, Call, Reply};
use crate::session;

/// Who is signed in.
///
/// # Errors
/// The database fails.
pub async fn handle(call: Call<Me>) -> Answer<Me> {
    Ok(Reply::new(session::identity(&call.app, &call.actor).await?))
}
