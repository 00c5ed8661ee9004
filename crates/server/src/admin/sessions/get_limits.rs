//! `GET /api/v1/session-limits`

use api::sessions::GetLimits;

use super::limits::body;
use crate::http::{Answer, Call, Failure, Reply};

/// How long sessions last.
///
/// # Errors
/// The database fails.
pub async fn handle(call: Call<GetLimits>) -> Answer<GetLimits> {
    let settings = call.read().sso().get().await?.ok_or_else(|| Failure::not_found("organization"))?;
    let limits = body(&settings);
    Ok(Reply::new(limits).etag(limits.version))
}
