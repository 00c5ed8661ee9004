//! `POST /api/v1/sso/emergency-access/proofs`

use api::Code;
use api::history::Action;
use api::sso::ProveEmergency;

use super::emergency::{entry, find, must_be_able, must_be_owner};
use super::{Refused, changed_to};
use crate::audit;
use crate::http::{Answer, Call, Failure};
use crate::session::device::{self, Device};

/// An owner types their password anew, and is named by that.
///
/// # Errors
/// `sign_in_failed`, `too_many_attempts`; `refused` (R27, R32).
pub async fn handle(call: Call<ProveEmergency>) -> Answer<ProveEmergency> {
    must_be_owner(&call)?;
    let (app, actor) = (&call.app, &call.actor);
    app.attempts.from_address(&call.client.address).await?;
    let device = Device::read(app, &call.headers, actor.org, &actor.username).await?;
    app.attempts.begin(actor.org, &actor.username, device.as_ref()).await?;
    let credential = call.read().credentials().get(actor.id).await?;
    let hash = credential.as_ref().map(|credential| credential.password_hash.as_str());
    if !app.passwords.verify(&call.body.password, hash).await {
        return Err(Failure::new(Code::InvalidFields, "This is not your password. Type it again."));
    }
    app.attempts.succeeded(actor.org, &actor.username, device.as_ref()).await?;
    let user = find(&call, actor.id).await?;
    let entry = &entry(&call, Action::EmergencyAccessProven, &user);
    let (id, now) = (actor.id, call.now());
    let outcome = app.store.write(actor.org, |tx| async move {
        must_be_able(&tx, id).await?;
        tx.emergency_access().insert(id, now).await?;
        tx.emergency_access().prove(id, now, false).await?;
        audit::record(&tx, entry, api::events::Subject::Sso).await.map_err(Refused::from)
    });
    let reply = changed_to(&call, outcome.await).await?;
    Ok(reply.cookies(device::cookie(app, actor.org, &actor.username)))
}
