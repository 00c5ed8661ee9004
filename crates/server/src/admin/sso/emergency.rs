//! R27: owners who may sign in with a password while passwords are off.

use api::history::Action;
use api::sso::{AddEmergency, ProveEmergency, RemoveEmergency};
use api::{Code, Endpoint};
use domain::{Reason, Role, UserId};
use store::{Tx, User};

use super::{Refused, changed_to};
use crate::audit::{self, Thing};
use crate::http::{Answer, Call, Failure};

/// `PUT /api/v1/sso/emergency-access/{user_id}`: an owner names an owner.
///
/// # Errors
/// `not_found`; `refused` (R27, R32).
pub(super) async fn add(call: Call<AddEmergency>) -> Answer<AddEmergency> {
    must_be_owner(&call)?;
    let id = call.params.user_id;
    let user = find(&call, id).await?;
    let entry = &entry(&call, Action::EmergencyAccessGiven, &user);
    let now = call.now();
    let outcome = call.app.store.write(call.actor.org, |tx| async move {
        must_be_able(&tx, id).await?;
        if tx.emergency_access().insert(id, now).await? {
            audit::record(&tx, entry, api::events::Subject::Sso).await?;
        }
        Ok(())
    });
    changed_to(&call, outcome.await).await
}

/// `DELETE /api/v1/sso/emergency-access/{user_id}`
///
/// # Errors
/// `not_found`; `refused` (R27: the last one, while single sign-on is on; R32).
pub(super) async fn remove(call: Call<RemoveEmergency>) -> Answer<RemoveEmergency> {
    must_be_owner(&call)?;
    let id = call.params.user_id;
    let user = find(&call, id).await?;
    let entry = &entry(&call, Action::EmergencyAccessTaken, &user);
    let outcome = call.app.store.write(call.actor.org, |tx| async move {
        tx.emergency_access().delete(id).await.map_err(|error| match error {
            store::Error::Stale => Refused::Failure(Failure::not_found("emergency access")),
            other => other.into(),
        })?;
        let enabled = tx.sso().get().await?.is_some_and(|settings| settings.enabled);
        if enabled && !somebody_is_able(&tx).await? {
            return Err(Reason::EmergencyAccessLast.into());
        }
        audit::record(&tx, entry, api::events::Subject::Sso).await.map_err(Refused::from)
    });
    changed_to(&call, outcome.await).await
}

/// `POST /api/v1/sso/emergency-access/proofs`: an owner types their password anew, and is named by that.
///
/// # Errors
/// `sign_in_failed`, `too_many_attempts`; `refused` (R27, R32).
pub(super) async fn prove(call: Call<ProveEmergency>) -> Answer<ProveEmergency> {
    must_be_owner(&call)?;
    let (app, actor) = (&call.app, &call.actor);
    app.attempts.from_address(&call.client.address)?;
    app.attempts.may_try(actor.org, &actor.username)?;
    let credential = call.read().credentials().get(actor.id).await?;
    let hash = credential.as_ref().map(|credential| credential.password_hash.as_str());
    if !app.passwords.verify(&call.body.password, hash).await {
        app.attempts.failed(actor.org, &actor.username);
        return Err(Failure::new(Code::InvalidFields, "This is not your password. Type it again."));
    }
    app.attempts.succeeded(actor.org, &actor.username);
    let user = find(&call, actor.id).await?;
    let entry = &entry(&call, Action::EmergencyAccessProven, &user);
    let (id, now) = (actor.id, call.now());
    let outcome = app.store.write(actor.org, |tx| async move {
        must_be_able(&tx, id).await?;
        tx.emergency_access().insert(id, now).await?;
        tx.emergency_access().prove(id, now, false).await?;
        audit::record(&tx, entry, api::events::Subject::Sso).await.map_err(Refused::from)
    });
    changed_to(&call, outcome.await).await
}

fn entry<E: Endpoint>(call: &Call<E>, action: Action, user: &User) -> store::AuditEntry {
    call.origin().entry(&call.app, action, Thing::user(user.id, &user.full_name()), Vec::new())
}

/// R32: who has a way in that nothing else closes is for owners to say.
fn must_be_owner<E: Endpoint>(call: &Call<E>) -> Result<(), Reason> {
    if call.actor.role == Role::Owner { Ok(()) } else { Err(Reason::OnlyOwnersChangeOwners) }
}

async fn find<E: Endpoint>(call: &Call<E>, id: UserId) -> Result<User, Failure> {
    call.read().users().get(id).await?.ok_or_else(|| Failure::not_found("user"))
}

async fn is_able(tx: &Tx, id: UserId) -> Result<bool, store::Error> {
    let user = tx.users().lock(id).await?;
    let owner = user.is_some_and(|user| user.status.is_active() && user.role == Role::Owner);
    Ok(owner && tx.credentials().get(id).await?.is_some())
}

async fn must_be_able(tx: &Tx, id: UserId) -> Result<(), Refused> {
    if is_able(tx, id).await? { Ok(()) } else { Err(Reason::EmergencyAccessForOwners.into()) }
}

/// Is anybody left with emergency access?
async fn somebody_is_able(tx: &Tx) -> Result<bool, store::Error> {
    for access in tx.emergency_access().list().await? {
        if is_able(tx, access.user_id).await? {
            return Ok(true);
        }
    }
    Ok(false)
}
