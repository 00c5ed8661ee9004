//! `/Groups`: a file an operation. Groups grant nothing here; they are kept as the identity provider sends them, and shown on a
//! person's page.

pub mod create;
pub mod delete;
pub mod get;
pub mod list;
mod predicate;
mod view;
pub mod write;

use std::collections::{HashMap, HashSet};

use ::scim::{GroupWrite, MemberRef, MemberStep, ScimError, ScimType};
use api::events::Subject;
use domain::{Timestamp, UserId};
use store::{Conflict, Group, Member, Tx};
use uuid::Uuid;

use super::failure::Failure;
use crate::audit;

/// The id in a path; one of another form names nothing.
fn parse_id(id: &str) -> Result<Uuid, Failure> {
    Uuid::try_parse(id).map_err(|_| no_such_group())
}

/// 404.
fn no_such_group() -> Failure {
    ScimError::new(404, "There is no group with this id. It may have been deleted.").into()
}

/// A name that another group has is a conflict of the protocol, not a failure of the database.
fn taken(error: Failure, conflict: Option<&str>) -> Failure {
    match conflict {
        Some(constraint) if constraint.contains("scim_groups") => {
            ScimError::of(ScimType::Uniqueness, "Another group has this displayName.").into()
        }
        _ => error,
    }
}

/// What a write of the store failed with, in SCIM's words.
fn failed(error: store::Error) -> Failure {
    let constraint = match &error {
        store::Error::Conflict(Conflict::Constraint(name)) => Some(name.clone()),
        _ => None,
    };
    taken(error.into(), constraint.as_deref())
}

/// Does to the group what was asked for. Returns it as it is then; unchanged, when it was like that already.
async fn apply(tx: &Tx, before: &Group, asked: &GroupWrite, at: Timestamp) -> Result<Group, Failure> {
    let mut after = before.clone();
    if let Some(name) = &asked.display_name {
        after.display_name.clone_from(name);
    }
    if let Some(external_id) = &asked.external_id {
        after.external_id.clone_from(external_id);
    }
    let mut changed = after != *before;
    for step in &asked.members {
        changed |= step_done(tx, before.id, step).await?;
    }
    if !changed {
        return Ok(after);
    }
    let after = tx.groups().update(before, Group { updated_at: at, ..after }).await.map_err(failed)?;
    tx.announce(&audit::name(Subject::Group), &after.id.to_string(), at);
    Ok(after)
}

/// Does one step about the members; `true`: somebody came or went.
async fn step_done(tx: &Tx, group: Uuid, step: &MemberStep) -> Result<bool, Failure> {
    let groups = tx.groups();
    match step {
        MemberStep::Add(members) => {
            let members = known(tx, members).await?;
            Ok(groups.add_members(group, &members).await? > 0)
        }
        MemberStep::Remove(values) => Ok(groups.remove_members(group, values).await? > 0),
        MemberStep::Replace(members) => {
            let present = groups.members(&[group]).await?.remove(&group).unwrap_or_default();
            let wanted: HashSet<&str> = members.iter().map(|member| member.value.as_str()).collect();
            let gone = present.into_iter().map(|member| member.value);
            let gone: Vec<String> = gone.filter(|value| !wanted.contains(value.as_str())).collect();
            let removed = groups.remove_members(group, &gone).await?;
            let members = known(tx, members).await?;
            Ok(groups.add_members(group, &members).await? + removed > 0)
        }
    }
}

/// The members with the people that their ids name. Whoever is not known is kept as well: the identity provider may send
/// the group before its members.
async fn known(tx: &Tx, members: &[MemberRef]) -> Result<Vec<Member>, store::Error> {
    let ids: Vec<Uuid> = members.iter().filter_map(|member| Uuid::try_parse(&member.value).ok()).collect();
    let people: HashMap<Uuid, UserId> = tx.users().ids_by_scim_ids(&ids).await?;
    let member = |sent: &MemberRef| Member {
        value: sent.value.clone(),
        user: Uuid::try_parse(&sent.value).ok().and_then(|id| people.get(&id).copied()),
        display: sent.display.clone(),
    };
    Ok(members.iter().map(member).collect())
}
