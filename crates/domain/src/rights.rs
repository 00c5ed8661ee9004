//! R32: roles, and the rights that each carries. Every route of the API names the right that it needs.

use serde::{Deserialize, Serialize};

use crate::Reason;

/// What a person may be in an organization.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Everything, including who else is an owner.
    Owner,
    /// Everything but owners.
    Admin,
    /// People and sites, and who has which licence; no plans, no settings of the organization.
    UserAdmin,
    /// Reads everything, changes nothing.
    Auditor,
    /// Own profile and the company directory.
    Member,
}

/// A power that a route needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Right {
    /// See people, their sessions and their history.
    ReadUsers,
    /// Create, change, activate and deactivate people; end their sessions.
    EditUsers,
    /// Delete people for good (R9).
    DeleteUsers,
    /// See sites.
    ReadSites,
    /// Create, rename and delete sites.
    EditSites,
    /// See plans, their seats, and the rules that give them (R16).
    ReadLicenses,
    /// Create, change and delete plans, their seats and rules. Who has which licence is [`Right::EditUsers`].
    EditLicenses,
    /// See the settings of identity and provisioning (never a secret).
    ReadIdentity,
    /// Change them; create and revoke SCIM tokens. A token can create and change every person.
    EditIdentity,
    /// Give people a role, and take it from them. Who is an owner is for owners alone.
    EditRoles,
    /// Read the audit log of the whole organization (R33), and take it away as a file.
    ReadAudit,
}

impl Right {
    /// Every right.
    pub const ALL: [Self; 11] = [
        Self::ReadUsers,
        Self::EditUsers,
        Self::DeleteUsers,
        Self::ReadSites,
        Self::EditSites,
        Self::ReadLicenses,
        Self::EditLicenses,
        Self::ReadIdentity,
        Self::EditIdentity,
        Self::EditRoles,
        Self::ReadAudit,
    ];

    /// Does it allow only to read?
    #[must_use]
    pub const fn reads_only(self) -> bool {
        matches!(
            self,
            Self::ReadUsers | Self::ReadSites | Self::ReadLicenses | Self::ReadIdentity | Self::ReadAudit
        )
    }

    /// What it allows, for "You need the right to …".
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::ReadUsers => "see users",
            Self::EditUsers => "change users",
            Self::DeleteUsers => "delete users",
            Self::ReadSites => "see sites",
            Self::EditSites => "change sites",
            Self::ReadLicenses => "see licences",
            Self::EditLicenses => "change licences and their seats",
            Self::ReadIdentity => "see identity and security settings",
            Self::EditIdentity => "change identity and security settings",
            Self::EditRoles => "change roles",
            Self::ReadAudit => "see the audit log",
        }
    }
}

impl Role {
    /// Every role, the most powerful first.
    pub const ALL: [Self; 5] = [Self::Owner, Self::Admin, Self::UserAdmin, Self::Auditor, Self::Member];

    /// Does the role carry the right?
    #[must_use]
    pub const fn has(self, right: Right) -> bool {
        match self {
            Self::Owner | Self::Admin => true,
            Self::UserAdmin => !matches!(
                right,
                Right::EditLicenses | Right::EditIdentity | Right::EditRoles | Right::ReadAudit
            ),
            Self::Auditor => right.reads_only(),
            Self::Member => false,
        }
    }

    /// May somebody of this role do something that somebody of `other` may not?
    #[must_use]
    pub fn exceeds(self, other: Self) -> bool {
        let more = |right: &Right| self.has(*right) && !other.has(*right);
        self != other && (self == Self::Owner || Right::ALL.iter().any(more))
    }

    /// What somebody of this role may still do who is now of the role `now`: less, where that is less.
    #[must_use]
    pub fn as_of(self, now: Self) -> Self {
        if self.exceeds(now) { now } else { self }
    }

    /// Refuses when the right is missing.
    ///
    /// # Errors
    /// [`Reason::RightMissing`].
    pub const fn require(self, right: Right) -> Result<(), Reason> {
        if self.has(right) { Ok(()) } else { Err(Reason::RightMissing { right }) }
    }

    /// What a person calls it; lower case, for the middle of a sentence.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::Owner => "owner",
            Self::Admin => "admin",
            Self::UserAdmin => "user admin",
            Self::Auditor => "auditor",
            Self::Member => "member",
        }
    }

    /// Its name in JSON and in the database.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Owner => "owner",
            Self::Admin => "admin",
            Self::UserAdmin => "user_admin",
            Self::Auditor => "auditor",
            Self::Member => "member",
        }
    }

    /// The role of that [`name`](Self::name).
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.name() == name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn r32_an_auditor_reads_everything_and_changes_nothing() {
        for right in Right::ALL {
            assert_eq!(Role::Auditor.has(right), right.reads_only(), "{right:?}");
        }
    }

    #[test]
    fn r32_a_member_has_no_right_over_others() {
        assert!(Right::ALL.into_iter().all(|right| !Role::Member.has(right)));
    }

    #[test]
    fn r32_a_user_admin_cannot_make_a_token_that_can_do_more_than_they_can() {
        assert!(Role::UserAdmin.require(Right::EditIdentity).is_err());
        assert!(Role::UserAdmin.require(Right::EditUsers).is_ok());
    }

    #[test]
    fn r32_a_user_admin_changes_people_and_sites_but_neither_roles_nor_settings() {
        let cannot = [Right::EditLicenses, Right::EditIdentity, Right::EditRoles, Right::ReadAudit];
        for right in Right::ALL {
            assert_eq!(Role::UserAdmin.has(right), !cannot.contains(&right), "{right:?}");
        }
    }

    #[test]
    fn r32_an_owner_may_more_than_anybody_and_nobody_more_than_an_owner() {
        for role in Role::ALL {
            assert_eq!(Role::Owner.exceeds(role), role != Role::Owner, "{role:?}");
            assert!(!role.exceeds(Role::Owner) && !role.exceeds(role), "{role:?}");
        }
        // Neither of the two may all that the other may.
        assert!(Role::Auditor.exceeds(Role::UserAdmin) && Role::UserAdmin.exceeds(Role::Auditor));
    }

    #[test]
    fn r32_what_was_begun_in_a_role_goes_on_in_the_lesser_of_then_and_now() {
        assert_eq!(Role::UserAdmin.as_of(Role::Owner), Role::UserAdmin);
        assert_eq!(Role::Owner.as_of(Role::UserAdmin), Role::UserAdmin);
        assert_eq!(Role::Admin.as_of(Role::Auditor), Role::Auditor);
    }

    #[test]
    fn r16_a_user_admin_gives_licences_to_people_but_makes_no_plans() {
        assert_eq!(Role::UserAdmin.require(Right::ReadLicenses), Ok(()));
        assert!(Role::UserAdmin.require(Right::EditLicenses).is_err());
        assert_eq!(Role::Admin.require(Right::EditLicenses), Ok(()));
    }

    #[test]
    fn names_in_json_and_in_the_database_are_the_same() {
        for role in Role::ALL {
            assert_eq!(serde_json::to_value(role).unwrap(), role.name());
            assert_eq!(Role::from_name(role.name()), Some(role));
        }
    }
}
