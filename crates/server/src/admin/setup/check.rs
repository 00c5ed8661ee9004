//! `POST /api/v1/setup/check`

use api::setup::{Check, LinkState};
use store::LinkPurpose;

use crate::http::{Answer, PublicCall, Reply};
use crate::links;

/// Whether a set-up link still works.
///
/// # Errors
/// `link_invalid`, or `too_many_attempts` from this address.
pub async fn handle(call: PublicCall<Check>) -> Answer<Check> {
    call.app.attempts.from_address(&call.client.address)?;
    links::find(&call.app, &call.body.token, LinkPurpose::Setup).await?;
    Ok(Reply::new(LinkState { valid: true }))
}
