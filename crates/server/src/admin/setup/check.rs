//! `POST /api/v1/setup/check`

use api::setup::{Check, LinkState};
use domain::OrgId;
use store::{LinkPurpose, OneTimeLink};

use crate::app::App;
use crate::http::{Answer, Failure, PublicCall, Reply};
use crate::links;

/// Whether a set-up link still works.
///
/// # Errors
/// `link_invalid`, or `too_many_attempts` from this address.
pub async fn handle(call: PublicCall<Check>) -> Answer<Check> {
    call.app.attempts.from_address(&call.client.address).await?;
    find(&call.app, &call.body.token).await?;
    Ok(Reply::new(LinkState { valid: true }))
}

/// The set-up link; it is for the first organization only, and void once there is one.
pub(super) async fn find(app: &App, token: &str) -> Result<(OrgId, OneTimeLink), Failure> {
    let found = links::find(app, token, LinkPurpose::Setup).await?;
    if app.store.organizations().list().await?.is_empty() { Ok(found) } else { Err(links::invalid()) }
}
