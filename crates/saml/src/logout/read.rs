//! Logout messages that come in.

use std::panic::{AssertUnwindSafe, catch_unwind};

use domain::Timestamp;
use roxmltree::Document;

use super::{LogoutFault, LogoutMessage};
use crate::form::{message, relay_state};
use crate::gate::{self, Element, Name, Refusal, SignatureShape, shown};
use crate::redirect::{Parameter, Received};
use crate::xml::SUCCESS;
use crate::{CLOCK_SKEW_MS, IdentityProvider, ServiceProvider};

/// A request that names no end is this old at most, in milliseconds: five minutes.
const MAX_AGE_MS: i64 = 300_000;
/// Sessions that one request names at most.
const MAX_SESSIONS: usize = 100;

impl From<Refusal> for LogoutFault {
    fn from(refusal: Refusal) -> Self {
        let without_stop = |text: &str| text.trim_end_matches('.').to_owned();
        let (expected, received) = (without_stop(&refusal.expected), without_stop(&refusal.received));
        if refusal.check == domain::sso::Check::Algorithm {
            return Self::Algorithm(received);
        }
        Self::Unreadable(format!("expected: {expected}; received: {received}"))
    }
}

/// Reads a logout message of the redirect binding from the query as it was sent, not decoded, without its question mark.
///
/// A request changes state, so it must carry a valid signature over that query. A response does not, and is not verified.
///
/// # Errors
/// Says what is wrong with it.
pub fn read_logout(
    sp: &ServiceProvider,
    idp: &IdentityProvider,
    raw_query: &str,
    now: Timestamp,
) -> Result<LogoutMessage, LogoutFault> {
    let received = Received::read(raw_query)?;
    let text = gate::check_syntax(&received.xml)?;
    let document = gate::parse(text)?;
    let parties = Parties { sp, idp, now };
    match received.parameter {
        Parameter::Response => read_response(&parties, &document, received.relay_state),
        Parameter::Request => {
            received.verify(idp, now)?;
            let (request, signature) = read_request(&parties, &document, received.relay_state)?;
            match signature {
                None => Ok(request),
                // Bindings, 3.4.4.1: a signature in the XML must be removed before it is sent this way.
                Some(_) => Err(LogoutFault::Unreadable("it has a signature in the XML as well".to_owned())),
            }
        }
    }
}

/// Reads a posted logout message (POST binding), as some identity providers send them. A request must carry a valid
/// signature of its own.
///
/// # Errors
/// Says what is wrong with it.
pub fn read_logout_post(
    sp: &ServiceProvider,
    idp: &IdentityProvider,
    form: &[u8],
    now: Timestamp,
) -> Result<LogoutMessage, LogoutFault> {
    let parties = Parties { sp, idp, now };
    let relay_state = relay_state(form);
    if let Ok(xml) = message(form, "SAMLResponse") {
        let text = gate::check_syntax(&xml)?;
        return read_response(&parties, &gate::parse(text)?, relay_state);
    }
    let xml = message(form, "SAMLRequest")?;
    let text = gate::check_syntax(&xml)?;
    let document = gate::parse(text)?;
    let (request, signature) = read_request(&parties, &document, relay_state)?;
    signature.ok_or(LogoutFault::Unsigned)?.check_algorithms()?;
    verify_enveloped(idp, &document, now)?;
    Ok(request)
}

struct Parties<'a> {
    sp: &'a ServiceProvider,
    idp: &'a IdentityProvider,
    now: Timestamp,
}

/// The signature in the XML is one over the whole message.
fn verify_enveloped(
    idp: &IdentityProvider,
    document: &Document<'_>,
    now: Timestamp,
) -> Result<(), LogoutFault> {
    let usable = idp.certificates.iter().filter(|certificate| !certificate.expired_at(now));
    let certificates: Vec<String> = usable.map(crate::Certificate::base64_der).collect();
    let text = document.input_text();
    // The library may panic on what the gate does not know of; that is a refusal then.
    let verified = catch_unwind(AssertUnwindSafe(|| saml_rs::crypto::verify_signature(text, &certificates)));
    let whole = &text[document.root_element().range()];
    match verified {
        Ok(Ok((true, Some(content)))) if content == whole => Ok(()),
        _ => Err(LogoutFault::Signature),
    }
}

fn read_request(
    parties: &Parties<'_>,
    document: &Document<'_>,
    relay_state: Option<String>,
) -> Result<(LogoutMessage, Option<SignatureShape>), LogoutFault> {
    gate::check_unique(document)?;
    let root = Element(document.root_element());
    if !root.is(Name::protocol("LogoutRequest")) {
        return Err(LogoutFault::Unreadable(format!("it is {}, not LogoutRequest", shown(root.local()))));
    }
    root.only_attributes(&[
        "ID",
        "Version",
        "IssueInstant",
        "Destination",
        "Consent",
        "NotOnOrAfter",
        "Reason",
    ])?;
    let children = root.children()?;
    let names = [
        Name::assertion("Issuer"),
        Name::dsig("Signature"),
        Name::assertion("NameID"),
        Name::protocol("SessionIndex"),
    ];
    root.only_children(&children, &names)?;
    let id = root.required("ID")?;
    let signature =
        root.at_most_one(&children, names[1])?.map(|s| SignatureShape::read(s, id)).transpose()?;
    let issuer = root.one(&children, names[0])?.text()?;
    if issuer.trim() != parties.idp.entity_id {
        return Err(LogoutFault::Issuer(shown(&issuer)));
    }
    check_destination(parties, root, true)?;
    check_time(parties, root)?;
    let name_id = root.one(&children, names[2])?.text()?.trim().to_owned();
    let sessions = children.iter().filter(|child| child.is(names[3])).map(|child| child.text());
    let session_indexes = sessions.take(MAX_SESSIONS).collect::<Result<Vec<_>, _>>()?;
    if name_id.is_empty() || root.required("Version")? != "2.0" {
        return Err(LogoutFault::Unreadable("it names nobody, or is not of SAML 2.0".to_owned()));
    }
    Ok((LogoutMessage::Request { id: id.to_owned(), name_id, session_indexes, relay_state }, signature))
}

/// Destination is ours. A signed message must have one (bindings, 3.4.5.2).
fn check_destination(
    parties: &Parties<'_>,
    root: Element<'_, '_>,
    required: bool,
) -> Result<(), LogoutFault> {
    match root.attribute("Destination") {
        Some(destination) if destination == parties.sp.logout_url => Ok(()),
        None if !required => Ok(()),
        other => Err(LogoutFault::Destination(shown(other.unwrap_or_default()))),
    }
}

/// Not from the future; before its end, or young where it names none.
fn check_time(parties: &Parties<'_>, root: Element<'_, '_>) -> Result<(), LogoutFault> {
    let Some(issued) = root.time("IssueInstant")? else {
        return Err(LogoutFault::Time("it does not say when it was made".to_owned()));
    };
    if issued > parties.now.plus_ms(CLOCK_SKEW_MS) {
        return Err(LogoutFault::Time(format!("it was made at {issued}")));
    }
    let end = root.time("NotOnOrAfter")?.unwrap_or(issued.plus_ms(MAX_AGE_MS));
    if parties.now >= end.plus_ms(CLOCK_SKEW_MS) {
        return Err(LogoutFault::Time(format!("it ended at {end}")));
    }
    Ok(())
}

fn read_response(
    parties: &Parties<'_>,
    document: &Document<'_>,
    relay_state: Option<String>,
) -> Result<LogoutMessage, LogoutFault> {
    gate::check_unique(document)?;
    let root = Element(document.root_element());
    if !root.is(Name::protocol("LogoutResponse")) {
        return Err(LogoutFault::Unreadable(format!("it is {}, not LogoutResponse", shown(root.local()))));
    }
    let children = root.children()?;
    if let Some(issuer) = root.at_most_one(&children, Name::assertion("Issuer"))? {
        let issuer = issuer.text()?;
        if !is_issuer_of_response(&parties.idp.entity_id, issuer.trim()) {
            return Err(LogoutFault::Issuer(shown(&issuer)));
        }
    }
    check_destination(parties, root, false)?;
    let status = root.one(&children, Name::protocol("Status"))?;
    let code = status.one(&status.children()?, Name::protocol("StatusCode"))?;
    Ok(LogoutMessage::Response {
        in_response_to: root.attribute("InResponseTo").map(ToOwned::to_owned),
        success: code.required("Value")? == SUCCESS,
        relay_state,
    })
}

/// Microsoft Entra answers under another name than it signs in under: `https://login.microsoftonline.com/{tenant}/` for
/// `https://sts.windows.net/{tenant}/`.
fn is_issuer_of_response(entity_id: &str, issuer: &str) -> bool {
    let tenant = entity_id.strip_prefix("https://sts.windows.net/");
    issuer == entity_id
        || tenant
            .is_some_and(|tenant| issuer.strip_prefix("https://login.microsoftonline.com/") == Some(tenant))
}
