//! The two parties of a sign-in.

use domain::sso::NameIdFormat;

use crate::{Certificate, Key};

/// How far the clocks of the two parties may be apart, in milliseconds: three minutes.
pub const CLOCK_SKEW_MS: i64 = 180_000;

/// This service, as an organization's identity provider knows it.
#[derive(Debug, Clone)]
pub struct ServiceProvider {
    /// Identifier (Entity ID); equal to [`Self::acs_url`] (R25).
    pub entity_id: String,
    /// Reply URL (Assertion Consumer Service), where Responses are posted to.
    pub acs_url: String,
    /// Where the identity provider sends logout messages (Single Logout Service).
    pub logout_url: String,
    /// Signs requests and logout messages, decrypts assertions. Without it nothing is signed, and encrypted assertions
    /// are refused.
    pub key: Option<Key>,
}

/// An organization's identity provider, as its admin described it (R24).
#[derive(Debug, Clone)]
pub struct IdentityProvider {
    /// IDP Issuer URL/URN.
    pub entity_id: String,
    /// Sign-in page URL, for the redirect binding.
    pub sign_in_url: String,
    /// Single Logout Service for the redirect binding.
    pub logout_url: Option<String>,
    /// What it signs with. Any that has not expired may have signed.
    pub certificates: Vec<Certificate>,
    /// Requests to it are signed.
    pub sign_requests: bool,
    /// Assertions that are not encrypted are refused.
    pub require_encryption: bool,
    /// Responses are taken that answer no request (sign-in started at the identity provider).
    pub allow_unsolicited: bool,
    /// What is asked for as NameID.
    pub name_id_format: NameIdFormat,
}

/// Why a message to the identity provider cannot be made.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// The address of the identity provider is not one that a browser may be sent to.
    #[error(
        "The address {0:?} is not an https address, so nobody can be sent there. Correct it in the single sign-on settings."
    )]
    Address(String),
    /// The identity provider has no logout address.
    #[error("The identity provider has no logout address. Enter it in the single sign-on settings.")]
    NoLogoutAddress,
    /// Requests are to be signed, and there is no key.
    #[error(
        "Requests are to be signed, but this service has no signing key yet. Create one in the single sign-on settings."
    )]
    NoKey,
    /// The id of the message is not an XML name (xs:ID): it must begin with a letter or an underscore.
    #[error("The id {0:?} cannot be one of a SAML message.")]
    Id(String),
    /// RelayState is longer than 80 bytes (SAML 2.0 bindings, 3.4.3).
    #[error("RelayState is {0} bytes long; 80 are allowed.")]
    RelayState(usize),
    /// A text that XML cannot carry.
    #[error("The {0} holds a character that XML cannot carry.")]
    Text(&'static str),
    /// Signing failed.
    #[error("The request could not be signed: {0}.")]
    Signing(String),
}
