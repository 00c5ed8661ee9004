//! `DELETE /api/v1/users/{id}`

use api::users::Delete;

use crate::http::{Answer, Call, Reply};
use crate::people::{self, Act};

/// Deletes a person for good (R9).
///
/// # Errors
/// `not_found`, `refused` (R10, R32).
pub async fn handle(call: Call<Delete>) -> Answer<Delete> {
    people::delete(&Act::of(&call), call.params.id).await?;
    Ok(Reply::empty())
}
