//! The sentences of the pages under `pages/users`.

use domain::{Field, IdentityProvider, ManagedBy, Role, Status};

pub mod bulk;
pub mod history;
pub mod list;
pub mod profile;
pub mod sessions;

pub use super::messages::users::*;
use crate::text::Message;

/// The word for a status.
#[must_use]
pub fn status(status: Status) -> Message {
    match status {
        Status::Active => active(),
        Status::Deactivated => deactivated(),
    }
}

/// Who manages a person, in few words: the provider's name starts a cell here.
#[must_use]
pub fn manager(by: ManagedBy, provider: IdentityProvider) -> Message {
    match by {
        ManagedBy::Local => managed_locally(),
        ManagedBy::IdentityProvider => super::words::provider(provider).unwrap_or_else(identity_provider),
    }
}

/// The label of a field.
#[must_use]
pub fn field(field: Field) -> Message {
    match field {
        Field::Username => username(),
        Field::FirstName => first_name(),
        Field::LastName => last_name(),
        Field::Email => email(),
        Field::Status => status_label(),
        Field::JobTitle => job_title(),
        Field::Department => department(),
        Field::PersonalContactNumber => personal_contact_number(),
        Field::Locale => locale(),
        Field::TimeZone => time_zone(),
        Field::Site => site(),
        Field::License => license(),
        Field::DirectoryVisible => directory_visible(),
        Field::Extension => extension(),
        Field::PhoneNumber => phone_number(),
        Field::Role => role_label(),
    }
}

/// The word for a role, at the start of a cell.
#[must_use]
pub fn role(role: Role) -> Message {
    match role {
        Role::Owner => owner(),
        Role::Admin => admin(),
        Role::UserAdmin => user_admin(),
        Role::Auditor => auditor(),
        Role::Member => member(),
    }
}

/// R9: deleting here does not delete there.
#[must_use]
pub fn delete_consequence_provider(provider: IdentityProvider) -> String {
    super::words::provider(provider)
        .map_or_else(|| delete_consequence_other().to_owned(), |name| delete_consequence_named(&name))
}
