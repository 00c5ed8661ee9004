//! `POST /api/v1/sso/activations`: from draft to active, and back.

use api::history::Action;
use api::sso::Activate;
use domain::{Reason, Role};
use store::{Change, SingleSignOn, SsoRevision};

use super::edit::must_not_have_expired;
use super::{Refused, before, changed_to};
use crate::audit::{self, Thing};
use crate::http::{Answer, Call, Failure};

/// Makes a revision active: the draft, when it was tested or an owner takes it upon themselves; or the one that was active before.
///
/// # Errors
/// `not_found`; `refused` (R24, R32); `changed_elsewhere` with everything as it is now.
pub async fn handle(call: Call<Activate>) -> Answer<Activate> {
    let before = before(&call).await?;
    let outcome = if call.if_match.admits(before.version.unsigned_abs()) {
        activate(&call, &before).await
    } else {
        Err(Refused::Stale)
    };
    changed_to(&call, outcome).await
}

async fn activate(call: &Call<Activate>, before: &SingleSignOn) -> Result<(), Refused> {
    let id = call.body.revision;
    let is_draft = before.draft == Some(id);
    if before.active == Some(id) {
        return Ok(());
    }
    if !is_draft && before.previous != Some(id) {
        return Err(Failure::not_found("revision").into());
    }
    let revision = call.read().sso().revision(id).await?.ok_or_else(|| Failure::not_found("revision"))?;
    must_not_have_expired(call, id).await?;
    if is_draft && revision.tested_at.is_none() {
        if !call.body.untested {
            return Err(Reason::SsoDraftNotTested.into());
        }
        if call.actor.role != Role::Owner {
            return Err(Reason::SsoDraftNotTested.into());
        }
    }
    write(call, before, &revision, is_draft).await
}

async fn write(
    call: &Call<Activate>,
    before: &SingleSignOn,
    revision: &SsoRevision,
    is_draft: bool,
) -> Result<(), Refused> {
    let now = call.now();
    let after = &SingleSignOn {
        active: Some(revision.id),
        previous: before.active,
        draft: if is_draft { None } else { before.draft },
        metadata_change: None,
        metadata_dismissed: None,
        metadata_read_at: None,
        warned_days: None,
        updated_at: now,
        ..before.clone()
    };
    let changes = vec![
        Change { field: "revision".to_owned(), from: None, to: Some(revision.number.to_string()) },
        Change { field: "tested".to_owned(), from: None, to: Some(revision.tested_at.is_some().to_string()) },
    ];
    let entry = &call.origin().entry(&call.app, Action::SsoActivated, Thing::sso(call.actor.org), changes);
    call.app
        .store
        .write(call.actor.org, |tx| async move {
            // A test that comes through meanwhile is not forgotten.
            let current = tx.sso().revision(revision.id).await?.ok_or(store::Error::Stale)?;
            tx.sso().mark_revision(revision.id, current.tested_at, Some(now)).await?;
            tx.sso().update(before, after.clone()).await?;
            audit::record(&tx, entry, api::events::Subject::Sso).await.map_err(Refused::from)
        })
        .await
}
