//! A message that came in an address. Its signature is over the query as it was sent: to encode again what was decoded
//! gives other bytes where the sender encodes otherwise, as Microsoft Entra does (`%2f` for `%2F`).

use std::io::Read as _;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use domain::Timestamp;
use flate2::read::DeflateDecoder;
use rsa::pkcs1v15::{Signature, VerifyingKey};
use rsa::signature::Verifier as _;
use sha2::{Sha256, Sha384, Sha512};

use super::{Parameter, RSA_SHA256};
use crate::gate::MAX_XML;
use crate::{IdentityProvider, LogoutFault};

/// RSASSA-PKCS1-v1_5 with SHA-384 (RFC 6931, 2.3.3).
const RSA_SHA384: &str = "http://www.w3.org/2001/04/xmldsig-more#rsa-sha384";
/// RSASSA-PKCS1-v1_5 with SHA-512 (RFC 6931, 2.3.4).
const RSA_SHA512: &str = "http://www.w3.org/2001/04/xmldsig-more#rsa-sha512";
/// A query is this many bytes long at most.
const MAX_QUERY: usize = 64 * 1024;

/// A message with what came beside it.
pub(crate) struct Received<'a> {
    pub(crate) parameter: Parameter,
    pub(crate) xml: String,
    pub(crate) relay_state: Option<String>,
    raw: Raw<'a>,
}

/// The parameters as they stand in the query, not decoded.
#[derive(Default)]
struct Raw<'a> {
    request: Option<&'a str>,
    response: Option<&'a str>,
    relay_state: Option<&'a str>,
    algorithm: Option<&'a str>,
    signature: Option<&'a str>,
}

impl<'a> Raw<'a> {
    fn read(query: &'a str) -> Result<Self, LogoutFault> {
        let mut raw = Self::default();
        for part in query.split('&') {
            let (name, value) = part.split_once('=').unwrap_or((part, ""));
            let place = match name {
                "SAMLRequest" => &mut raw.request,
                "SAMLResponse" => &mut raw.response,
                "RelayState" => &mut raw.relay_state,
                "SigAlg" => &mut raw.algorithm,
                "Signature" => &mut raw.signature,
                _ => continue,
            };
            if place.replace(value).is_some() {
                return Err(unreadable(format!("{name} is there twice")));
            }
        }
        Ok(raw)
    }
}

fn unreadable(what: impl Into<String>) -> LogoutFault {
    LogoutFault::Unreadable(what.into())
}

/// A value of a query, decoded.
fn decoded(raw: &str) -> Result<String, LogoutFault> {
    let pair = format!("x={raw}");
    let value = form_urlencoded::parse(pair.as_bytes()).next().map(|(_, value)| value.into_owned());
    // What is not UTF-8 becomes U+FFFD there.
    value
        .filter(|value| !value.contains('\u{fffd}'))
        .ok_or_else(|| unreadable("a parameter is not encoded as it must be"))
}

fn base64(raw: &str) -> Result<Vec<u8>, LogoutFault> {
    let text: String = decoded(raw)?.chars().filter(|c| !matches!(c, '\r' | '\n')).collect();
    STANDARD.decode(text).map_err(|_| unreadable("a parameter is not Base64"))
}

fn inflated(bytes: &[u8]) -> Result<String, LogoutFault> {
    let limit = u64::try_from(MAX_XML).unwrap_or(u64::MAX).saturating_add(1);
    let mut xml = Vec::new();
    DeflateDecoder::new(bytes)
        .take(limit)
        .read_to_end(&mut xml)
        .map_err(|_| unreadable("it is not compressed as it must be"))?;
    if xml.len() > MAX_XML {
        return Err(unreadable("it is too long"));
    }
    String::from_utf8(xml).map_err(|_| unreadable("it is not UTF-8"))
}

impl<'a> Received<'a> {
    /// Reads a query, without its question mark.
    pub(crate) fn read(query: &'a str) -> Result<Self, LogoutFault> {
        if query.len() > MAX_QUERY {
            return Err(unreadable("it is too long"));
        }
        let raw = Raw::read(query)?;
        let (parameter, message) = match (raw.request, raw.response) {
            (Some(request), None) => (Parameter::Request, request),
            (None, Some(response)) => (Parameter::Response, response),
            _ => return Err(unreadable("there must be one of SAMLRequest and SAMLResponse")),
        };
        let xml = inflated(&base64(message)?)?;
        let relay_state = raw.relay_state.map(decoded).transpose()?.filter(|text| !text.is_empty());
        Ok(Self { parameter, xml, relay_state, raw })
    }

    /// The signature is one over the query as it was sent (SAML 2.0 bindings, 3.4.4.1), by one of the identity provider's
    /// certificates that have not expired.
    pub(crate) fn verify(&self, idp: &IdentityProvider, now: Timestamp) -> Result<(), LogoutFault> {
        let (Some(algorithm), Some(signature)) = (self.raw.algorithm, self.raw.signature) else {
            return Err(LogoutFault::Unsigned);
        };
        let signature = base64(signature)?;
        let mut signed = format!(
            "{}={}",
            self.parameter.name(),
            self.raw.request.or(self.raw.response).unwrap_or_default()
        );
        if let Some(relay_state) = self.raw.relay_state {
            signed.push_str("&RelayState=");
            signed.push_str(relay_state);
        }
        signed.push_str("&SigAlg=");
        signed.push_str(algorithm);
        let algorithm = decoded(algorithm)?;
        let fits = fits(&algorithm)?;
        let valid = idp
            .certificates
            .iter()
            .filter(|certificate| !certificate.expired_at(now))
            .filter_map(crate::Certificate::public_key)
            .any(|key| fits(key, signed.as_bytes(), &signature));
        if valid { Ok(()) } else { Err(LogoutFault::Signature) }
    }
}

type Fits = fn(rsa::RsaPublicKey, &[u8], &[u8]) -> bool;

fn fits(algorithm: &str) -> Result<Fits, LogoutFault> {
    match algorithm {
        RSA_SHA256 => Ok(|key, bytes, signature| {
            Signature::try_from(signature)
                .is_ok_and(|signature| VerifyingKey::<Sha256>::new(key).verify(bytes, &signature).is_ok())
        }),
        RSA_SHA384 => Ok(|key, bytes, signature| {
            Signature::try_from(signature)
                .is_ok_and(|signature| VerifyingKey::<Sha384>::new(key).verify(bytes, &signature).is_ok())
        }),
        RSA_SHA512 => Ok(|key, bytes, signature| {
            Signature::try_from(signature)
                .is_ok_and(|signature| VerifyingKey::<Sha512>::new(key).verify(bytes, &signature).is_ok())
        }),
        other => Err(LogoutFault::Algorithm(other.to_owned())),
    }
}
