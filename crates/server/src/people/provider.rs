//! What the identity provider does to people, through SCIM.

use api::history::Action;
use domain::life_cycle::{self, Subject as RuleSubject};
use domain::{ManagedBy, Reason, RetrievalScope, Status, UserId, sites};
use store::{Tx, User};
use uuid::Uuid;

use super::provider_write::outcome;
use super::write::{display_name, is_site_gone, locked_as, save, with_status};
use super::{Act, Current, Error, Outcome, Provided, Who, Written, changes};
use crate::audit::Thing;

/// Makes a person (R19: hidden from the directory), or brings one back whom an earlier SCIM DELETE took away (R9).
///
/// # Errors
/// [`Reason::UsernameTaken`] also when the identity provider may not see whose username it is (R30);
/// [`Error::UnknownSite`] (R13).
pub async fn create_from_idp(act: &Act<'_>, provided: &Provided) -> Result<Written, Error> {
    let (id, scim_id) = (UserId(act.app.new_id()), Uuid::from_u128(act.app.new_id()));
    act.write(|tx| async move {
        match tx.users().by_username(&provided.username).await? {
            None => insert(&tx, act, provided, id, scim_id).await,
            Some(user) => relink(&tx, act, provided, &user, scim_id).await,
        }
    })
    .await
}

async fn insert(
    tx: &Tx,
    act: &Act<'_>,
    provided: &Provided,
    id: UserId,
    scim_id: Uuid,
) -> Result<Written, Error> {
    let blank = blank(act, id, scim_id);
    let mut user = provided.applied_to(&blank, act);
    let site = set_site(tx, &mut user, None, provided).await?;
    tx.users().insert(&user).await.map_err(|error| site_gone(error.into(), provided))?;
    let changes = changes::of_new(&user, site.as_deref(), None);
    act.record(tx, Action::UserCreated, Thing::user(id, &display_name(&user)), changes).await?;
    Ok(Written { user, site, outcome: Outcome::Created, before: None })
}

/// A person of whom the identity provider has said nothing yet.
fn blank(act: &Act<'_>, id: UserId, scim_id: Uuid) -> User {
    User {
        managed_by: ManagedBy::IdentityProvider,
        directory_visible: false,
        scim_created_at: Some(act.at),
        ..User::new(id, scim_id, "", act.at)
    }
}

async fn relink(
    tx: &Tx,
    act: &Act<'_>,
    provided: &Provided,
    seen: &User,
    scim_id: Uuid,
) -> Result<Written, Error> {
    let (before, subject) = locked_as(tx, seen).await?;
    if before.scim_tombstoned_at.is_none() {
        return Err(Reason::UsernameTaken.into());
    }
    let mut after = provided.changing(&before, act);
    after.scim_id = Some(scim_id);
    after.scim_tombstoned_at = None;
    after.scim_created_at = Some(act.at);
    let site_before = site_name(tx, &before).await?;
    let site = set_site(tx, &mut after, site_before.clone(), provided).await?;
    may_become(&subject, after.status)?;
    let saved = save(tx, act, &before, after, site.as_deref(), Action::UserRelinked).await;
    let (user, _) = saved.map_err(|error| site_gone(error, provided))?;
    let before = Some(Current { user: before, site: site_before });
    Ok(Written { user, site, outcome: Outcome::Relinked, before })
}

/// Changes the person with that SCIM id into what `decide` makes of them. A first write to a local person links them
/// (R5). `decide` sees the person locked, and may run more than once.
///
/// # Errors
/// [`Error::NotFound`] also for those whom the identity provider may not see (R30); what `decide` returns;
/// [`Reason::SiteAlreadySet`] (R12), [`Error::UnknownSite`] (R13), [`Reason::LastActiveOwner`] (R10),
/// [`Reason::UsernameTaken`]. Nothing is written then.
pub async fn write_from_idp<E, F>(act: &Act<'_>, scim_id: Uuid, decide: F) -> Result<Written, E>
where
    E: From<Error> + From<store::Error> + Send,
    F: Fn(&Current) -> Result<Provided, E> + Send + Sync,
{
    let decide = &decide;
    act.write(|tx| async move {
        let (current, subject) = current(&tx, act, scim_id).await?;
        let provided = decide(&current)?;
        Ok(change(&tx, act, current, &subject, &provided).await?)
    })
    .await
}

async fn change(
    tx: &Tx,
    act: &Act<'_>,
    current: Current,
    subject: &RuleSubject,
    provided: &Provided,
) -> Result<Written, Error> {
    let before = &current.user;
    let mut after = provided.changing(before, act);
    let site = set_site(tx, &mut after, current.site.clone(), provided).await?;
    may_become(subject, after.status)?;
    let action = match (before.managed_by, before.status, after.status) {
        (ManagedBy::Local, ..) => Action::UserLinked,
        (_, Status::Active, Status::Deactivated) => Action::UserDeactivated,
        (_, Status::Deactivated, Status::Active) => Action::UserActivated,
        _ => Action::UserEdited,
    };
    let saved = save(tx, act, before, after, site.as_deref(), action).await;
    let (user, changed) = saved.map_err(|error| site_gone(error, provided))?;
    let outcome = outcome(before, &user, changed);
    Ok(Written { user, site, outcome, before: Some(current) })
}

/// SCIM's DELETE: the person is deactivated and stays; their SCIM id is gone (R9). `admit` sees the person first, for
/// `If-Match`.
///
/// # Errors
/// As [`write_from_idp`].
pub async fn tombstone<E, F>(act: &Act<'_>, scim_id: Uuid, admit: F) -> Result<Written, E>
where
    E: From<Error> + From<store::Error> + Send,
    F: Fn(&Current) -> Result<(), E> + Send + Sync,
{
    let admit = &admit;
    act.write(|tx| async move {
        let (current, subject) = current(&tx, act, scim_id).await?;
        admit(&current)?;
        Ok(take_away(&tx, act, current, &subject).await?)
    })
    .await
}

async fn take_away(
    tx: &Tx,
    act: &Act<'_>,
    current: Current,
    subject: &RuleSubject,
) -> Result<Written, Error> {
    let before = &current.user;
    let mut after = User { scim_id: None, scim_tombstoned_at: Some(act.at), ..before.clone() };
    // Whoever the identity provider deletes has been its own at least since then (R5).
    after.managed_by = ManagedBy::IdentityProvider;
    with_status(&mut after, Status::Deactivated, act);
    may_become(subject, after.status)?;
    let site = current.site.clone();
    let (user, _) = save(tx, act, before, after, site.as_deref(), Action::UserDeprovisioned).await?;
    tx.groups().remove_user(user.id).await?;
    Ok(Written { user, site, outcome: Outcome::Deprovisioned, before: Some(current) })
}

/// The person with that SCIM id, locked; not found when hidden (R30).
async fn current(tx: &Tx, act: &Act<'_>, scim_id: Uuid) -> Result<(Current, RuleSubject), Error> {
    let (seen, site) = tx.users().by_scim_id(scim_id).await?.ok_or(Error::NotFound)?;
    let (user, subject) = locked_as(tx, &seen).await?;
    if user.scim_id != Some(scim_id) {
        return Err(Error::NotFound);
    }
    let only_own =
        matches!(act.who, Who::IdentityProvider { scope: RetrievalScope::CreatedByIdentityProvider, .. });
    if only_own && user.managed_by == ManagedBy::Local {
        return Err(Error::NotFound);
    }
    let site = if user.site_id == seen.site_id { site } else { site_name(tx, &user).await? };
    Ok((Current { user, site }, subject))
}

async fn site_name(tx: &Tx, user: &User) -> Result<Option<String>, Error> {
    let Some(id) = user.site_id else { return Ok(None) };
    Ok(tx.sites().get(id).await?.map(|site| site.name))
}

/// R12, R13: sets the site that is named, where none is set. Returns the name of the person's site.
async fn set_site(
    tx: &Tx,
    user: &mut User,
    before: Option<String>,
    provided: &Provided,
) -> Result<Option<String>, Error> {
    let Some(name) = &provided.site else { return Ok(before) };
    if before.as_ref() == Some(name) {
        return Ok(before);
    }
    let site = tx.sites().resolve(name).await?.ok_or_else(|| Error::UnknownSite { name: name.clone() })?;
    if sites::set_site(user.site_id, site.id)?.is_some() {
        user.site_id = Some(site.id);
    }
    Ok(Some(site.name))
}

/// R13 for a site that is deleted at the same moment: as if it had been gone before.
fn site_gone(error: Error, provided: &Provided) -> Error {
    match &provided.site {
        Some(name) if is_site_gone(&error) => Error::UnknownSite { name: name.clone() },
        _ => error,
    }
}

/// R10: the last active owner stays, also against the identity provider.
fn may_become(subject: &RuleSubject, status: Status) -> Result<(), Reason> {
    if status.is_active() { Ok(()) } else { life_cycle::provider_can_deactivate(subject) }
}
