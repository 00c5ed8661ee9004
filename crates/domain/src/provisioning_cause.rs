//! R31: why a request of the identity provider was refused, and on which of its screens that is mended.
//!
//! Labels are written as the identity provider writes them, so that an admin finds them by reading.

use serde::{Deserialize, Serialize};

use crate::IdentityProvider;
use crate::provisioning_log::names;

names! {
    /// Why a request was refused.
    Cause {
        /// R13.
        UnknownSite = "unknown_site",
        /// R12.
        OtherSite = "other_site",
        /// R26.
        UsernameTaken = "username_taken",
        /// Every person needs one.
        UsernameMissing = "username_missing",
        /// A value that its field cannot hold.
        BadValue = "bad_value",
        /// No token was sent.
        TokenMissing = "token_missing",
        /// A token that this organization has not made.
        TokenUnknown = "token_unknown",
        /// R29.
        TokenExpired = "token_expired",
        /// R29.
        TokenRevoked = "token_revoked",
        /// R29.
        ProvisioningOff = "provisioning_off",
        /// R10.
        LastOwner = "last_owner",
        /// There is no such person or group, or no longer (R9), or it may not be seen (R30).
        NotFound = "not_found",
        /// An address that leads nowhere.
        NoSuchAddress = "no_such_address",
        /// A method that the address does not take.
        WrongMethod = "wrong_method",
        /// A body that cannot be read.
        Syntax = "syntax",
        /// The path of a PATCH operation that cannot be read, or leads nowhere.
        Path = "path",
        /// A change of what cannot be changed.
        Mutability = "mutability",
        /// A filter that cannot be read or served.
        Filter = "filter",
        /// Too much at once.
        TooLarge = "too_large",
        /// No JSON.
        MediaType = "media_type",
        /// Somebody else was faster.
        Stale = "stale",
        /// More requests than the organization may make.
        TooOften = "too_often",
        /// What Rollcall does not do.
        NotOffered = "not_offered",
        /// A failure on Rollcall's side.
        Internal = "internal",
    }
}

/// Where in an identity provider something is mended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Screen {
    /// What is sent, and from which attribute.
    Mapping,
    /// URL and token.
    Connection,
    /// The one person.
    Person,
    /// Who is sent.
    Assignment,
    /// Its own log, where a request is sent again.
    Log,
}

impl Cause {
    /// The refusal in a few words, for a list.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::UnknownSite => "No site has this name",
            Self::OtherSite => "The person has another site already",
            Self::UsernameTaken => "Another person has this username",
            Self::UsernameMissing => "The username is missing",
            Self::BadValue => "A value is not accepted",
            Self::TokenMissing => "No API token was sent",
            Self::TokenUnknown => "The API token is not one of this organization",
            Self::TokenExpired => "The API token has expired",
            Self::TokenRevoked => "The API token was revoked",
            Self::ProvisioningOff => "User provisioning is switched off",
            Self::LastOwner => "This is the last active owner",
            Self::NotFound => "Nothing has this id",
            Self::NoSuchAddress => "There is no such address",
            Self::WrongMethod => "The address does not take this method",
            Self::Syntax => "The request cannot be read",
            Self::Path => "The request names an attribute that cannot be found",
            Self::Mutability => "This cannot be changed",
            Self::Filter => "The filter cannot be served",
            Self::TooLarge => "The request is too large",
            Self::MediaType => "The request is not JSON",
            Self::Stale => "Somebody changed it at the same moment",
            Self::TooOften => "The identity provider asks too often",
            Self::NotOffered => "Rollcall does not offer this",
            Self::Internal => "Rollcall failed",
        }
    }

    /// The kind of screen on which it is mended.
    #[must_use]
    pub const fn screen(self) -> Screen {
        match self {
            Self::OtherSite | Self::UsernameTaken => Screen::Person,
            Self::UnknownSite
            | Self::UsernameMissing
            | Self::BadValue
            | Self::Syntax
            | Self::Path
            | Self::Mutability
            | Self::Filter
            | Self::TooLarge
            | Self::NotOffered => Screen::Mapping,
            Self::TokenMissing
            | Self::TokenUnknown
            | Self::TokenExpired
            | Self::TokenRevoked
            | Self::ProvisioningOff
            | Self::NoSuchAddress
            | Self::WrongMethod
            | Self::MediaType => Screen::Connection,
            Self::LastOwner => Screen::Assignment,
            Self::NotFound | Self::Stale | Self::TooOften | Self::Internal => Screen::Log,
        }
    }

    /// The screen of the identity provider on which it is mended: the way there, as it labels each step.
    #[must_use]
    pub const fn place(self, provider: IdentityProvider) -> &'static str {
        match (provider, self.screen()) {
            (IdentityProvider::Entra, Screen::Mapping) => {
                "Enterprise applications › your app › Provisioning › Attribute mapping"
            }
            (IdentityProvider::Entra, Screen::Connection) => {
                "Enterprise applications › your app › Provisioning › Admin Credentials"
            }
            (IdentityProvider::Entra, Screen::Person) => "Users › All users › the person › Properties",
            (IdentityProvider::Entra, Screen::Assignment) => {
                "Enterprise applications › your app › Users and groups"
            }
            (IdentityProvider::Entra, Screen::Log) => {
                "Enterprise applications › your app › Provisioning › Provision on demand"
            }
            (IdentityProvider::Okta, Screen::Mapping) => {
                "Applications › your app › Provisioning › To App › Attribute Mappings"
            }
            (IdentityProvider::Okta, Screen::Connection) => {
                "Applications › your app › Provisioning › Integration"
            }
            (IdentityProvider::Okta, Screen::Person) => "Directory › People › the person › Profile",
            (IdentityProvider::Okta, Screen::Assignment) => "Applications › your app › Assignments",
            (IdentityProvider::Okta, Screen::Log) => "Dashboard › Tasks",
            (IdentityProvider::Other, Screen::Mapping) => "the attribute mapping of its SCIM application",
            (IdentityProvider::Other, Screen::Connection) => "the URL and the token of its SCIM application",
            (IdentityProvider::Other, Screen::Person) => "the person's profile",
            (IdentityProvider::Other, Screen::Assignment) => "the people assigned to its SCIM application",
            (IdentityProvider::Other, Screen::Log) => "its own provisioning log",
        }
    }

    /// What to do, where Rollcall can help as well or the screen alone does not say it.
    #[must_use]
    pub const fn advice(self) -> &'static str {
        match self {
            Self::UnknownSite => "Correct the value there, or make a site of this name here under Sites.",
            Self::OtherSite => "A site is set once. Send the site that is set, or stop mapping the site.",
            Self::UsernameTaken => {
                "If it is the same person, choose \"All users\" as user retrieval in the provisioning settings here. If not, change the username there."
            }
            Self::UsernameMissing => "Map userName to an attribute that every person has.",
            Self::BadValue => "Correct the value of this attribute, or what it is mapped from.",
            Self::TokenMissing => "Paste an API token of Rollcall as the secret token.",
            Self::TokenUnknown | Self::TokenExpired | Self::TokenRevoked => {
                "Create a new token here under Identity and Security, and paste it there."
            }
            Self::ProvisioningOff => "Switch it on here under Identity and Security.",
            Self::LastOwner => {
                "Make somebody else an owner here first, so that the organization is not locked out."
            }
            Self::NotFound => {
                "The person was deleted since. Send them again, and the identity provider looks them up anew."
            }
            Self::NoSuchAddress | Self::WrongMethod => {
                "Compare the URL with the one shown here under Identity and Security."
            }
            Self::Syntax | Self::Path | Self::Mutability | Self::Filter | Self::TooLarge => {
                "Look at what is mapped, and take the attribute out that the reason names."
            }
            Self::MediaType => "The request has to be sent as application/scim+json.",
            Self::Stale | Self::TooOften | Self::Internal => {
                "Nothing was saved. The identity provider tries again by itself, or you send it again there."
            }
            Self::NotOffered => "Switch it off there; people are provisioned all the same.",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn r31_every_cause_has_words_a_place_in_each_identity_provider_and_advice() {
        for cause in Cause::ALL {
            assert!(!cause.words().ends_with('.'), "{cause:?}: words are no sentence");
            assert!(cause.advice().ends_with('.'), "{cause:?}: advice is a sentence");
            for provider in IdentityProvider::ALL {
                assert!(!cause.place(provider).is_empty());
            }
            assert_eq!(Cause::from_name(cause.name()), Some(*cause));
        }
    }

    #[test]
    fn r31_an_unknown_site_is_mended_at_the_attribute_mapping_of_entra() {
        assert_eq!(
            Cause::UnknownSite.place(IdentityProvider::Entra),
            "Enterprise applications › your app › Provisioning › Attribute mapping"
        );
        assert_eq!(
            Cause::TokenExpired.place(IdentityProvider::Okta),
            "Applications › your app › Provisioning › Integration"
        );
    }
}
