//! A Response (SAML 2.0 core, 3.3.3), of the one shape that is taken.

use domain::Timestamp;

use super::{Assertion, Element, Name, Refusal, SignatureShape, encryption};
use crate::Status;

/// What the gate has read of a Response.
#[derive(Debug, Clone)]
pub(crate) struct Response {
    pub(crate) id: String,
    pub(crate) issue_instant: Timestamp,
    pub(crate) issuer: Option<String>,
    pub(crate) destination: Option<String>,
    pub(crate) in_response_to: Option<String>,
    pub(crate) status: Status,
    pub(crate) signature: Option<SignatureShape>,
    pub(crate) body: Body,
}

/// What a Response brings.
#[derive(Debug, Clone)]
pub(crate) enum Body {
    /// Nothing: so it is when the status is not Success.
    None,
    /// An assertion.
    Plain(Box<Assertion>),
    /// An encrypted assertion.
    Encrypted,
}

impl Response {
    /// Reads a Response from the root of a document.
    pub(crate) fn read(root: Element<'_, '_>) -> Result<Self, Refusal> {
        if !root.is(Name::protocol("Response")) {
            return Err(Refusal::shape("A SAML 2.0 Response.", format!("{}.", super::shown(root.local()))));
        }
        root.only_attributes(&["ID", "Version", "IssueInstant", "Destination", "InResponseTo", "Consent"])?;
        version_2(root)?;
        let id = root.required("ID")?.to_owned();
        let children = root.children()?;
        let names = [
            Name::assertion("Issuer"),
            Name::dsig("Signature"),
            Name::protocol("Status"),
            Name::assertion("Assertion"),
            Name::assertion("EncryptedAssertion"),
        ];
        root.only_children(&children, &names)?;
        let issuer = root.at_most_one(&children, names[0])?.map(issuer_text).transpose()?;
        let signature =
            root.at_most_one(&children, names[1])?.map(|s| SignatureShape::read(s, &id)).transpose()?;
        let status = read_status(root.one(&children, names[2])?)?;
        let body = match (root.at_most_one(&children, names[3])?, root.at_most_one(&children, names[4])?) {
            (None, None) if status.code == crate::xml::SUCCESS => {
                return Err(Refusal::shape("A Response with one assertion.", "None."));
            }
            (None, None) => Body::None,
            (Some(assertion), None) => Body::Plain(Box::new(Assertion::read(assertion)?)),
            (None, Some(encrypted)) => {
                encryption::check(encrypted)?;
                Body::Encrypted
            }
            (Some(_), Some(_)) => {
                return Err(Refusal::shape("A Response with one assertion.", "More than one."));
            }
        };
        Ok(Self {
            issue_instant: root.time("IssueInstant")?.ok_or_else(|| missing("IssueInstant"))?,
            destination: root.attribute("Destination").map(ToOwned::to_owned),
            in_response_to: root.attribute("InResponseTo").map(ToOwned::to_owned),
            id,
            issuer,
            status,
            signature,
            body,
        })
    }
}

pub(super) fn missing(name: &str) -> Refusal {
    Refusal::shape(format!("{name}."), "None.")
}

/// Version="2.0".
pub(super) fn version_2(element: Element<'_, '_>) -> Result<(), Refusal> {
    match element.required("Version")? {
        "2.0" => Ok(()),
        other => Err(Refusal::shape("SAML version 2.0.", format!("{}.", super::shown(other)))),
    }
}

/// Issuer, as it stands there.
pub(super) fn issuer_text(issuer: Element<'_, '_>) -> Result<String, Refusal> {
    issuer.only_attributes(&["Format", "NameQualifier", "SPNameQualifier", "SPProvidedID"])?;
    issuer.text()
}

fn read_status(status: Element<'_, '_>) -> Result<Status, Refusal> {
    status.only_attributes(&[])?;
    let children = status.children()?;
    let names =
        [Name::protocol("StatusCode"), Name::protocol("StatusMessage"), Name::protocol("StatusDetail")];
    status.only_children(&children, &names)?;
    status.at_most_one(&children, names[2])?;
    let code = status.one(&children, names[0])?;
    code.only_attributes(&["Value"])?;
    let below = code.children()?;
    code.only_children(&below, &names[..1])?;
    let sub_code = code.at_most_one(&below, names[0])?;
    let message = status.at_most_one(&children, names[1])?.map(Element::text).transpose()?;
    Ok(Status {
        code: code.required("Value")?.to_owned(),
        sub_code: sub_code.map(|code| code.required("Value").map(ToOwned::to_owned)).transpose()?,
        message: message.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty()),
    })
}
