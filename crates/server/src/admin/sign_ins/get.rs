//! `GET /api/v1/sign-ins/{id}`

use api::sign_ins::Get;

use super::body;
use crate::http::{Answer, Call, Failure, Reply};

/// One attempt, with every check.
///
/// # Errors
/// `not_found`.
pub async fn handle(call: Call<Get>) -> Answer<Get> {
    let found = call.read().sign_ins().get(call.params.id).await?;
    Ok(Reply::new(body(found.ok_or_else(|| Failure::not_found("entry of the sign-in log"))?)))
}
