//! Single Logout (SAML 2.0 profiles, 4.4).

use domain::Timestamp;

use crate::{Fault, IdentityProvider, ServiceProvider};

/// A logout message of the identity provider.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LogoutMessage {
    /// It asks that somebody's sessions end here. Its signature is verified.
    Request {
        /// Its id: each may be used once.
        id: String,
        /// Whose sessions.
        name_id: String,
        /// Which; all of them when empty.
        session_indexes: Vec<String>,
        /// To be sent back.
        relay_state: Option<String>,
    },
    /// It answers our request. Informational: nothing may depend on it.
    Response {
        /// The id of our request.
        in_response_to: Option<String>,
        /// Everybody was signed out everywhere.
        success: bool,
        /// What we sent.
        relay_state: Option<String>,
    },
}

/// Why a logout message is not taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LogoutFault {
    /// It cannot be read.
    #[error("This is not a logout message: {0}.")]
    Unreadable(String),
    /// It is not signed.
    #[error("The logout request is not signed.")]
    Unsigned,
    /// Its algorithm is not accepted.
    #[error("The logout request is signed by {0}, which is not accepted.")]
    Algorithm(String),
    /// Its signature is not one of the identity provider.
    #[error("The signature of the logout request fits none of the certificates.")]
    Signature,
    /// It is another's.
    #[error("The logout message is from {0:?}, not from the identity provider of the settings.")]
    Issuer(String),
    /// It was sent to somewhere else.
    #[error("The logout message was sent to {0:?}, not here.")]
    Destination(String),
    /// It is too old, or from the future.
    #[error("The logout request is not valid now: {0}.")]
    Time(String),
}

/// The address to send a browser to, so that the person is signed out there (LogoutRequest, redirect binding).
///
/// # Errors
/// When the settings do not allow it.
#[expect(clippy::too_many_arguments, reason = "a message's parts, each of which the caller has by itself")]
pub fn logout_request(
    sp: &ServiceProvider,
    idp: &IdentityProvider,
    id: &str,
    now: Timestamp,
    name_id: &str,
    name_id_format: Option<&str>,
    session_index: Option<&str>,
    relay_state: Option<&str>,
) -> Result<String, Fault> {
    let _ = (sp, idp, id, now, name_id, name_id_format, session_index, relay_state);
    Err(Fault::NoLogoutAddress)
}

/// The address to send a browser to, as answer to a [`LogoutMessage::Request`] (LogoutResponse with status Success).
///
/// # Errors
/// When the settings do not allow it.
pub fn logout_response(
    sp: &ServiceProvider,
    idp: &IdentityProvider,
    id: &str,
    in_response_to: &str,
    now: Timestamp,
    relay_state: Option<&str>,
) -> Result<String, Fault> {
    let _ = (sp, idp, id, in_response_to, now, relay_state);
    Err(Fault::NoLogoutAddress)
}

/// Reads a logout message of the redirect binding from the query as it was sent, not decoded.
///
/// # Errors
/// Says what is wrong with it.
pub fn read_logout(
    sp: &ServiceProvider,
    idp: &IdentityProvider,
    raw_query: &str,
    now: Timestamp,
) -> Result<LogoutMessage, LogoutFault> {
    let _ = (sp, idp, raw_query, now);
    Err(LogoutFault::Unsigned)
}

/// Reads a posted logout message. A request must carry a signature of its own.
///
/// # Errors
/// Says what is wrong with it.
pub fn read_logout_post(
    sp: &ServiceProvider,
    idp: &IdentityProvider,
    form: &[u8],
    now: Timestamp,
) -> Result<LogoutMessage, LogoutFault> {
    let _ = (sp, idp, form, now);
    Err(LogoutFault::Unsigned)
}
