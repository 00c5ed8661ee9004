//! `POST /api/v1/sso/emergency-access/proofs`

use api::history::Action;
use api::sso::ProveEmergency;

use super::emergency::{entry, find, must_be_able, must_be_owner};
use super::{Refused, changed_to};
use crate::audit;
use crate::http::{Answer, Call};
use crate::session::{device, own_password};

/// An owner types their password anew, and is named by that.
///
/// # Errors
/// `invalid_fields`: not their password; `too_many_attempts`; `refused` (R27, R32).
pub async fn handle(call: Call<ProveEmergency>) -> Answer<ProveEmergency> {
    must_be_owner(&call)?;
    let (app, actor) = (&call.app, &call.actor);
    own_password::verify(&call, "password", &call.body.password).await?;
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
