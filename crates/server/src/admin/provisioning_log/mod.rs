//! The provisioning log (R31): what the identity provider asked for, and how it fares.

pub mod get;
pub mod health;
pub mod list;

use api::provisioning_log as of;
use store::LogEntry;

use crate::http::Routes;

/// SCIM paths that a list names of one entry.
const NAMED: usize = 5;

/// Binds the operations of `api::provisioning_log`.
#[must_use]
pub fn mount(routes: Routes) -> Routes {
    routes
        .mount::<of::List, _, _, _>(list::handle)
        .mount::<of::Get, _, _, _>(get::handle)
        .mount::<of::GetHealth, _, _, _>(health::handle)
}

/// An entry as lists show it.
fn entry(entry: &LogEntry) -> of::Entry {
    of::Entry {
        id: entry.id,
        at: entry.at,
        operation: entry.operation,
        resource: entry.resource,
        outcome: entry.outcome,
        status: entry.status,
        effect: entry.effect,
        found: entry.found,
        cause: entry.cause,
        reason: entry.cause.map(|cause| cause.words().to_owned()),
        user_id: entry.user_id,
        subject: entry.subject.clone(),
        changed: entry.changes.iter().take(NAMED).map(|change| change.path.clone()).collect(),
        token_name: entry.token_name.clone(),
    }
}
