//! `POST /api/v1/users/{id}/activate`

use api::users::Activate;
use domain::Status;

use super::reply;
use crate::http::{Answer, Call};
use crate::people::{self, Act};

/// Activates a local user: everything they had is back (R8).
///
/// # Errors
/// `not_found`, `refused` (R2, R32).
pub async fn handle(call: Call<Activate>) -> Answer<Activate> {
    let user = people::set_status(&Act::of(&call), call.params.id, Status::Active).await?;
    reply(&call.read(), user).await
}
