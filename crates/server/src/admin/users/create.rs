//! `POST /api/v1/users`

use api::users::Create;

use super::reply;
use crate::http::{Answer, Call};
use crate::people::{self, Act};

/// Makes a local user (R1).
///
/// # Errors
/// `invalid_fields`, with everything that is wrong at once.
pub async fn handle(call: Call<Create>) -> Answer<Create> {
    let user = people::create(&Act::of(&call), &call.body).await?;
    reply(&call.read(), user).await
}
