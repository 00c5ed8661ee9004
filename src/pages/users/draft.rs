//! What the forms of a person's page hold: each field as the text on the screen, and what became of it.

use api::users::{User, UserEdit};
use domain::validation::{self, MAX_TEXT};
use domain::{Field, Lock};

use crate::forms::Check;
use crate::text::users::profile as words;

/// The fields of the part Profile.
pub const PROFILE: &[Field] = &[
    Field::Username,
    Field::FirstName,
    Field::LastName,
    Field::Email,
    Field::JobTitle,
    Field::Department,
    Field::Site,
    Field::Locale,
    Field::TimeZone,
];

/// Those of the part Licence and numbers.
pub const LICENSE: &[Field] =
    &[Field::License, Field::Extension, Field::PhoneNumber, Field::PersonalContactNumber];

/// That of the part Directory.
pub const DIRECTORY: &[Field] = &[Field::DirectoryVisible];

/// The value of a field as text: an id for the site and for the licence's plan, `true` or `false` for the directory, empty for nothing.
#[must_use]
pub fn value(user: &User, field: Field) -> String {
    let optional = |text: &Option<String>| text.clone().unwrap_or_default();
    match field {
        Field::Username => user.username.clone(),
        Field::FirstName => user.first_name.clone(),
        Field::LastName => user.last_name.clone(),
        Field::Email => user.email.clone(),
        Field::JobTitle => optional(&user.job_title),
        Field::Department => optional(&user.department),
        Field::Site => user.site.as_ref().map(|site| site.id.to_string()).unwrap_or_default(),
        Field::License => user.plan.as_ref().map(|plan| plan.id.to_string()).unwrap_or_default(),
        Field::PersonalContactNumber => optional(&user.personal_contact_number),
        Field::Extension => optional(&user.extension),
        Field::PhoneNumber => optional(&user.phone_number),
        Field::Locale => optional(&user.locale),
        Field::TimeZone => optional(&user.time_zone),
        Field::DirectoryVisible => user.directory_visible.to_string(),
        Field::Status | Field::Role => String::new(),
    }
}

/// Puts a field into an edit.
fn put(edit: &mut UserEdit, field: Field, text: &str) {
    let value = Some(text.trim().to_owned());
    match field {
        Field::Username => edit.username = value,
        Field::FirstName => edit.first_name = value,
        Field::LastName => edit.last_name = value,
        Field::Email => edit.email = value,
        Field::JobTitle => edit.job_title = value,
        Field::Department => edit.department = value,
        Field::Site => edit.site_id = text.parse().ok(),
        Field::License => edit.plan_id = value,
        Field::PersonalContactNumber => edit.personal_contact_number = value,
        Field::Extension => edit.extension = value,
        Field::PhoneNumber => edit.phone_number = value,
        Field::Locale => edit.locale = value,
        Field::TimeZone => edit.time_zone = value,
        Field::DirectoryVisible => edit.directory_visible = Some(text == "true"),
        Field::Status | Field::Role => {}
    }
}

/// How a field's text is checked before it is sent: as the server will.
#[must_use]
pub fn check(field: Field) -> Check {
    match field {
        Field::Username => |text| validation::username(text).map(drop),
        Field::FirstName | Field::LastName => |text| validation::person_name(text).map(drop),
        Field::Email => |text| validation::email(text).map(drop),
        Field::JobTitle | Field::Department => |text| validation::optional(text, MAX_TEXT).map(drop),
        Field::PersonalContactNumber | Field::PhoneNumber => |text| validation::phone(text).map(drop),
        Field::Extension => |text| validation::extension(text).map(drop),
        Field::Locale => |text| validation::locale(text).map(drop),
        Field::TimeZone => |text| validation::time_zone(text).map(drop),
        Field::Site | Field::License | Field::DirectoryVisible | Field::Status | Field::Role => |_| Ok(()),
    }
}

/// The field's name in the body of a request.
#[must_use]
pub const fn body_name(field: Field) -> &'static str {
    match field {
        Field::Site => "site_id",
        Field::License => "plan_id",
        other => other.name(),
    }
}

/// The lock on a field of that person (R2, R3, R12).
#[must_use]
pub fn lock(user: &User, field: Field) -> Option<Lock> {
    user.ownership().lock(field, user.identity_provider)
}

/// What must be sent so that the person gets the texts of those fields.
#[must_use]
pub fn edit(fields: &[Field], text: impl Fn(Field) -> String) -> UserEdit {
    let mut edit = UserEdit::default();
    for field in fields {
        put(&mut edit, *field, &text(*field));
    }
    edit
}

/// The value of a field in words, for comparing.
#[must_use]
pub fn words(user: &User, field: Field, text: &str) -> String {
    match (field, text) {
        (Field::DirectoryVisible, "true") => words::shown().to_owned(),
        (Field::DirectoryVisible, _) => words::hidden().to_owned(),
        (_, "") => words::empty().to_owned(),
        (Field::Site, id) => user
            .site
            .as_ref()
            .filter(|site| site.id.to_string() == id)
            .map_or_else(|| words::another_site().to_owned(), |site| site.name.clone()),
        (Field::License, id) => user
            .plan
            .as_ref()
            .filter(|plan| plan.id.to_string() == id)
            .map_or_else(|| words::another_license().to_owned(), |plan| plan.name.clone()),
        (_, text) => text.to_owned(),
    }
}

/// What differs between two versions of a person, beside what is on the screen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// The field.
    pub field: Field,
    /// What it is now, in words.
    pub now: String,
    /// What is on the screen, in words, where the reader has changed it.
    pub yours: Option<String>,
    /// It has been locked in the meantime.
    pub locked: bool,
}

/// What of these fields somebody else has changed since the form was filled, and what of the reader's changes is locked by now.
#[must_use]
pub fn differences(
    fields: &[Field],
    saved: &User,
    now: &User,
    screen: impl Fn(Field) -> String,
) -> Vec<Difference> {
    let difference = |field: Field| {
        let (before, after, text) = (value(saved, field), value(now, field), screen(field));
        let mine = text.trim() != before;
        let locked = lock(now, field).is_some() && lock(saved, field).is_none();
        (before != after || (mine && locked)).then(|| Difference {
            field,
            now: words(now, field, &after),
            yours: mine.then(|| words(now, field, text.trim())),
            locked,
        })
    };
    fields.iter().copied().filter_map(difference).collect()
}
