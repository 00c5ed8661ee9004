//! The audit log of the organization (R33).

pub mod export;
pub mod list;

use api::Problem;
use api::audit as of;
use api::problem::FieldError;
use domain::validation::{self, Invalid};
use store::{AuditEntry, AuditFilter};

use super::history::{action, actor, changes};
use crate::audit;
use crate::http::{Failure, Routes};

/// Binds the operations of `api::audit`.
#[must_use]
pub fn mount(routes: Routes) -> Routes {
    routes.mount::<of::List, _, _, _>(list::handle).mount::<of::Export, _, _, _>(export::handle)
}

/// What is asked of the store.
///
/// # Errors
/// `invalid_fields`, with everything that is wrong at once.
fn filter(filters: &of::Filters) -> Result<AuditFilter, Failure> {
    let mut errors = Vec::new();
    let max = validation::MAX_TEXT;
    for (name, text) in
        [("actor_id", &filters.actor_id), ("subject_id", &filters.subject_id), ("search", &filters.search)]
    {
        if text.as_ref().is_some_and(|text| text.chars().count() > max) {
            errors.push(FieldError::invalid(name, Invalid::TooLong { max }));
        }
    }
    if filters.subject_id.is_some() && filters.subject.is_none() {
        errors.push(FieldError::invalid("subject", Invalid::Empty));
    }
    if !errors.is_empty() {
        return Err(Problem::fields(errors).into());
    }
    Ok(AuditFilter {
        from: filters.from,
        to: filters.to,
        actor_kind: filters.actor.map(store_kind),
        actor_id: filters.actor_id.clone(),
        action: filters.action.map(audit::name),
        subject_kind: filters.subject.map(audit::name),
        subject_id: filters.subject_id.clone(),
        search: filters.search.clone(),
    })
}

const fn store_kind(kind: api::history::ActorKind) -> store::ActorKind {
    match kind {
        api::history::ActorKind::Person => store::ActorKind::Admin,
        api::history::ActorKind::IdentityProvider => store::ActorKind::IdentityProvider,
        api::history::ActorKind::System => store::ActorKind::System,
        api::history::ActorKind::Operator => store::ActorKind::Operator,
    }
}

/// The entry for people. One that a newer version wrote, of a kind that this one does not know, is left out.
fn body(entry: AuditEntry) -> Option<of::AuditEntry> {
    Some(of::AuditEntry {
        id: entry.id,
        at: entry.at,
        actor: actor(entry.actor_kind),
        actor_id: entry.actor_id,
        actor_name: entry.actor_name,
        action: action(&entry.action)?,
        subject: audit::named(&entry.subject_kind)?,
        subject_id: entry.subject_id,
        subject_name: entry.subject_name,
        changes: changes(entry.changes),
        address: entry.address,
        request_id: entry.request_id,
    })
}
