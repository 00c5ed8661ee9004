//! R27: owners who may sign in with a password while passwords are off: what the operations on them share.

use api::Endpoint;
use api::history::Action;
use domain::{Reason, Role, UserId};
use store::{Tx, User};

use super::Refused;
use crate::audit::Thing;
use crate::http::{Call, Failure};
use crate::people::emergency::is_able;

/// The entry of the audit log.
pub(super) fn entry<E: Endpoint>(call: &Call<E>, action: Action, user: &User) -> store::AuditEntry {
    call.origin().entry(&call.app, action, Thing::user(user.id, &user.full_name()), Vec::new())
}

/// R32: who has a way in that nothing else closes is for owners to say.
pub(super) fn must_be_owner<E: Endpoint>(call: &Call<E>) -> Result<(), Reason> {
    if call.actor.role == Role::Owner { Ok(()) } else { Err(Reason::OnlyOwnersChangeOwners) }
}

/// The person who is meant.
pub(super) async fn find<E: Endpoint>(call: &Call<E>, id: UserId) -> Result<User, Failure> {
    call.read().users().get(id).await?.ok_or_else(|| Failure::not_found("user"))
}

/// R27: an active owner with a password.
pub(super) async fn must_be_able(tx: &Tx, id: UserId) -> Result<(), Refused> {
    if is_able(tx, id).await? { Ok(()) } else { Err(Reason::EmergencyAccessForOwners.into()) }
}
