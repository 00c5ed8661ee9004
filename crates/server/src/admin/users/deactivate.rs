//! `POST /api/v1/users/{id}/deactivate`

use api::users::{Deactivate, User};
use domain::Status;

use super::reply;
use crate::http::{Answer, Call};
use crate::people::{self, Act};

/// Deactivates a local user: every session of theirs ends at once (R7), nothing is taken away (R8).
///
/// # Errors
/// `not_found`, `refused` (R2, R10, R32).
pub async fn handle(call: Call<Deactivate>) -> Answer<Deactivate> {
    let act = Act::of(&call);
    let user = people::set_status(&act, call.params.id, Status::Deactivated).await?;
    Ok(reply(&call.read(), user)
        .await?
        .with(|user: &mut User| user.sessions_ended = Some(act.sessions_ended())))
}
