//! What differs between a person before and after: the audit log's "from what to what" (R33).

use domain::{Field, ManagedBy, Role, Status};
use store::{Change, User};

/// The name of a change of who manages a person: not a field of the user page, so not in [`Field`].
const MANAGED_BY: &str = "managed_by";

/// The value of a field as the audit log writes it; nothing when it is empty, and for the licence, whose name is not at hand.
/// External id and work phone have
/// no field: they are never shown in the console (R21), and so not in its history either.
#[must_use]
pub fn value(user: &User, site: Option<&str>, field: Field) -> Option<String> {
    let text = match field {
        Field::Username => Some(user.username.clone()),
        Field::FirstName => Some(user.first_name.clone()),
        Field::LastName => Some(user.last_name.clone()),
        Field::Email => user.email.clone(),
        Field::Status => Some(status_name(user.status).to_owned()),
        Field::JobTitle => user.job_title.clone(),
        Field::Department => user.department.clone(),
        Field::PersonalContactNumber => user.personal_phone.clone(),
        Field::Locale => user.locale.clone(),
        Field::TimeZone => user.time_zone.clone(),
        Field::Site => site.map(ToOwned::to_owned),
        Field::License => None,
        Field::DirectoryVisible => Some(user.directory_visible.to_string()),
        Field::Extension => user.extension.clone(),
        Field::PhoneNumber => user.phone_number.clone(),
        Field::Role => Some(user.role.name().to_owned()),
    };
    text.filter(|text| !text.is_empty())
}

const fn status_name(status: Status) -> &'static str {
    match status {
        Status::Active => "active",
        Status::Deactivated => "deactivated",
    }
}

const fn managed_by_name(managed_by: ManagedBy) -> &'static str {
    match managed_by {
        ManagedBy::Local => "local",
        ManagedBy::IdentityProvider => "identity_provider",
    }
}

/// What a new person has, apart from what everyone has at the start.
#[must_use]
pub fn of_new(user: &User, site: Option<&str>, plan: Option<&str>) -> Vec<Change> {
    let given = |field: &Field| match field {
        Field::Status => user.status == Status::Deactivated,
        Field::Role => user.role != Role::Member,
        _ => true,
    };
    let change = |field: Field| {
        let to = if field == Field::License { plan.map(str::to_owned) } else { value(user, site, field) };
        Some(Change { field: field.name().to_owned(), from: None, to: Some(to?) })
    };
    Field::ALL.into_iter().filter(given).filter_map(change).collect()
}

/// The names of the plans of a person, where they differ.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Plans {
    /// Before.
    pub from: Option<String>,
    /// After.
    pub to: Option<String>,
}

/// Every field that differs, in the order of the user page. `site` is the name of the site of `after`: before, there
/// was none, or the same (R12).
#[must_use]
pub fn between(before: &User, after: &User, site: Option<&str>, plans: &Plans) -> Vec<Change> {
    let site_before = site.filter(|_| before.site_id.is_some());
    let mut changes: Vec<Change> = Field::ALL
        .into_iter()
        .map(|field| {
            let (from, to) = match field {
                Field::License => (plans.from.clone(), plans.to.clone()),
                _ => (value(before, site_before, field), value(after, site, field)),
            };
            Change { field: field.name().to_owned(), from, to }
        })
        .filter(|change| change.from != change.to)
        .collect();
    if before.managed_by != after.managed_by {
        changes.push(Change {
            field: MANAGED_BY.to_owned(),
            from: Some(managed_by_name(before.managed_by).to_owned()),
            to: Some(managed_by_name(after.managed_by).to_owned()),
        });
    }
    changes
}
