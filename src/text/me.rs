//! The reader's own profile.

use domain::Role;

pub use super::messages::me::*;
pub use super::users::role as role_name;
use crate::text::Message;

/// What the role allows, in a sentence.
#[must_use]
pub fn role_detail(role: Role) -> Message {
    match role {
        Role::Owner => owner_detail(),
        Role::Admin => admin_detail(),
        Role::UserAdmin => user_admin_detail(),
        Role::Auditor => auditor_detail(),
        Role::Member => member_detail(),
    }
}
