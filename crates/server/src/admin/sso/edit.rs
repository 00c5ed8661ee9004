//! `PATCH /api/v1/sso`: the switch.

use api::Endpoint;
use api::history::Action;
use api::sso::Edit;
use domain::Reason;
use store::{Change, SingleSignOn, Tx};

use super::{Refused, before, changed_to};
use crate::audit::{self, Thing};
use crate::http::{Answer, Call};
use crate::people::emergency::is_able;
use crate::sso::parties;

/// How fresh the proof of a password has to be when passwords are switched off, in milliseconds: an hour.
pub(super) const FRESH_MS: i64 = 3_600_000;

/// Switches single sign-on on or off. On, passwords are off but for emergency access, which has to be proven before (R27).
///
/// # Errors
/// `refused` (R23, R24, R27); `changed_elsewhere` with everything as it is now.
pub async fn handle(call: Call<Edit>) -> Answer<Edit> {
    let before = before(&call).await?;
    let outcome = if !call.if_match.admits(before.version.unsigned_abs()) {
        Err(Refused::Stale)
    } else if before.enabled == call.body.enabled {
        Ok(())
    } else {
        switch(&call, &before).await
    };
    changed_to(&call, outcome).await
}

async fn switch(call: &Call<Edit>, before: &SingleSignOn) -> Result<(), Refused> {
    let on = call.body.enabled;
    if on {
        let active = before.active.ok_or(Reason::SsoNotSetUp)?;
        must_not_have_expired(call, active).await?;
    }
    let after = &SingleSignOn { enabled: on, updated_at: call.now(), ..before.clone() };
    let change = Change {
        field: "enabled".to_owned(),
        from: Some(before.enabled.to_string()),
        to: Some(on.to_string()),
    };
    let entry =
        &call.origin().entry(&call.app, Action::SsoSwitched, Thing::sso(call.actor.org), vec![change]);
    let now = call.now();
    call.app
        .store
        .write(call.actor.org, |tx| async move {
            if on && !somebody_is_proven(&tx, |at| now.ms_since(at) <= FRESH_MS).await? {
                return Err(Reason::EmergencyAccessMissing.into());
            }
            tx.sso().update(before, after.clone()).await?;
            audit::record(&tx, entry, api::events::Subject::Sso).await.map_err(Refused::from)
        })
        .await
}

/// R24: nobody could sign in.
pub(super) async fn must_not_have_expired<E: Endpoint>(
    call: &Call<E>,
    id: domain::RevisionId,
) -> Result<(), Refused> {
    let organization = super::organization(call).await?;
    let idp = parties::identity_provider(&parties::revision(&call.app, &organization, id).await?);
    let usable = idp.certificates.iter().any(|certificate| call.now() < certificate.not_after());
    if usable { Ok(()) } else { Err(Reason::SsoCertificateExpired.into()) }
}

/// Is there an active owner with emergency access, a password, and a proof of it that `fresh` takes?
async fn somebody_is_proven(
    tx: &Tx,
    fresh: impl Fn(domain::Timestamp) -> bool,
) -> Result<bool, store::Error> {
    for access in tx.emergency_access().list().await? {
        if access.proven_at.is_some_and(&fresh) && is_able(tx, access.user_id).await? {
            return Ok(true);
        }
    }
    Ok(false)
}
