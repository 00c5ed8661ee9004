//! `GET /api/v1/sites/{id}`

use api::sites::Get;

use super::reply;
use crate::http::{Answer, Call};

/// One site.
///
/// # Errors
/// `not_found`.
pub async fn handle(call: Call<Get>) -> Answer<Get> {
    reply(&call.read(), call.params.id).await
}
