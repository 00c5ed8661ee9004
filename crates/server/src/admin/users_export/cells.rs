//! What stands in a column: the words of the console's table, and times as RFC 3339, which every program reads.

use std::borrow::Cow;

use api::users::User;
use api::users_export::Column;
use domain::{IdentityProvider, ManagedBy, Role, Status, Timestamp};

/// The name of a column in the first line.
pub const fn heading(column: Column) -> &'static str {
    match column {
        Column::Name => "Name",
        Column::FirstName => "First name",
        Column::LastName => "Last name",
        Column::Username => "Username",
        Column::Email => "Email",
        Column::Status => "Status",
        Column::ManagedBy => "Managed by",
        Column::Site => "Site",
        Column::License => "Licence",
        Column::Directory => "Company directory",
        Column::Role => "Role",
        Column::JobTitle => "Job title",
        Column::Department => "Department",
        Column::PersonalContactNumber => "Personal contact number",
        Column::Extension => "Extension",
        Column::PhoneNumber => "Phone number",
        Column::Locale => "Language",
        Column::TimeZone => "Time zone",
        Column::LastSignIn => "Last sign-in",
        Column::Created => "Created",
        Column::Updated => "Last changed",
        Column::Id => "Id",
    }
}

/// The value of a person in a column; empty where there is none.
pub fn cell(user: &User, column: Column) -> Cow<'_, str> {
    let optional = |text: &Option<String>| text.clone().unwrap_or_default().into();
    match column {
        Column::Name => user.name().into(),
        Column::FirstName => user.first_name.as_str().into(),
        Column::LastName => user.last_name.as_str().into(),
        Column::Username => user.username.as_str().into(),
        Column::Email => user.email.as_str().into(),
        Column::Status => status(user.status).into(),
        Column::ManagedBy => manager(user.managed_by, user.identity_provider).into(),
        Column::Site => user.site.as_ref().map_or("", |site| site.name.as_str()).into(),
        Column::License => user.plan.as_ref().map_or("", |plan| plan.name.as_str()).into(),
        Column::Directory => (if user.directory_visible { "Visible" } else { "Hidden" }).into(),
        Column::Role => role(user.role).into(),
        Column::JobTitle => optional(&user.job_title),
        Column::Department => optional(&user.department),
        Column::PersonalContactNumber => optional(&user.personal_contact_number),
        Column::Extension => optional(&user.extension),
        Column::PhoneNumber => optional(&user.phone_number),
        Column::Locale => optional(&user.locale),
        Column::TimeZone => optional(&user.time_zone),
        Column::LastSignIn => user.last_sign_in_at.map(time).unwrap_or_default(),
        Column::Created => time(user.created_at),
        Column::Updated => time(user.updated_at),
        Column::Id => user.id.to_string().into(),
    }
}

fn time(at: Timestamp) -> Cow<'static, str> {
    at.to_string().into()
}

const fn status(status: Status) -> &'static str {
    match status {
        Status::Active => "Active",
        Status::Deactivated => "Deactivated",
    }
}

const fn manager(by: ManagedBy, provider: IdentityProvider) -> &'static str {
    match (by, provider) {
        (ManagedBy::Local, _) => "Rollcall",
        (ManagedBy::IdentityProvider, IdentityProvider::Other) => "Identity provider",
        (ManagedBy::IdentityProvider, named) => named.words(),
    }
}

const fn role(role: Role) -> &'static str {
    match role {
        Role::Owner => "Owner",
        Role::Admin => "Admin",
        Role::UserAdmin => "User admin",
        Role::Auditor => "Auditor",
        Role::Member => "Member",
    }
}
