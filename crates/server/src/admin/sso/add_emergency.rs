//! `PUT /api/v1/sso/emergency-access/{user_id}`

use api::history::Action;
use api::sso::AddEmergency;

use super::changed_to;
use super::emergency::{entry, find, must_be_able, must_be_owner};
use crate::audit;
use crate::http::{Answer, Call};

/// An owner names an owner.
///
/// # Errors
/// `not_found`; `refused` (R27, R32).
pub async fn handle(call: Call<AddEmergency>) -> Answer<AddEmergency> {
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
