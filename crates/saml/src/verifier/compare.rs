//! The comparison: what the library has read of what it verified is what the gate has read.

use domain::sso::Check;
use saml_rs::util::Value;
use saml_rs::{SsoSession, VerifiedXmlSignatureCoverage};

use super::Read;
use crate::gate::{self, Body, Element, Refusal, Response};
use crate::{Attribute, gate::Assertion};

/// Algorithms by which a verified signature may have been made.
const ALGORITHMS: [&str; 3] = [
    "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256",
    "http://www.w3.org/2001/04/xmldsig-more#rsa-sha384",
    "http://www.w3.org/2001/04/xmldsig-more#rsa-sha512",
];

/// Nothing differs.
pub(super) fn check(session: &SsoSession, read: &Read<'_>) -> Result<(), Refusal> {
    check_signatures(session, read)?;
    let extract = &session.raw_flow().extract;
    let (response, assertion) = (read.response, read.assertion);
    let name_id_format = extract.get_str("nameIDFormat");
    let same = [
        ("NameID", same_text(session.name_id().value(), &assertion.name_id)),
        ("the format of NameID", name_id_format == assertion.name_id_format.as_deref()),
        ("the attributes", same_attributes(extract.get("attributes"), &assertion.attributes)),
        ("the assertion's ID", session.assertion_id().as_str() == assertion.id),
        ("the Response's ID", session.response_id().as_str() == response.id),
        ("Issuer", assertion.issuer.as_deref() == Some(session.issuer().as_str())),
        (
            "InResponseTo",
            session.in_response_to().map(saml_rs::MessageId::as_str) == response.in_response_to.as_deref(),
        ),
        ("the sessions", same_sessions(session, assertion)),
    ];
    if let Some((name, _)) = same.iter().find(|(_, same)| !same) {
        return Err(differs(name));
    }
    // The library's own copy of the message, which for an encrypted one it has decrypted by itself.
    let content = gate::check_syntax(&session.raw_flow().saml_content)?;
    let document = gate::parse(content)?;
    gate::check_unique(&document)?;
    let again = Response::read(Element(document.root_element()))?;
    match &again.body {
        Body::Plain(other) if same_reading(other, assertion) && again.id == response.id => Ok(()),
        _ => Err(differs("the message")),
    }
}

fn differs(what: &str) -> Refusal {
    Refusal::new(
        Check::Comparison,
        "Two readers that see the same.",
        format!("They differ in {what}. The message was made to mean two things."),
    )
}

/// Signatures were verified, by algorithms of the list, and each that stands there.
fn check_signatures(session: &SsoSession, read: &Read<'_>) -> Result<(), Refusal> {
    let verified = session.verified_xml_signatures();
    if let Some(other) = verified.iter().find(|signature| !ALGORITHMS.contains(&signature.algorithm_uri())) {
        return Err(Refusal::new(Check::Algorithm, ALGORITHMS.join(", "), other.algorithm_uri()));
    }
    let covers = |coverage: VerifiedXmlSignatureCoverage| {
        let both = VerifiedXmlSignatureCoverage::ResponseRootAndConsumedAssertion;
        verified.iter().any(|signature| signature.coverage() == coverage || signature.coverage() == both)
    };
    let response = read.response.signature.is_none() || covers(VerifiedXmlSignatureCoverage::ResponseRoot);
    let assertion =
        read.assertion.signature.is_none() || covers(VerifiedXmlSignatureCoverage::ConsumedAssertion);
    if verified.is_empty() || !response || !assertion {
        return Err(Refusal::new(Check::Signature, "Each signature verified.", "One that was not."));
    }
    Ok(())
}

/// The same but for line ends, which one reader keeps as they came (XML 1.0, 2.11).
fn same_text(one: &str, other: &str) -> bool {
    let plain = |text: &str| text.replace("\r\n", "\n").replace('\r', "\n");
    plain(one) == plain(other)
}

/// The library groups values by name, in lists within lists where a name comes more than once.
fn same_attributes(value: Option<&Value>, attributes: &[Attribute]) -> bool {
    let entries = match value {
        Some(Value::Object(entries)) => entries.as_slice(),
        Some(Value::Null) | None => &[],
        Some(_) => return false,
    };
    entries.len() == attributes.len()
        && entries.iter().zip(attributes).all(|((name, value), attribute)| {
            let mut values = Vec::new();
            flatten(value, &mut values);
            *name == attribute.name
                && values.len() == attribute.values.len()
                && values.iter().zip(&attribute.values).all(|(one, other)| same_text(one, other))
        })
}

fn flatten<'a>(value: &'a Value, into: &mut Vec<&'a str>) {
    match value {
        Value::Str(text) => into.push(text),
        Value::Array(values) => values.iter().for_each(|value| flatten(value, into)),
        Value::Null | Value::Object(_) => {}
    }
}

fn same_sessions(session: &SsoSession, assertion: &Assertion) -> bool {
    let sessions = session.authn_sessions();
    sessions.len() == assertion.statements.len()
        && sessions.iter().zip(&assertion.statements).all(|(one, other)| {
            one.session_index().map(saml_rs::SessionIndex::as_str) == other.session_index.as_deref()
                && one.authn_instant().and_then(|time| gate::parse_time(time.as_str())) == Some(other.instant)
                && one.not_on_or_after().and_then(|time| gate::parse_time(time.as_str()))
                    == other.session_not_on_or_after
        })
}

fn same_reading(one: &Assertion, other: &Assertion) -> bool {
    one.id == other.id
        && one.issuer == other.issuer
        && one.name_id == other.name_id
        && one.name_id_format == other.name_id_format
        && one.attributes == other.attributes
}
