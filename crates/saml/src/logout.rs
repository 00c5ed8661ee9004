//! Single Logout (SAML 2.0 profiles, 4.4; core, 3.7).

mod read;

pub use read::{read_logout, read_logout_post};

use domain::Timestamp;

use crate::redirect::{self, Parameter};
use crate::request::check_texts;
use crate::xml::{ASSERTION, PROTOCOL, SUCCESS, escaped, is_id};
use crate::{Fault, IdentityProvider, ServiceProvider};

/// A logout message of the identity provider.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LogoutMessage {
    /// It asks that somebody's sessions end here. Its signature is valid, and it was sent to us, now.
    Request {
        /// Its id: each may be used once.
        id: String,
        /// Whose sessions: NameID, without the blanks around it.
        name_id: String,
        /// Which of them; all when empty.
        session_indexes: Vec<String>,
        /// To be sent back with the answer.
        relay_state: Option<String>,
    },
    /// It answers our request. Informational: the session here ended before, and nothing may depend on it.
    Response {
        /// The id of our request.
        in_response_to: Option<String>,
        /// The person is signed out everywhere.
        success: bool,
        /// What we sent.
        relay_state: Option<String>,
    },
}

/// Why a logout message is not taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LogoutFault {
    /// It cannot be read, or is not of the shape that is taken.
    #[error("This is not a logout message that can be read: {0}.")]
    Unreadable(String),
    /// It is a request without a signature.
    #[error(
        "The logout request is not signed. Switch signing of logout requests on at the identity provider."
    )]
    Unsigned,
    /// Its signature is by an algorithm that proves nothing.
    #[error(
        "The logout request is signed by {0}, which is not accepted. Choose SHA-256 at the identity provider."
    )]
    Algorithm(String),
    /// Its signature was made by none of the certificates of the settings that have not expired.
    #[error(
        "The signature of the logout request fits none of the certificates of the settings that have not expired."
    )]
    Signature,
    /// It is somebody else's.
    #[error("The logout message is from {0:?}, not from the identity provider of the settings.")]
    Issuer(String),
    /// It was sent to somewhere else, or does not say where to.
    #[error("The logout message was sent to {0:?}, not to the logout address of this service.")]
    Destination(String),
    /// It is too old, or from the future.
    #[error("The logout request is not valid at this time: {0}.")]
    Time(String),
}

/// The address to send a browser to, so that the person is signed out at the identity provider too (LogoutRequest by the
/// redirect binding), signed when there is a key. The session here must have ended before.
///
/// # Errors
/// When the settings do not allow it, or a text cannot stand in XML.
#[expect(clippy::too_many_arguments, reason = "the parts of the message, which the caller has one by one")]
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
    let address = idp.logout_url.as_deref().ok_or(Fault::NoLogoutAddress)?;
    let texts = [
        ("Entity ID", sp.entity_id.as_str()),
        ("NameID", name_id),
        ("format of NameID", name_id_format.unwrap_or_default()),
        ("SessionIndex", session_index.unwrap_or_default()),
    ];
    check_texts(id, &texts)?;
    let format = name_id_format.map(|uri| format!(r#" Format="{}""#, escaped(uri))).unwrap_or_default();
    let session = session_index
        .map(|index| format!("<samlp:SessionIndex>{}</samlp:SessionIndex>", escaped(index)))
        .unwrap_or_default();
    let xml = format!(
        r#"<samlp:LogoutRequest xmlns:samlp="{PROTOCOL}" xmlns:saml="{ASSERTION}" ID="{id}" Version="2.0" IssueInstant="{now}" Destination="{destination}"><saml:Issuer>{issuer}</saml:Issuer><saml:NameID{format}>{name_id}</saml:NameID>{session}</samlp:LogoutRequest>"#,
        destination = escaped(address),
        issuer = escaped(&sp.entity_id),
        name_id = escaped(name_id),
    );
    redirect::url(address, Parameter::Request, &xml, relay_state, sp.key.as_ref())
}

/// The address to send a browser to, as answer to a [`LogoutMessage::Request`] (LogoutResponse with the status Success, by
/// the redirect binding), signed when there is a key. The sessions here must have ended before.
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
    let address = idp.logout_url.as_deref().ok_or(Fault::NoLogoutAddress)?;
    check_texts(id, &[("Entity ID", &sp.entity_id)])?;
    if !is_id(in_response_to) {
        return Err(Fault::Id(in_response_to.to_owned()));
    }
    let xml = format!(
        r#"<samlp:LogoutResponse xmlns:samlp="{PROTOCOL}" xmlns:saml="{ASSERTION}" ID="{id}" Version="2.0" IssueInstant="{now}" Destination="{destination}" InResponseTo="{in_response_to}"><saml:Issuer>{issuer}</saml:Issuer><samlp:Status><samlp:StatusCode Value="{SUCCESS}"/></samlp:Status></samlp:LogoutResponse>"#,
        destination = escaped(address),
        issuer = escaped(&sp.entity_id),
    );
    redirect::url(address, Parameter::Response, &xml, relay_state, sp.key.as_ref())
}
