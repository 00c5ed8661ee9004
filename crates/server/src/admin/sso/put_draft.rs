//! `PUT /api/v1/sso/draft`

use api::sso::PutDraft;

use super::draft::{check, save};
use super::{Refused, before, changed_to};
use crate::http::{Answer, Call};

/// Saves the draft: nobody signs in with it before it is activated.
///
/// # Errors
/// `invalid_fields`; `changed_elsewhere` with everything as it is now.
pub async fn handle(call: Call<PutDraft>) -> Answer<PutDraft> {
    let settings = check(&call.body, call.now())?;
    let before = before(&call).await?;
    let outcome = if call.if_match.admits(before.version.unsigned_abs()) {
        save(&call, &before, &settings).await
    } else {
        Err(Refused::Stale)
    };
    changed_to(&call, outcome).await
}
