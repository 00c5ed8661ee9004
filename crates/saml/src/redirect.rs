//! The redirect binding (SAML 2.0 bindings, 3.4): messages in an address, with a signature beside them.

mod receive;

pub(crate) use receive::Received;

use std::io::Write as _;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use domain::sso::is_provider_address;
use flate2::Compression;
use flate2::write::DeflateEncoder;
use form_urlencoded::byte_serialize;

use crate::{Fault, Key};

/// RelayState is this many bytes long at most (SAML 2.0 bindings, 3.4.3).
pub(crate) const MAX_RELAY_STATE: usize = 80;
/// RSASSA-PKCS1-v1_5 with SHA-256 (RFC 6931, 2.3.2).
pub(crate) const RSA_SHA256: &str = "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256";

/// The parameter that carries a message.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Parameter {
    Request,
    Response,
}

impl Parameter {
    const fn name(self) -> &'static str {
        match self {
            Self::Request => "SAMLRequest",
            Self::Response => "SAMLResponse",
        }
    }
}

/// An address that a browser is sent to by us: https, or http on the same machine (for a test of an identity provider).
pub(crate) fn check_address(url: &str) -> Result<(), Fault> {
    if is_provider_address(url) { Ok(()) } else { Err(Fault::Address(url.to_owned())) }
}

/// `address` with a message in its query, signed by `key`.
pub(crate) fn url(
    address: &str,
    parameter: Parameter,
    xml: &str,
    relay_state: Option<&str>,
    key: Option<&Key>,
) -> Result<String, Fault> {
    check_address(address)?;
    if let Some(relay_state) = relay_state
        && relay_state.len() > MAX_RELAY_STATE
    {
        return Err(Fault::RelayState(relay_state.len()));
    }
    let mut query = format!("{}={}", parameter.name(), encoded(&deflated(xml)?));
    if let Some(relay_state) = relay_state.filter(|relay_state| !relay_state.is_empty()) {
        query.push_str("&RelayState=");
        query.extend(byte_serialize(relay_state.as_bytes()));
    }
    if let Some(key) = key {
        query.push_str("&SigAlg=");
        query.extend(byte_serialize(RSA_SHA256.as_bytes()));
        let signature = key.sign(query.as_bytes()).map_err(|error| Fault::Signing(error.to_string()))?;
        query.push_str("&Signature=");
        query.push_str(&encoded(&signature));
    }
    let address = address.split('#').next().unwrap_or_default();
    let separator = match address.split_once('?') {
        None => "?",
        Some((_, "")) => "",
        Some(_) => "&",
    };
    Ok(format!("{address}{separator}{query}"))
}

fn encoded(bytes: &[u8]) -> String {
    byte_serialize(STANDARD.encode(bytes).as_bytes()).collect()
}

fn deflated(xml: &str) -> Result<Vec<u8>, Fault> {
    let mut encoder = DeflateEncoder::new(Vec::new(), Compression::default());
    encoder
        .write_all(xml.as_bytes())
        .and_then(|()| encoder.finish())
        .map_err(|error| Fault::Signing(error.to_string()))
}
