//! The sentences of the page of admins and roles.

use domain::Role;

pub use super::messages::admins::*;
use crate::text::Message;

/// What a role may do.
#[must_use]
pub fn may(role: Role) -> Message {
    match role {
        Role::Owner => owner(),
        Role::Admin => admin(),
        Role::UserAdmin => user_admin(),
        Role::Auditor => auditor(),
        Role::Member => member(),
    }
}
