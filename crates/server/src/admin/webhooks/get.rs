//! `GET /api/v1/webhooks/{id}`

use api::webhooks::Get;

use super::reply;
use crate::http::{Answer, Call};

/// One webhook.
///
/// # Errors
/// `not_found`.
pub async fn handle(call: Call<Get>) -> Answer<Get> {
    reply(&call.read(), call.params.id).await
}
