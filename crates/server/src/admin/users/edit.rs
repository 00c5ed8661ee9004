//! `PATCH /api/v1/users/{id}`

use api::users::Edit;

use super::reply;
use crate::http::{Answer, Call, Failure, changed_elsewhere};
use crate::people::{self, Act};

/// Changes a person; locked fields are refused, each with its reason (R2, R3, R12).
///
/// # Errors
/// `not_found`, `changed_elsewhere` with the person as they are now, `invalid_fields`, `refused` (R32).
pub async fn handle(call: Call<Edit>) -> Answer<Edit> {
    let id = call.params.id;
    let read = call.read();
    match people::edit(&Act::of(&call), id, call.if_match, &call.body).await {
        Ok(user) => reply(&read, user).await,
        Err(people::Error::Stale) => {
            let now = read.users().get(id).await?.ok_or_else(|| Failure::not_found("user"))?;
            Err(changed_elsewhere(&people::view(&read, now).await?))
        }
        Err(error) => Err(error.into()),
    }
}
