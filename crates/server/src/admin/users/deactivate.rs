//! `POST /api/v1/users/{id}/deactivate`

use api::users::Deactivate;
use domain::Status;

use super::reply;
use crate::http::{Answer, Call};
use crate::people::{self, Act};

/// Deactivates a local user: every session of theirs ends at once (R7), nothing is taken away (R8).
///
/// # Errors
/// `not_found`, `refused` (R2, R10, R32).
pub async fn handle(call: Call<Deactivate>) -> Answer<Deactivate> {
    let user = people::set_status(&Act::of(&call), call.params.id, Status::Deactivated).await?;
    reply(&call.read(), user).await
}
