//! Activation, deactivation and deletion in the console (R6-R10).

use api::events;
use api::history::Action;
use domain::life_cycle::{
    Subject as RuleSubject, can_activate, can_deactivate, can_delete, provider_can_deactivate,
};
use domain::{IdentityProvider, Reason, Status, UserId};
use store::{Tx, User};

use super::write::{display_name, keep_a_way_in, locked, provider, save, with_status};
use super::{Act, Error, Who};
use crate::audit::Thing;

/// Activates or deactivates a person. Deactivation takes nothing away but their sessions (R7, R8).
///
/// # Errors
/// The rules: R2, R10, R32.
pub async fn set_status(act: &Act<'_>, id: UserId, status: Status) -> Result<User, Error> {
    act.write(|tx| async move {
        let (before, subject) = locked(&tx, id).await?;
        may_set_status(act.who, &subject, provider(&tx).await?, status)?;
        write_status(&tx, act, &before, status).await
    })
    .await
}

/// Writes what [`may_set_status`] has allowed.
pub(super) async fn write_status(
    tx: &Tx,
    act: &Act<'_>,
    before: &User,
    status: Status,
) -> Result<User, Error> {
    let mut after = before.clone();
    with_status(&mut after, status, act);
    let action = if status.is_active() { Action::UserActivated } else { Action::UserDeactivated };
    let (user, _) = save(tx, act, before, after, None, action).await?;
    Ok(user)
}

/// The rules: R2, R10, R32.
pub(super) fn may_set_status(
    who: Who,
    subject: &RuleSubject,
    provider: IdentityProvider,
    status: Status,
) -> Result<(), Reason> {
    match (who.person(), status) {
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
        may_delete(act.who, &subject)?;
        write_deletion(&tx, act, &user).await
    })
    .await
}

/// The rules: R10, R32.
pub(super) fn may_delete(who: Who, subject: &RuleSubject) -> Result<(), Reason> {
    match who.person() {
        Some(actor) => can_delete(actor, subject),
        None => provider_can_deactivate(subject),
    }
}

/// Deletes whom [`may_delete`] has allowed.
pub(super) async fn write_deletion(tx: &Tx, act: &Act<'_>, user: &User) -> Result<(), Error> {
    tx.users().delete(user).await?;
    let thing = Thing::user(user.id, &display_name(user));
    act.record(tx, Action::UserDeleted, thing, Vec::new()).await?;
    act.announce(tx, events::Subject::Session, &user.id.to_string());
    keep_a_way_in(tx, user).await
}
