//! R1-R5: who manages a user, and which fields that locks.

use serde::{Deserialize, Serialize};

use crate::{IdentityProvider, Reason};

/// Who a user is managed by (R1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ManagedBy {
    /// Made in the console, and never written by an identity provider.
    Local,
    /// Created through SCIM, or linked by a first SCIM write (R5).
    IdentityProvider,
}

/// A field of a user that someone can be the owner of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "each name is the field's own label")]
pub enum Field {
    Username,
    FirstName,
    LastName,
    Email,
    Status,
    JobTitle,
    Department,
    PersonalContactNumber,
    Locale,
    TimeZone,
    Site,
    License,
    DirectoryVisible,
    Extension,
    PhoneNumber,
    Role,
}

impl Field {
    /// Every field, in the order of the user page.
    pub const ALL: [Self; 16] = [
        Self::Username,
        Self::FirstName,
        Self::LastName,
        Self::Email,
        Self::Status,
        Self::JobTitle,
        Self::Department,
        Self::PersonalContactNumber,
        Self::Locale,
        Self::TimeZone,
        Self::Site,
        Self::License,
        Self::DirectoryVisible,
        Self::Extension,
        Self::PhoneNumber,
        Self::Role,
    ];

    /// The name of the field in JSON, in the audit log and in `sent_by_identity_provider`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Username => "username",
            Self::FirstName => "first_name",
            Self::LastName => "last_name",
            Self::Email => "email",
            Self::Status => "status",
            Self::JobTitle => "job_title",
            Self::Department => "department",
            Self::PersonalContactNumber => "personal_contact_number",
            Self::Locale => "locale",
            Self::TimeZone => "time_zone",
            Self::Site => "site",
            Self::License => "license",
            Self::DirectoryVisible => "directory_visible",
            Self::Extension => "extension",
            Self::PhoneNumber => "phone_number",
            Self::Role => "role",
        }
    }

    /// What a person calls the field; lower case, for the middle of a sentence.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::Username => "username",
            Self::FirstName => "first name",
            Self::LastName => "last name",
            Self::Email => "email",
            Self::Status => "activation",
            Self::JobTitle => "job title",
            Self::Department => "department",
            Self::PersonalContactNumber => "personal contact number",
            Self::Locale => "language",
            Self::TimeZone => "time zone",
            Self::Site => "site",
            Self::License => "licence",
            Self::DirectoryVisible => "directory visibility",
            Self::Extension => "extension",
            Self::PhoneNumber => "phone number",
            Self::Role => "role",
        }
    }

    /// The field of that [`name`](Self::name).
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|field| field.name() == name)
    }

    /// R2: locked for every user managed by the identity provider, sent or not.
    #[must_use]
    pub const fn always_locked(self) -> bool {
        matches!(self, Self::Username | Self::FirstName | Self::LastName | Self::Email | Self::Status)
    }

    /// R3: locked for the users for whom the identity provider has sent it.
    #[must_use]
    pub const fn locked_once_sent(self) -> bool {
        matches!(
            self,
            Self::JobTitle | Self::Department | Self::PersonalContactNumber | Self::Locale | Self::TimeZone
        )
    }
}

/// A set of fields, as a list in JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash, Serialize, Deserialize)]
#[serde(from = "Vec<Field>", into = "Vec<Field>")]
pub struct FieldSet(u32);

impl FieldSet {
    /// No field.
    pub const EMPTY: Self = Self(0);

    const fn bit(field: Field) -> u32 {
        1 << field as u32
    }

    /// Is `field` among them?
    #[must_use]
    pub const fn contains(self, field: Field) -> bool {
        self.0 & Self::bit(field) != 0
    }

    /// Adds `field`.
    pub const fn insert(&mut self, field: Field) {
        self.0 |= Self::bit(field);
    }

    /// Those in either.
    #[must_use]
    pub const fn union(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// The fields, in the order of [`Field::ALL`].
    pub fn iter(self) -> impl Iterator<Item = Field> {
        Field::ALL.into_iter().filter(move |field| self.contains(*field))
    }
}

impl From<Vec<Field>> for FieldSet {
    fn from(fields: Vec<Field>) -> Self {
        fields.into_iter().collect()
    }
}

impl From<FieldSet> for Vec<Field> {
    fn from(set: FieldSet) -> Self {
        set.iter().collect()
    }
}

impl FromIterator<Field> for FieldSet {
    fn from_iter<I: IntoIterator<Item = Field>>(fields: I) -> Self {
        let mut set = Self::EMPTY;
        for field in fields {
            set.insert(field);
        }
        set
    }
}

/// What decides the locks of one user.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ownership {
    /// R1.
    pub managed_by: ManagedBy,
    /// The fields that the identity provider has sent for this user, at any time (R3).
    pub sent: FieldSet,
    /// A site is set (R12).
    pub has_site: bool,
}

/// Why a field cannot be changed in the console (R4: shown with these words, never merely disabled).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lock {
    /// The locked field.
    pub field: Field,
    /// [`Reason::ManagedByIdentityProvider`] or [`Reason::SiteAlreadySet`].
    pub reason: Reason,
}

impl Ownership {
    /// The lock on `field`, if there is one. `provider` is the organization's, to be named in the reason.
    #[must_use]
    pub fn lock(&self, field: Field, provider: IdentityProvider) -> Option<Lock> {
        let by_provider = self.managed_by == ManagedBy::IdentityProvider
            && (field.always_locked() || (field.locked_once_sent() && self.sent.contains(field)));
        if by_provider {
            return Some(Lock { field, reason: Reason::ManagedByIdentityProvider { field, provider } });
        }
        (field == Field::Site && self.has_site).then_some(Lock { field, reason: Reason::SiteAlreadySet })
    }

    /// Every lock (R2, R3, R12), in the order of the user page.
    #[must_use]
    pub fn locks(&self, provider: IdentityProvider) -> Vec<Lock> {
        Field::ALL.into_iter().filter_map(|field| self.lock(field, provider)).collect()
    }

    /// May the console change `field`?
    ///
    /// # Errors
    /// The reason of the lock.
    pub fn may_edit(&self, field: Field, provider: IdentityProvider) -> Result<(), Reason> {
        self.lock(field, provider).map_or(Ok(()), |lock| Err(lock.reason))
    }

    /// What a write of `written` with a SCIM token makes of this user: managed by the identity provider from
    /// the first write on (R5), with what it has sent remembered (R3).
    #[must_use]
    pub fn after_scim_write(self, written: FieldSet) -> Self {
        Self {
            managed_by: ManagedBy::IdentityProvider,
            sent: self.sent.union(written),
            has_site: self.has_site,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const ENTRA: IdentityProvider = IdentityProvider::Entra;

    fn fields(ownership: Ownership) -> Vec<Field> {
        ownership.locks(ENTRA).into_iter().map(|lock| lock.field).collect()
    }

    #[test]
    fn r2_five_fields_are_locked_even_when_never_sent() {
        let user =
            Ownership { managed_by: ManagedBy::IdentityProvider, sent: FieldSet::EMPTY, has_site: false };
        assert_eq!(
            fields(user),
            [Field::Username, Field::FirstName, Field::LastName, Field::Email, Field::Status]
        );
    }

    #[test]
    fn r3_what_was_sent_is_locked_and_the_rest_stays_editable() {
        let sent = FieldSet::from(vec![Field::JobTitle, Field::Locale]);
        let user = Ownership { managed_by: ManagedBy::IdentityProvider, sent, has_site: false };
        assert!(user.may_edit(Field::JobTitle, ENTRA).is_err());
        assert!(user.may_edit(Field::Locale, ENTRA).is_err());
        assert_eq!(user.may_edit(Field::Department, ENTRA), Ok(()));
    }

    #[test]
    fn r1_a_local_user_has_no_lock_but_the_site_once_set() {
        let sent = Field::ALL.into_iter().collect();
        let user = Ownership { managed_by: ManagedBy::Local, sent, has_site: true };
        assert_eq!(fields(user), [Field::Site]);
    }

    #[test]
    fn r5_the_first_scim_write_links_a_local_user_for_good() {
        let local = Ownership { managed_by: ManagedBy::Local, sent: FieldSet::EMPTY, has_site: false };
        let linked = local.after_scim_write(FieldSet::from(vec![Field::Department]));
        assert_eq!(linked.managed_by, ManagedBy::IdentityProvider);
        assert!(linked.may_edit(Field::Username, ENTRA).is_err());
        assert!(linked.may_edit(Field::Department, ENTRA).is_err());
    }

    #[test]
    fn r22_extension_and_phone_number_are_never_locked() {
        let sent = Field::ALL.into_iter().collect();
        let user = Ownership { managed_by: ManagedBy::IdentityProvider, sent, has_site: true };
        assert_eq!(user.may_edit(Field::Extension, ENTRA), Ok(()));
        assert_eq!(user.may_edit(Field::PhoneNumber, ENTRA), Ok(()));
        assert_eq!(user.may_edit(Field::DirectoryVisible, ENTRA), Ok(()));
    }

    #[test]
    fn r17_the_identity_provider_never_locks_a_licence() {
        let sent = Field::ALL.into_iter().collect();
        let user = Ownership { managed_by: ManagedBy::IdentityProvider, sent, has_site: true };
        assert_eq!(user.may_edit(Field::License, ENTRA), Ok(()));
    }

    #[test]
    fn every_field_has_a_name_that_reads_back() {
        for field in Field::ALL {
            assert_eq!(Field::from_name(field.name()), Some(field));
            assert_eq!(serde_json::to_value(field).unwrap(), field.name());
        }
    }

    proptest! {
        #[test]
        fn r3_a_scim_write_never_unlocks_a_field(before in 0u32..1 << 16, written in 0u32..1 << 16, has_site: bool) {
            let user = Ownership { managed_by: ManagedBy::IdentityProvider, sent: FieldSet(before), has_site };
            let after = user.after_scim_write(FieldSet(written));
            for lock in user.locks(ENTRA) {
                prop_assert!(after.lock(lock.field, ENTRA).is_some());
            }
        }
    }
}
