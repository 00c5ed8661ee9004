//! `POST /api/v1/sso/metadata-change/dismiss`

use api::sso::DismissMetadata;

use super::held::{decide, held};
use super::{before, changed_to};
use crate::http::{Answer, Call, Failure};

/// Leaves the settings as they are, until the metadata changes again.
///
/// # Errors
/// `not_found`; the database fails.
pub async fn handle(call: Call<DismissMetadata>) -> Answer<DismissMetadata> {
    let change = held(&before(&call).await?)?;
    let text = serde_json::to_string(&change.metadata).map_err(|error| Failure::internal(&error))?;
    let outcome = decide(&call, Some(text)).await;
    changed_to(&call, outcome).await
}
