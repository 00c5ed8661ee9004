//! What was checked of a sign-in, in words. Which check, error or screen it is decides by its place in a list: a function for each
//! would weigh as much as its words. A test keeps the lists complete.

use domain::sso::{Check, MICROSOFT_ERRORS, SsoProvider};

pub use super::messages::sign_ins::*;
use crate::text::Message;

/// Where at an identity provider something is mended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Screen {
    /// Reply URL and Identifier.
    Addresses,
    /// NameID.
    Claims,
    /// The certificate that signs, and the algorithm.
    Certificate,
    /// The certificate that assertions are encrypted for.
    Encryption,
    /// The provider's own log.
    Log,
    /// What is copied out of it.
    Metadata,
}

impl Screen {
    /// Where a failed check is mended; `None`: not at the identity provider.
    const fn of(check: Check) -> Option<Self> {
        match check {
            Check::Form | Check::Recipient | Check::Audience => Some(Self::Addresses),
            Check::NameId | Check::User => Some(Self::Claims),
            Check::Algorithm | Check::Signature => Some(Self::Certificate),
            Check::Encryption => Some(Self::Encryption),
            Check::Status => Some(Self::Log),
            Check::Issuer => Some(Self::Metadata),
            _ => None,
        }
    }
}

/// The screens of Entra, which are not translated.
const ENTRA: [&str; 6] = [
    "Single sign-on › Basic SAML Configuration",
    "Single sign-on › Attributes & Claims › Unique User Identifier (Name ID)",
    "Single sign-on › SAML Certificates",
    "Token encryption",
    "Sign-in logs",
    "Single sign-on › Set up",
];

/// The screens of Okta, which are not translated.
const OKTA: [&str; 6] = [
    "General › SAML Settings",
    "General › SAML Settings › Application username",
    "Sign On › SAML Signing Certificates",
    "General › SAML Settings › Show Advanced Settings",
    "View Logs",
    "Sign On › Metadata details",
];

/// A check, in a word.
#[must_use]
pub fn name(check: Check) -> Message {
    checks(check as usize)
}

/// What it means that a check has failed, and what to do.
#[must_use]
pub fn what_to_do(check: Check) -> Message {
    advice(check as usize)
}

/// The screen of the identity provider on which a failed check is mended.
#[must_use]
pub fn place(check: Check, provider: SsoProvider) -> Option<String> {
    let at = Screen::of(check)? as usize;
    Some(match provider {
        SsoProvider::Entra => mend_entra(ENTRA[at]),
        SsoProvider::Okta => mend_okta(OKTA[at]),
        _ => mend_other(&places(at)),
    })
}

/// What an error of Microsoft means, and what to do; `None` for those that are not explained here.
#[must_use]
pub fn microsoft_error(number: u32) -> Option<Message> {
    let at = MICROSOFT_ERRORS.iter().position(|known| *known == number)?;
    Some(microsoft(at))
}
