//! R29, R30: the identity provider that provisions an organization, and what it may see.

use serde::{Deserialize, Serialize};

use crate::timestamp::{DAY_MS, Timestamp};

/// The identity provider, as the admin chose it: it decides names and places in words, never the protocol
/// (one lenient reader serves all).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum IdentityProvider {
    /// Microsoft Entra ID.
    #[default]
    Entra,
    /// Okta.
    Okta,
    /// Any other.
    Other,
}

impl IdentityProvider {
    /// Every provider, in the order in which they are offered.
    pub const ALL: [Self; 3] = [Self::Entra, Self::Okta, Self::Other];

    /// Its name, as it writes it itself.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::Entra => "Microsoft Entra ID",
            Self::Okta => "Okta",
            Self::Other => "your identity provider",
        }
    }

    /// Its name in JSON and in the database.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Entra => "entra",
            Self::Okta => "okta",
            Self::Other => "other",
        }
    }

    /// The provider of that [`name`](Self::name).
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|provider| provider.name() == name)
    }

    /// The list of users in its admin center, where that has the same address for every organization.
    #[must_use]
    pub const fn users_url(self) -> Option<&'static str> {
        match self {
            Self::Entra => Some(
                "https://entra.microsoft.com/#view/Microsoft_AAD_UsersAndTenants/UserManagementMenuBlade/~/AllUsers",
            ),
            Self::Okta | Self::Other => None,
        }
    }

    /// Where in its admin centre a person's profile is edited (R4).
    #[must_use]
    pub const fn place_of_profile(self) -> &'static str {
        match self {
            Self::Entra => "in the Microsoft Entra admin center: Users › All users › the person › Properties",
            Self::Okta => "in the Okta Admin Console: Directory › People › the person › Profile",
            Self::Other => "in your identity provider's user directory",
        }
    }
}

/// Which users SCIM reads return (R30).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RetrievalScope {
    /// All users: an existing local user is found, and linked by the first write (R5).
    #[default]
    AllUsers,
    /// Only users created by the identity provider: local users are hidden from reads, and a POST of a hidden
    /// username is refused with 409 uniqueness.
    CreatedByIdentityProvider,
}

impl RetrievalScope {
    /// Both, in the order in which they are offered.
    pub const ALL: [Self; 2] = [Self::AllUsers, Self::CreatedByIdentityProvider];

    /// Its name in JSON and in the database.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::AllUsers => "all_users",
            Self::CreatedByIdentityProvider => "created_by_identity_provider",
        }
    }

    /// The scope of that [`name`](Self::name).
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|scope| scope.name() == name)
    }
}

/// How near the end of a token is (R29): admins are told 30 days, 7 days and 1 day before, each time more urgently.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum TokenEnd {
    /// Within 30 days.
    Month,
    /// Within 7 days.
    Week,
    /// Within a day.
    Day,
    /// It has come: the token no longer works.
    Over,
}

impl TokenEnd {
    /// How near it is at `now`; `None` while there is nothing to say.
    #[must_use]
    pub const fn of(expires_at: Timestamp, now: Timestamp) -> Option<Self> {
        let left = expires_at.ms_since(now);
        if left <= 0 {
            Some(Self::Over)
        } else if left <= DAY_MS {
            Some(Self::Day)
        } else if left <= 7 * DAY_MS {
            Some(Self::Week)
        } else if left <= 30 * DAY_MS {
            Some(Self::Month)
        } else {
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_in_json_and_in_the_database_are_the_same() {
        for provider in IdentityProvider::ALL {
            assert_eq!(serde_json::to_value(provider).unwrap(), provider.name());
            assert_eq!(IdentityProvider::from_name(provider.name()), Some(provider));
        }
        for scope in RetrievalScope::ALL {
            assert_eq!(serde_json::to_value(scope).unwrap(), scope.name());
            assert_eq!(RetrievalScope::from_name(scope.name()), Some(scope));
        }
    }

    #[test]
    fn r29_the_end_of_a_token_is_told_30_7_and_1_days_before() {
        let now = Timestamp(1_000);
        let told = |ms: i64| TokenEnd::of(now.plus_ms(ms), now);
        assert_eq!(told(30 * DAY_MS + 1), None);
        assert_eq!(told(30 * DAY_MS), Some(TokenEnd::Month));
        assert_eq!(told(7 * DAY_MS + 1), Some(TokenEnd::Month));
        assert_eq!(told(7 * DAY_MS), Some(TokenEnd::Week));
        assert_eq!(told(DAY_MS), Some(TokenEnd::Day));
        assert_eq!(told(1), Some(TokenEnd::Day));
        assert_eq!(told(0), Some(TokenEnd::Over));
    }
}
