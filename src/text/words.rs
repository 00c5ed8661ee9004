//! Words of the rules, for the middle of sentences.

use domain::{Field, IdentityProvider, Right, Role};

pub use super::messages::words::*;
use crate::text::Message;

/// The name of an identity provider that has one.
#[must_use]
pub const fn provider(provider: IdentityProvider) -> Option<Message> {
    match provider {
        IdentityProvider::Entra => Some(entra()),
        IdentityProvider::Okta => Some(okta()),
        IdentityProvider::Other => None,
    }
}

/// Who manages somebody: `by Okta`.
#[must_use]
pub fn by(provider: IdentityProvider) -> Message {
    match provider {
        IdentityProvider::Entra => by_entra(),
        IdentityProvider::Okta => by_okta(),
        IdentityProvider::Other => by_other(),
    }
}

/// Where a person's profile is edited (R4): `in the Okta Admin Console: …`.
#[must_use]
pub fn place(provider: IdentityProvider) -> Message {
    match provider {
        IdentityProvider::Entra => place_entra(),
        IdentityProvider::Okta => place_okta(),
        IdentityProvider::Other => place_other(),
    }
}

/// A field.
#[must_use]
pub fn field(field: Field) -> Message {
    match field {
        Field::Username => username(),
        Field::FirstName => first_name(),
        Field::LastName => last_name(),
        Field::Email => email(),
        Field::Status => activation(),
        Field::JobTitle => job_title(),
        Field::Department => department(),
        Field::PersonalContactNumber => personal_contact_number(),
        Field::Locale => language(),
        Field::TimeZone => time_zone(),
        Field::Site => site(),
        Field::License => license(),
        Field::DirectoryVisible => directory_visibility(),
        Field::Extension => extension(),
        Field::PhoneNumber => phone_number(),
        Field::Role => role_field(),
    }
}

/// A role.
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

/// A right: `see users`.
#[must_use]
pub fn right(right: Right) -> Message {
    match right {
        Right::ReadUsers => read_users(),
        Right::EditUsers => edit_users(),
        Right::DeleteUsers => delete_users(),
        Right::ReadSites => read_sites(),
        Right::EditSites => edit_sites(),
        Right::ReadLicenses => read_licenses(),
        Right::EditLicenses => edit_licenses(),
        Right::ReadIdentity => read_identity(),
        Right::EditIdentity => edit_identity(),
        Right::EditRoles => edit_roles(),
        Right::ReadAudit => read_audit(),
    }
}
