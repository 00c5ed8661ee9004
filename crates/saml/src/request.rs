//! The request to sign somebody in (AuthnRequest, SAML 2.0 core, 3.4.1).

use domain::Timestamp;
use domain::sso::NameIdFormat;
use form_urlencoded::byte_serialize;

use crate::redirect::{self, Parameter};
use crate::xml::{ASSERTION, POST, PROTOCOL, escaped, is_id, is_text};
use crate::{Fault, IdentityProvider, Key, ServiceProvider};

/// The address to send a browser to, so that the person signs in there. `relay_state` comes back with the answer: an
/// opaque key, never an address. `login_hint` is the username that was already entered.
///
/// No RequestedAuthnContext is sent: Microsoft Entra refuses who has signed in by another method (AADSTS75011).
///
/// # Errors
/// When the settings do not allow it, or `id` is not an XML name.
pub fn sign_in_request(
    sp: &ServiceProvider,
    idp: &IdentityProvider,
    id: &str,
    now: Timestamp,
    relay_state: &str,
    force_authn: bool,
    login_hint: Option<&str>,
) -> Result<String, Fault> {
    let xml = authn_request(sp, idp, id, now, force_authn)?;
    let key = signing_key(sp, idp.sign_requests)?;
    let mut url = redirect::url(&idp.sign_in_url, Parameter::Request, &xml, Some(relay_state), key)?;
    if let Some(hint) = login_hint.filter(|hint| !hint.is_empty()) {
        url.push_str("&login_hint=");
        url.extend(byte_serialize(hint.as_bytes()));
    }
    Ok(url)
}

fn signing_key(sp: &ServiceProvider, sign: bool) -> Result<Option<&Key>, Fault> {
    match (&sp.key, sign) {
        (_, false) => Ok(None),
        (Some(key), true) => Ok(Some(key)),
        (None, true) => Err(Fault::NoKey),
    }
}

fn authn_request(
    sp: &ServiceProvider,
    idp: &IdentityProvider,
    id: &str,
    now: Timestamp,
    force_authn: bool,
) -> Result<String, Fault> {
    check_texts(id, &[("Entity ID", &sp.entity_id), ("Reply URL", &sp.acs_url)])?;
    let force_authn = if force_authn { r#" ForceAuthn="true""# } else { "" };
    let policy = match name_id_format_uri(idp.name_id_format) {
        Some(format) => format!(r#"<samlp:NameIDPolicy Format="{format}" AllowCreate="true"/>"#),
        None => String::new(),
    };
    Ok(format!(
        r#"<samlp:AuthnRequest xmlns:samlp="{PROTOCOL}" xmlns:saml="{ASSERTION}" ID="{id}" Version="2.0" IssueInstant="{now}" Destination="{destination}"{force_authn} ProtocolBinding="{POST}" AssertionConsumerServiceURL="{acs}"><saml:Issuer>{issuer}</saml:Issuer>{policy}</samlp:AuthnRequest>"#,
        destination = escaped(&idp.sign_in_url),
        acs = escaped(&sp.acs_url),
        issuer = escaped(&sp.entity_id),
    ))
}

/// What is asked for as NameID; `None` leaves it to the identity provider.
pub(crate) const fn name_id_format_uri(format: NameIdFormat) -> Option<&'static str> {
    match format {
        NameIdFormat::Unspecified => None,
        NameIdFormat::EmailAddress => Some("urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress"),
        NameIdFormat::Persistent => Some("urn:oasis:names:tc:SAML:2.0:nameid-format:persistent"),
    }
}

pub(crate) fn check_texts(id: &str, texts: &[(&'static str, &str)]) -> Result<(), Fault> {
    if !is_id(id) {
        return Err(Fault::Id(id.to_owned()));
    }
    match texts.iter().find(|(_, text)| !is_text(text)) {
        Some((name, _)) => Err(Fault::Text(name)),
        None => Ok(()),
    }
}
