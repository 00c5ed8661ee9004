//! `GET /api/v1/jobs/{id}`

use api::jobs::Get;

use super::{body, find};
use crate::http::{Answer, Call, Reply};

/// One job.
///
/// # Errors
/// `not_found`.
pub async fn handle(call: Call<Get>) -> Answer<Get> {
    Ok(Reply::new(body(find(&call.read(), call.params.id).await?)))
}
