//! What came of a sign-in: check by check for the admin, and who it is.

use domain::Timestamp;
use domain::sso::CheckResult;
use serde::{Deserialize, Serialize};

/// What was checked of a posted form, and what came of it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Report {
    /// Each check in the order in which it was made. The first that failed is the last.
    pub checks: Vec<CheckResult>,
    /// Who signed in; present only when every check passed.
    pub identity: Option<Identity>,
    /// The Response for the log: signatures, certificates, ciphertext and the values of attributes cut or hidden.
    /// `None` when there was no XML that could be read.
    pub redacted_xml: Option<String>,
    /// What the identity provider says of the sign-in, when it could be read. Not verified.
    pub status: Option<Status>,
    /// Who claims to have sent it. Not verified unless [`Self::identity`] is there.
    pub issuer: Option<String>,
    /// What passed, and is worth an admin's attention.
    pub warnings: Vec<Warning>,
}

impl Report {
    /// Every check passed.
    #[must_use]
    pub const fn passed(&self) -> bool {
        self.identity.is_some()
    }

    /// The check that failed.
    #[must_use]
    pub fn failed(&self) -> Option<&CheckResult> {
        self.checks.last().filter(|check| !check.passed)
    }
}

/// Something that passed, and is worth an admin's attention.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "warning")]
pub enum Warning {
    /// One of the certificates has expired, so nothing is accepted that was signed with it.
    CertificateExpired {
        /// Whose it is.
        subject: String,
        /// When it ended.
        not_after: Timestamp,
    },
    /// There were more groups than fit: Microsoft Entra sent a link in their place.
    GroupsLeftOut,
    /// The clock of the identity provider is ahead: the assertion is from later than now, within the allowance.
    ClockAhead {
        /// By how many milliseconds.
        ms: i64,
    },
}

/// What the identity provider says of the sign-in (SAML 2.0 core, 3.2.2).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Status {
    /// The top-level code, such as `urn:oasis:names:tc:SAML:2.0:status:Success`.
    pub code: String,
    /// The code below it.
    pub sub_code: Option<String>,
    /// The message, in the identity provider's words.
    pub message: Option<String>,
}

/// Who signed in, as the signed assertion says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Identity {
    /// NameID, without the blanks around it: the username (R26).
    pub name_id: String,
    /// The Format of NameID, when it was there.
    pub name_id_format: Option<String>,
    /// What else it says of the person, in its order.
    pub attributes: Vec<Attribute>,
    /// The assertion's ID: each may be used once.
    pub assertion_id: String,
    /// The request that it answers; `None` when it was unsolicited.
    pub in_response_to: Option<String>,
    /// The session at the identity provider, for logout.
    pub session_index: Option<String>,
    /// When the person proved who they are; the earliest, where there are several.
    pub authn_instant: Timestamp,
    /// When the session has to end here; the earliest, where there are several.
    pub session_not_on_or_after: Option<Timestamp>,
    /// From when on the assertion is not accepted any more, without the allowance for clocks: its id must be remembered
    /// until then and [`crate::CLOCK_SKEW_MS`] longer.
    pub not_on_or_after: Timestamp,
    /// It came encrypted.
    pub encrypted: bool,
}

impl Identity {
    /// The values of the attribute of this name.
    #[must_use]
    pub fn attribute(&self, name: &str) -> &[String] {
        self.attributes.iter().find(|attribute| attribute.name == name).map_or(&[], |found| &found.values)
    }
}

/// An attribute of the person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attribute {
    /// Its Name, often a URI.
    pub name: String,
    /// Its values, without the blanks around them.
    pub values: Vec<String>,
}
