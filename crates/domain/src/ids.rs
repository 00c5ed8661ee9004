//! Identifiers: 128 bits (UUIDv7, made by the application), written as a prefix and 32 hexadecimal digits
//! (`usr_0192f0c1…`), so that an id in a log or a URL says what it names. Opaque to clients.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A text is not an id of the expected kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvalidId {
    /// The prefix that an id of this kind has, such as `usr_`.
    pub expected_prefix: &'static str,
}

impl fmt::Display for InvalidId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "An id here is \"{}\" and 32 hexadecimal digits.", self.expected_prefix)
    }
}

impl std::error::Error for InvalidId {}

fn parse(text: &str, prefix: &'static str) -> Result<u128, InvalidId> {
    let invalid = InvalidId { expected_prefix: prefix };
    let digits = text.strip_prefix(prefix).ok_or_else(|| invalid.clone())?;
    let canonical = digits.len() == 32 && digits.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
    if !canonical {
        return Err(invalid);
    }
    u128::from_str_radix(digits, 16).map_err(|_| invalid)
}

macro_rules! id {
    ($(#[$doc:meta])* $name:ident, $prefix:literal) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub u128);

        impl $name {
            /// What every id of this kind starts with.
            pub const PREFIX: &'static str = $prefix;
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!($prefix, "{:032x}"), self.0)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(self, f)
            }
        }

        impl FromStr for $name {
            type Err = InvalidId;
            fn from_str(text: &str) -> Result<Self, InvalidId> {
                parse(text, $prefix).map(Self)
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
                text.parse().map_err(serde::de::Error::custom)
            }
        }
    };
}

id!(
    /// An organization (tenant).
    OrgId, "org_"
);
id!(
    /// A user: stable for life, whatever the identity provider does. Not the SCIM id (R9).
    UserId, "usr_"
);
id!(
    /// A site (R11).
    SiteId, "sit_"
);
id!(
    /// A plan: a licence with a number of seats (R16).
    PlanId, "pln_"
);
id!(
    /// A rule by which a plan is given to people when a seat is free.
    LicenseRuleId, "rul_"
);
id!(
    /// A signed-in browser.
    SessionId, "ses_"
);
id!(
    /// A SCIM API token (R29).
    TokenId, "tok_"
);
id!(
    /// An API token, with which scripts call the REST API (R32).
    ApiTokenId, "key_"
);
id!(
    /// An application that people sign in to through Rollcall (R34).
    ApplicationId, "app_"
);
id!(
    /// A secret of an application.
    SecretId, "sec_"
);
id!(
    /// A group of the identity provider.
    GroupId, "grp_"
);
id!(
    /// A saved view of the table of users.
    ViewId, "viw_"
);
id!(
    /// An entry of the audit log (R33).
    EventId, "evt_"
);
id!(
    /// An entry of the provisioning log (R31).
    LogId, "log_"
);
id!(
    /// A job: work that takes longer than a request.
    JobId, "job_"
);
id!(
    /// A revision of the settings of single sign-on.
    RevisionId, "rev_"
);
id!(
    /// An entry of the sign-in log.
    SignInId, "sin_"
);
id!(
    /// A file of users that was uploaded.
    ImportId, "imp_"
);
id!(
    /// A webhook: another system that is told of changes.
    WebhookId, "whk_"
);
id!(
    /// A delivery to a webhook: what Standard Webhooks calls a message.
    DeliveryId, "msg_"
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_reads_back_as_it_was_written() {
        let id = UserId(0x0192_f0c1_0000_7000_8000_0000_0000_0001);
        assert_eq!(id.to_string(), "usr_0192f0c1000070008000000000000001");
        assert_eq!(id.to_string().parse(), Ok(id));
        assert_eq!(serde_json::from_str::<UserId>(&serde_json::to_string(&id).unwrap()).unwrap(), id);
    }

    #[test]
    fn an_id_of_another_kind_or_another_spelling_is_refused() {
        for text in [
            "sit_0192f0c1000070008000000000000001",
            "usr_",
            "usr_0192F0C1000070008000000000000001",
            "",
            "usr_+192f0c1000070008000000000000001",
        ] {
            assert!(text.parse::<UserId>().is_err(), "{text}");
        }
    }
}
