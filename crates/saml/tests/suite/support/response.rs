//! Responses as text.

use super::sign::Signer;
use super::{ACS, IDP, REQUEST, SP_CERTIFICATE};

/// Where the signatures of Response and assertion go.
pub const RESPONSE_MARK: &str = "@R@";
pub const ASSERTION_MARK: &str = "@A@";
pub const NAME_ID: &str = "ada@contoso.example";

/// What is signed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Signed {
    Nothing,
    Assertion,
    Response,
    Both,
}

/// A good Response, unsigned, with the marks of both signatures.
pub fn unsigned() -> String {
    format!(
        r#"<samlp:Response xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" ID="_r1" Version="2.0" IssueInstant="2026-12-01T09:59:58.123Z" Destination="{ACS}" InResponseTo="{REQUEST}"><saml:Issuer>{IDP}</saml:Issuer>{RESPONSE_MARK}<samlp:Status><samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:Success"/></samlp:Status>{}</samlp:Response>"#,
        assertion()
    )
}

/// A good assertion, unsigned, with the mark of its signature. It needs no prefix of what is around it.
pub fn assertion() -> String {
    format!(
        r#"<saml:Assertion xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" ID="_a1" Version="2.0" IssueInstant="2026-12-01T09:59:58.123Z"><saml:Issuer>{IDP}</saml:Issuer>{ASSERTION_MARK}<saml:Subject><saml:NameID Format="urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress">{NAME_ID}</saml:NameID><saml:SubjectConfirmation Method="urn:oasis:names:tc:SAML:2.0:cm:bearer"><saml:SubjectConfirmationData InResponseTo="{REQUEST}" NotOnOrAfter="2026-12-01T10:05:00Z" Recipient="{ACS}"/></saml:SubjectConfirmation></saml:Subject><saml:Conditions NotBefore="2026-12-01T09:55:00Z" NotOnOrAfter="2026-12-01T10:55:00Z"><saml:AudienceRestriction><saml:Audience>{ACS}</saml:Audience></saml:AudienceRestriction></saml:Conditions><saml:AuthnStatement AuthnInstant="2026-12-01T09:50:00Z" SessionIndex="_s1" SessionNotOnOrAfter="2026-12-01T18:00:00Z"><saml:AuthnContext><saml:AuthnContextClassRef>urn:oasis:names:tc:SAML:2.0:ac:classes:PasswordProtectedTransport</saml:AuthnContextClassRef></saml:AuthnContext></saml:AuthnStatement><saml:AttributeStatement><saml:Attribute Name="http://schemas.microsoft.com/identity/claims/objectidentifier"><saml:AttributeValue>0b5c</saml:AttributeValue></saml:Attribute><saml:Attribute Name="groups"><saml:AttributeValue xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:type="xs:string">Sales &amp; Marketing</saml:AttributeValue><saml:AttributeValue>Everyone</saml:AttributeValue></saml:Attribute></saml:AttributeStatement></saml:Assertion>"#
    )
}

/// `xml` with its marks replaced by signatures, or by nothing.
pub fn sign(xml: &str, signed: Signed, signer: &Signer) -> String {
    let xml = match signed {
        Signed::Assertion | Signed::Both => {
            let alone = signer.sign(&xml.replacen(RESPONSE_MARK, "", 1), "_a1", ASSERTION_MARK);
            let from = alone.find("<ds:Signature ").expect("the test is right");
            let to = alone.find("</ds:Signature>").expect("the test is right") + "</ds:Signature>".len();
            xml.replacen(ASSERTION_MARK, &alone[from..to], 1)
        }
        Signed::Nothing | Signed::Response => xml.replacen(ASSERTION_MARK, "", 1),
    };
    match signed {
        Signed::Response | Signed::Both => signer.sign(&xml, "_r1", RESPONSE_MARK),
        Signed::Nothing | Signed::Assertion => xml.replacen(RESPONSE_MARK, "", 1),
    }
}

/// A good Response whose assertion is signed.
pub fn good() -> String {
    sign(&unsigned(), Signed::Assertion, &Signer::default())
}

/// A Response in which `from` became `to` before it was signed.
pub fn changed(from: &str, to: &str) -> String {
    changed_and(from, to, Signed::Assertion)
}

pub fn changed_and(from: &str, to: &str, signed: Signed) -> String {
    let xml = unsigned();
    assert!(xml.contains(from), "{from} is there to be changed");
    sign(&xml.replacen(from, to, 1), signed, &Signer::default())
}

/// Every part between `from` and `to`, with both.
pub fn part<'a>(xml: &'a str, from: &str, to: &str) -> &'a str {
    let start = xml.find(from).expect("the test is right");
    let end = start + xml[start..].find(to).expect("the test is right") + to.len();
    &xml[start..end]
}

/// The signed assertion of a Response.
pub fn assertion_of(xml: &str) -> &str {
    part(xml, "<saml:Assertion ", "</saml:Assertion>")
}

/// The assertion of a Response encrypted for the service.
pub fn encrypted(xml: &str, data: &str, key: &str) -> String {
    saml_rs::crypto::encrypt_assertion(xml, SP_CERTIFICATE, data, key, "saml").expect("the test is right")
}

pub const AES256_CBC: &str = "http://www.w3.org/2001/04/xmlenc#aes256-cbc";
pub const AES256_GCM: &str = "http://www.w3.org/2009/xmlenc11#aes256-gcm";
pub const OAEP: &str = "http://www.w3.org/2001/04/xmlenc#rsa-oaep-mgf1p";
