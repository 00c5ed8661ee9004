//! What every write of a person shares, inside its transaction.

use std::collections::HashMap;

use api::events;
use api::history::Action;
use domain::life_cycle::Subject as RuleSubject;
use domain::{IdentityProvider, Reason, Role, Status, UserId};
use store::{Change, Conflict, Tx, User};

use super::changes::{self, Plans};
use super::{Act, Error, emergency};
use crate::audit::Thing;

/// A person, locked until the end of the transaction, with what the rules of the life cycle decide by.
///
/// When they are an owner, all owners are locked before them, always in the same order, and counted: so that two who
/// deactivate the last two owners at once do not both succeed, and do not wait for each other either (R10).
pub(super) async fn locked(tx: &Tx, id: UserId) -> Result<(User, RuleSubject), Error> {
    let seen = tx.users().get(id).await?.ok_or(Error::NotFound)?;
    locked_as(tx, &seen).await
}

/// The same for a person who was read in this transaction already.
pub(super) async fn locked_as(tx: &Tx, seen: &User) -> Result<(User, RuleSubject), Error> {
    let owners = if seen.role == Role::Owner { tx.users().lock_active_owners().await? } else { u64::MAX };
    let user = tx.users().lock_seen(seen).await?.ok_or(Error::NotFound)?;
    if user.role != seen.role {
        return Err(Error::Stale);
    }
    let subject = subject(&user, owners);
    Ok((user, subject))
}

/// Many people, locked until the end of the transaction, always in the same order; and how many active owners there are, which
/// is kept from changing when one of the people is an owner (R10). Whoever is gone is left out.
pub(super) async fn locked_many(tx: &Tx, ids: &[UserId]) -> Result<(HashMap<UserId, User>, u64), Error> {
    let seen = tx.users().get_many(ids).await?;
    let has_owner = seen.iter().any(|user| user.role == Role::Owner);
    let owners = if has_owner { tx.users().lock_active_owners().await? } else { u64::MAX };
    let roles: HashMap<UserId, Role> = seen.iter().map(|user| (user.id, user.role)).collect();
    let users = tx.users().lock_all_seen(seen).await?;
    if users.iter().any(|user| roles.get(&user.id) != Some(&user.role)) {
        return Err(Error::Stale);
    }
    Ok((users.into_iter().map(|user| (user.id, user)).collect(), owners))
}

/// What the rules of the life cycle decide by, when there are so many active owners.
pub(super) fn subject(user: &User, owners: u64) -> RuleSubject {
    RuleSubject {
        id: user.id,
        role: user.role,
        status: user.status,
        ownership: user.ownership(),
        is_last_active_owner: user.role == Role::Owner && user.status.is_active() && owners <= 1,
    }
}

/// The identity provider of the organization, to be named in refusals (R4).
pub(super) async fn provider(tx: &Tx) -> Result<IdentityProvider, Error> {
    Ok(tx.provisioning().get().await?.map(|settings| settings.identity_provider).unwrap_or_default())
}

/// Was the site deleted between being looked up and being written? The database refuses the reference then.
pub(super) fn is_site_gone(error: &Error) -> bool {
    let Error::Store(store::Error::Conflict(Conflict::Constraint(name))) = error else { return false };
    name.contains("sites")
}

/// Was the plan deleted in between? Taking a seat of it says so.
pub(super) fn is_plan_gone(error: &Error) -> bool {
    let Error::Store(store::Error::Conflict(Conflict::Constraint(name))) = error else { return false };
    name.contains("plans")
}

/// How a person is called in the audit log, and in the rows of jobs.
#[must_use]
pub fn display_name(user: &User) -> String {
    let name = user.full_name();
    if name.is_empty() { user.username.clone() } else { name }
}

/// Gives the person that status as of now, in memory.
pub(super) fn with_status(user: &mut User, status: Status, act: &Act<'_>) {
    if user.status != status {
        user.status = status;
        user.deactivated_at = (!status.is_active()).then_some(act.at);
    }
}

/// Is there anything to write? Version and times say when something changed, not what.
fn differs(before: &User, after: &User) -> bool {
    User { version: before.version, updated_at: before.updated_at, ..after.clone() } != *before
}

/// Writes `after` with its entry and its announcement, and ends every session of whoever is deactivated by it
/// (R7). Writes nothing when nothing differs. `true`: something was written.
pub(super) async fn save(
    tx: &Tx,
    act: &Act<'_>,
    before: &User,
    after: User,
    site: Option<&str>,
    action: Action,
) -> Result<(User, bool), Error> {
    if !differs(before, &after) {
        return Ok((before.clone(), false));
    }
    let plans = plans(tx, before, &after).await?;
    let mut changes = changes::between(before, &after, site, &plans);
    let after = tx.users().update(before, User { updated_at: act.at, ..after }).await?;
    let is_deactivation = before.status.is_active() && !after.status.is_active();
    if is_deactivation {
        let ended = end_sessions(tx, act, after.id).await?;
        // The proof of R7, whoever deactivates.
        if ended > 0 {
            let to = Some(ended.to_string());
            changes.push(Change { field: "sessions_ended".to_owned(), from: None, to });
        }
    }
    act.record(tx, action, Thing::user(after.id, &display_name(&after)), changes).await?;
    if is_deactivation {
        act.announce(tx, events::Subject::Session, &after.id.to_string());
    }
    // Whoever waits for it hears of it, whatever else was done by the same request (R7).
    match (before.status, after.status, action) {
        (
            Status::Active,
            Status::Deactivated,
            Action::UserLinked | Action::UserRelinked | Action::UserEdited,
        ) => {
            act.announce_action(tx, after.id, Action::UserDeactivated);
        }
        (
            Status::Deactivated,
            Status::Active,
            Action::UserLinked | Action::UserRelinked | Action::UserEdited,
        ) => {
            act.announce_action(tx, after.id, Action::UserActivated);
        }
        _ => {}
    }
    keep_a_way_in(tx, before).await?;
    Ok((after, true))
}

/// The names of the plans, where there is a change of them.
async fn plans(tx: &Tx, before: &User, after: &User) -> Result<Plans, Error> {
    if before.plan_id == after.plan_id {
        return Ok(Plans::default());
    }
    let names = tx.licenses().names(before.plan_id.into_iter().chain(after.plan_id)).await?;
    let of = |user: &User| user.plan_id.and_then(|id| names.get(&id).cloned());
    Ok(Plans { from: of(before), to: of(after) })
}

/// R27: while single sign-on is on, the last owner who could sign in without it stays able to. `before` is the person who was changed or
/// deleted.
pub(super) async fn keep_a_way_in(tx: &Tx, before: &User) -> Result<(), Error> {
    if before.role != Role::Owner || !before.status.is_active() {
        return Ok(());
    }
    let on = tx.sso().get().await?.is_some_and(|settings| settings.enabled);
    if !on || emergency::somebody_is_able(tx).await? {
        return Ok(());
    }
    Err(Reason::EmergencyAccessLast.into())
}

/// Ends every session and API token of the person, and every link that would begin a session (R7); returns how many sessions.
pub(super) async fn end_sessions(tx: &Tx, act: &Act<'_>, id: UserId) -> Result<u64, Error> {
    let ended = tx.sessions().delete_of_user(id, None).await?;
    act.count_ended(ended);
    tx.one_time_links().delete_of_user(id).await?;
    for token in tx.api_tokens().delete_of_user(id).await? {
        let thing = Thing::api_token(token.id, &token.name);
        act.record(tx, Action::ApiTokenRevoked, thing, Vec::new()).await?;
    }
    Ok(ended)
}
