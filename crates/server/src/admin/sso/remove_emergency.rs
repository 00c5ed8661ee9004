//! `DELETE /api/v1/sso/emergency-access/{user_id}`

use api::history::Action;
use api::sso::RemoveEmergency;
use domain::Reason;

use super::emergency::{entry, find, must_be_owner};
use super::{Refused, changed_to};
use crate::audit;
use crate::http::{Answer, Call, Failure};
use crate::people::emergency::somebody_is_able;

/// Takes emergency access away.
///
/// # Errors
/// `not_found`; `refused` (R27: the last one, while single sign-on is on; R32).
pub async fn handle(call: Call<RemoveEmergency>) -> Answer<RemoveEmergency> {
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
