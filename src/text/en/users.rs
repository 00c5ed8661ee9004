//! The sentences of the pages under `pages/users`.

pub mod groups;
pub mod history;
pub mod list;
pub mod new;
pub mod profile;
pub mod sessions;

use domain::{Field, IdentityProvider, ManagedBy, Role, Status};

use crate::text::common::sentences;

sentences! {
    title = "Users";
    new_title = "New user";
    one = "User";
    active = "Active";
    deactivated = "Deactivated";
    managed_locally = "Rollcall";
    identity_provider = "Identity provider";
    no_site = "No site";
    never_signed_in = "Never";
    open = "Open profile";
    copy_id = "Copy id";
    copy_username = "Copy username";
    id = "Id";
    activate = "Activate";
    deactivate = "Deactivate";
    delete = "Delete…";
    delete_for_good = "Delete for good";
    password_link = "Create a password link";
    end_sessions = "End all sessions";
    undo = "Undo";
    delete_consequence_sessions = "Every session of theirs ends at once.";
    delete_consequence_data = "Their profile, site, numbers and settings are removed. This cannot be undone.";
    delete_consequence_username = "Their username is free again for somebody else.";
    delete_alternative = "To keep everything and only stop them from signing in, deactivate them instead.";
    password_link_label = "One-time link";
    password_link_detail = "Whoever opens this link can set the password and sign in as this person. Give it to them over a channel that only they read. It is shown once; earlier links no longer work.";
    expires_label = "It stops working";
    done = "Done";
}

/// The word for a status.
#[must_use]
pub const fn status(status: Status) -> &'static str {
    match status {
        Status::Active => active(),
        Status::Deactivated => deactivated(),
    }
}

/// Who manages a person, in few words: the provider's name starts a cell here.
#[must_use]
pub const fn manager(by: ManagedBy, provider: IdentityProvider) -> &'static str {
    match (by, provider) {
        (ManagedBy::Local, _) => managed_locally(),
        (ManagedBy::IdentityProvider, IdentityProvider::Other) => identity_provider(),
        (ManagedBy::IdentityProvider, named) => named.words(),
    }
}

/// The label of a field.
#[must_use]
pub const fn field(field: Field) -> &'static str {
    match field {
        Field::Username => "Username",
        Field::FirstName => "First name",
        Field::LastName => "Last name",
        Field::Email => "Email",
        Field::Status => "Status",
        Field::JobTitle => "Job title",
        Field::Department => "Department",
        Field::PersonalContactNumber => "Personal contact number",
        Field::Locale => "Language",
        Field::TimeZone => "Time zone",
        Field::Site => "Site",
        Field::DirectoryVisible => "Company directory",
        Field::Extension => "Extension",
        Field::PhoneNumber => "Phone number",
        Field::Role => "Role",
    }
}

/// The word for a role, at the start of a cell.
#[must_use]
pub const fn role(role: Role) -> &'static str {
    match role {
        Role::Owner => "Owner",
        Role::Admin => "Admin",
        Role::UserAdmin => "User admin",
        Role::Auditor => "Auditor",
        Role::Member => "Member",
    }
}

/// The name of a row's menu button.
#[must_use]
pub fn actions_for(name: &str) -> String {
    ["Actions for ", name].concat()
}

/// Announced after activation.
#[must_use]
pub fn activated(name: &str) -> String {
    [name, " is active again, with everything they had."].concat()
}

/// Announced after deactivation (R7, R8).
#[must_use]
pub fn was_deactivated(name: &str) -> String {
    [name, " is deactivated and signed out everywhere. Nothing was taken away."].concat()
}

/// Announced after deletion.
#[must_use]
pub fn was_deleted(name: &str) -> String {
    [name, " was deleted."].concat()
}

/// The title of the dialog before a deletion.
#[must_use]
pub fn delete_title(name: &str) -> String {
    ["Delete ", name, "?"].concat()
}

/// R9: deleting here does not delete there.
#[must_use]
pub fn delete_consequence_provider(provider: &str) -> String {
    [
        "As long as ",
        provider,
        " has this person assigned to Rollcall, its next synchronization creates them again.",
    ]
    .concat()
}

/// What did not work, before the server's own words.
#[must_use]
pub fn not_done(name: &str, detail: &str) -> String {
    ["Nothing was changed for ", name, ". ", detail].concat()
}

/// For whom a link is.
#[must_use]
pub fn password_link_for(name: &str) -> String {
    ["Password link for ", name].concat()
}
