//! `GET /api/v1/users/{id}`

use api::users::Get;

use super::reply;
use crate::http::{Answer, Call, Failure};

/// One person.
///
/// # Errors
/// `not_found`.
pub async fn handle(call: Call<Get>) -> Answer<Get> {
    let read = call.read();
    let user = read.users().get(call.params.id).await?.ok_or_else(|| Failure::not_found("user"))?;
    reply(&read, user).await
}
