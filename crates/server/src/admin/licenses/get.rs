//! `GET /api/v1/licenses/{id}`

use api::licenses::Get;

use super::reply;
use crate::http::{Answer, Call};

/// One plan.
///
/// # Errors
/// `not_found`.
pub async fn handle(call: Call<Get>) -> Answer<Get> {
    reply(&call.read(), call.params.id).await
}
