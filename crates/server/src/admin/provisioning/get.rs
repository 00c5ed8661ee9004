//! `GET /api/v1/provisioning`

use api::provisioning::Get;

use super::settings;
use crate::http::{Answer, Call, Reply};

/// The provisioning settings.
///
/// # Errors
/// The database fails.
pub async fn handle(call: Call<Get>) -> Answer<Get> {
    let settings = settings(&call.app, &call.read()).await?;
    let version = settings.version;
    Ok(Reply::new(settings).etag(version))
}
