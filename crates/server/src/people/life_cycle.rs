//! Activation, deactivation and deletion in the console (R6-R10).

use api::events;
use api::history::Action;
use domain::life_cycle::{
    Subject as RuleSubject, can_activate, can_deactivate, can_delete, provider_can_deactivate,
};
use domain::{IdentityProvider, Reason, Status, UserId};
use store::User;

use super::write::{display_name, locked, provider, save, with_status};
use super::{Act, Error};
use crate::audit::Thing;

/// Activates or deactivates a person. Deactivation takes nothing away but their sessions (R7, R8).
///
/// # Errors
/// The rules: R2, R10, R32.
pub async fn set_status(act: &Act<'_>, id: UserId, status: Status) -> Result<User, Error> {
    act.write(|tx| async move {
        let (before, subject) = locked(&tx, id).await?;
        may_set_status(act, &subject, provider(&tx).await?, status)?;
        let mut after = before.clone();
        with_status(&mut after, status, act);
        let action = if status.is_active() { Action::UserActivated } else { Action::UserDeactivated };
        let (user, _) = save(&tx, act, &before, after, None, action).await?;
        Ok(user)
    })
    .await
}

fn may_set_status(
    act: &Act<'_>,
    subject: &RuleSubject,
    provider: IdentityProvider,
    status: Status,
) -> Result<(), Reason> {
    match (act.who.person(), status) {
        (Some(actor), Status::Active) => can_activate(actor, subject, provider),
        (Some(actor), Status::Deactivated) => can_deactivate(actor, subject, provider),
        (None, Status::Active) => Ok(()),
        (None, Status::Deactivated) => provider_can_deactivate(subject),
    }
}

/// Deletes a person for good, with their sessions, password and links (R9). Their history stays.
///
/// # Errors
/// The rules: R10, R32.
pub async fn delete(act: &Act<'_>, id: UserId) -> Result<(), Error> {
    act.write(|tx| async move {
        let (user, subject) = locked(&tx, id).await?;
        match act.who.person() {
            Some(actor) => can_delete(actor, &subject)?,
            None => provider_can_deactivate(&subject)?,
        }
        tx.users().delete(&user).await?;
        act.record(&tx, Action::UserDeleted, Thing::user(id, &display_name(&user)), Vec::new()).await?;
        act.announce(&tx, events::Subject::Session, &id.to_string());
        Ok(())
    })
    .await
}
