//! `GET /api/v1/applications/{id}`

use api::applications::Get;

use super::reply;
use crate::http::{Answer, Call};

/// One application.
///
/// # Errors
/// `not_found`.
pub async fn handle(call: Call<Get>) -> Answer<Get> {
    reply(&call.read(), call.params.id).await
}
