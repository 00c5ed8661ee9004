//! The history of a person (R33).

pub mod fields;
pub mod list;

use api::history as of;

use crate::audit;
use crate::http::Routes;

/// Binds the operations of `api::history`.
#[must_use]
pub fn mount(routes: Routes) -> Routes {
    routes.mount::<of::List, _, _, _>(list::handle).mount::<of::GetFields, _, _, _>(fields::handle)
}

/// What was done; nothing, when a newer version wrote it.
pub(super) fn action(name: &str) -> Option<of::Action> {
    audit::named(name)
}

/// Who acted.
pub(super) const fn actor(kind: store::ActorKind) -> of::ActorKind {
    match kind {
        store::ActorKind::Admin => of::ActorKind::Person,
        store::ActorKind::IdentityProvider => of::ActorKind::IdentityProvider,
        store::ActorKind::System => of::ActorKind::System,
        store::ActorKind::Operator => of::ActorKind::Operator,
    }
}

/// From what to what.
pub(super) fn changes(changes: Vec<store::Change>) -> Vec<of::Change> {
    let change = |change: store::Change| of::Change { field: change.field, from: change.from, to: change.to };
    changes.into_iter().map(change).collect()
}
