//! `GET /api/v1/applications/provider`

use api::applications::GetProvider;

use super::provider;
use crate::http::{Answer, Call, Reply};

/// What applications are configured with, and since when the present key signs.
///
/// # Errors
/// The database fails.
pub async fn handle(call: Call<GetProvider>) -> Answer<GetProvider> {
    Ok(Reply::new(provider(&call.app, &call.read()).await?))
}
