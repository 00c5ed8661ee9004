//! What the identity provider says of a person, and what that makes of them: pure, without a database.

use domain::{Field, FieldSet, ManagedBy, Status};
use serde_json::{Map, Value};
use store::User;

use super::Act;
use super::write::with_status;

/// A person as the identity provider wants them to be: the whole of what it owns, after its request.
#[derive(Debug, Clone, PartialEq)]
pub struct Provided {
    /// `userName`.
    pub username: String,
    /// `externalId`.
    pub external_id: Option<String>,
    /// `name.givenName`; empty when it was never sent.
    pub first_name: String,
    /// `name.familyName`; empty when it was never sent.
    pub last_name: String,
    /// The work email.
    pub email: Option<String>,
    /// `title`.
    pub job_title: Option<String>,
    /// `department` of the enterprise extension.
    pub department: Option<String>,
    /// The mobile phone number.
    pub personal_phone: Option<String>,
    /// The work phone number (R21).
    pub work_phone: Option<String>,
    /// `locale`.
    pub locale: Option<String>,
    /// `timezone`.
    pub time_zone: Option<String>,
    /// `active`.
    pub status: Status,
    /// The site, by its name or a former one (R13). Nothing leaves the site as it is: none is ever taken away (R12).
    pub site: Option<String>,
    /// Everything else that was sent, to be returned as it came.
    pub extra: Map<String, Value>,
    /// The fields that this request mentions, cleared ones included (R3).
    pub sent: FieldSet,
}

/// A person as they are, locked for the write that is being decided.
#[derive(Debug, Clone)]
pub struct Current {
    /// The person.
    pub user: User,
    /// The name of their site.
    pub site: Option<String>,
}

/// What a write came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// A new person.
    Created,
    /// A person of an earlier SCIM DELETE, back under a new SCIM id (R9).
    Relinked,
    /// A local person, managed by the identity provider from now on (R5).
    Linked,
    /// Something changed.
    Changed,
    /// They may sign in again.
    Activated,
    /// They may no longer sign in (R7).
    Deactivated,
    /// Their SCIM id is gone; they are deactivated, and stay (R9).
    Deprovisioned,
    /// Everything was like that already: nothing was written.
    Unchanged,
}

/// A person after a write of the identity provider.
#[derive(Debug, Clone)]
pub struct Written {
    /// The person.
    pub user: User,
    /// The name of their site.
    pub site: Option<String>,
    /// What the write came to.
    pub outcome: Outcome,
    /// The person as they were; nothing for a new one.
    pub before: Option<Current>,
}

impl Provided {
    /// `user` as this request makes them, but for the site, which takes a look at the database.
    pub(super) fn applied_to(&self, user: &User, act: &Act<'_>) -> User {
        let owned = user.ownership().after_scim_write(self.sent);
        let mut after = User {
            username: self.username.clone(),
            external_id: self.external_id.clone(),
            first_name: self.first_name.clone(),
            last_name: self.last_name.clone(),
            email: self.email.clone(),
            job_title: self.job_title.clone(),
            department: self.department.clone(),
            personal_phone: self.personal_phone.clone(),
            work_phone: self.work_phone.clone(),
            locale: self.locale.clone(),
            time_zone: self.time_zone.clone(),
            managed_by: owned.managed_by,
            sent: owned.sent,
            scim_extra: self.extra.clone(),
            ..user.clone()
        };
        with_status(&mut after, self.status, act);
        after
    }

    /// The same for a person who is there already. A field that the identity provider has never sent is not its own
    /// (R3): a PUT that leaves it out, as Okta's does with what it does not map, clears nothing that was set in the
    /// console.
    pub(super) fn changing(&self, user: &User, act: &Act<'_>) -> User {
        let mut after = self.applied_to(user, act);
        let sent = after.sent;
        keep(sent, Field::FirstName, &mut after.first_name, &user.first_name);
        keep(sent, Field::LastName, &mut after.last_name, &user.last_name);
        keep(sent, Field::Email, &mut after.email, &user.email);
        keep(sent, Field::JobTitle, &mut after.job_title, &user.job_title);
        keep(sent, Field::Department, &mut after.department, &user.department);
        keep(sent, Field::PersonalContactNumber, &mut after.personal_phone, &user.personal_phone);
        keep(sent, Field::Locale, &mut after.locale, &user.locale);
        keep(sent, Field::TimeZone, &mut after.time_zone, &user.time_zone);
        after
    }
}

/// Puts back what is stored of a field that is left out, and is not among those ever `sent`.
fn keep<T: Clone + Default + PartialEq>(sent: FieldSet, field: Field, value: &mut T, stored: &T) {
    if !sent.contains(field) && *value == T::default() {
        value.clone_from(stored);
    }
}

/// What a write that changed something is called.
pub(super) const fn outcome(before: &User, after: &User, changed: bool) -> Outcome {
    match (before.managed_by, before.status, after.status) {
        _ if !changed => Outcome::Unchanged,
        (ManagedBy::Local, ..) => Outcome::Linked,
        (_, Status::Active, Status::Deactivated) => Outcome::Deactivated,
        (_, Status::Deactivated, Status::Active) => Outcome::Activated,
        _ => Outcome::Changed,
    }
}
