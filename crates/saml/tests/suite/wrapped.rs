//! Signature wrapping (Somorovsky et al., "On Breaking SAML", 2012: XSW1 to XSW8) and every other place for an assertion
//! that nobody signed.

use domain::sso::Check;

use crate::support::response::{
    AES256_GCM, NAME_ID, OAEP, Signed, assertion_of, encrypted, good, part, sign, unsigned,
};
use crate::support::sign::Signer;
use crate::support::{refused, report};

const EVIL: &str = "eve@contoso.example";

/// The assertion of a good Response with another name and ID, without a signature.
fn evil_assertion(xml: &str) -> String {
    let assertion = assertion_of(xml).to_owned();
    let evil = assertion.replace(NAME_ID, EVIL).replace("\"_a1\"", "\"_a2\"");
    if evil.contains("<ds:Signature ") { evil.replacen(&signature_of(&evil), "", 1) } else { evil }
}

fn signature_of(xml: &str) -> String {
    part(xml, "<ds:Signature ", "</ds:Signature>").to_owned()
}

/// `inside` as the last thing within the signature of `xml`.
fn in_signature(xml: &str, inside: &str) -> String {
    xml.replacen("</ds:Signature>", &format!("<ds:Object>{inside}</ds:Object></ds:Signature>"), 1)
}

#[test]
fn xsw1_and_xsw2_a_response_around_the_signed_one_is_refused() {
    let xml = sign(&unsigned(), Signed::Response, &Signer::default());
    let signature = signature_of(&xml);
    let original = xml.replacen(&signature, "", 1);
    let evil = original.replace(NAME_ID, EVIL).replace("\"_r1\"", "\"_r2\"").replace("\"_a1\"", "\"_a2\"");
    let wrapped = signature.replacen("</ds:Signature>", &format!("{original}</ds:Signature>"), 1);
    let xsw1 = evil.replacen("<samlp:Status>", &format!("{wrapped}<samlp:Status>"), 1);
    refused("XSW1: the original within the signature", Check::Shape, &report(&xsw1));
    let xsw2 = evil.replacen("<samlp:Status>", &format!("{original}{signature}<samlp:Status>"), 1);
    refused("XSW2: the original before the signature", Check::Shape, &report(&xsw2));
    let object = in_signature(&signature, &original);
    let xsw = evil.replacen("<samlp:Status>", &format!("{object}<samlp:Status>"), 1);
    refused("the original in an Object", Check::Shape, &report(&xsw));
}

#[test]
fn xsw3_to_xsw8_an_assertion_beside_or_around_the_signed_one_is_refused() {
    let good = good();
    let original = assertion_of(&good).to_owned();
    let evil = evil_assertion(&good);
    let signature = signature_of(&good);
    let without = original.replacen(&signature, "", 1);
    let put = |what: &str| good.replacen(&original, what, 1);
    let evil_with = |inside: &str| evil.replacen("<saml:Subject>", &format!("{inside}<saml:Subject>"), 1);
    let signature_with =
        |inside: &str| signature.replacen("</ds:Signature>", &format!("{inside}</ds:Signature>"), 1);
    let extensions = |inside: &str| format!("<samlp:Extensions>{inside}</samlp:Extensions>");
    for (case, xml) in [
        ("XSW3: evil before", put(&format!("{evil}{original}"))),
        ("XSW3: evil after", put(&format!("{original}{evil}"))),
        (
            "XSW4: evil around",
            put(&evil.replacen("</saml:Assertion>", &format!("{original}</saml:Assertion>"), 1)),
        ),
        (
            "XSW5: the signature in evil, the original after",
            put(&format!("{}{without}", evil_with(&signature))),
        ),
        ("XSW6: the original in evil's signature", put(&evil_with(&signature_with(&without)))),
        (
            "XSW7: evil in Extensions",
            good.replacen("<samlp:Status>", &format!("{}<samlp:Status>", extensions(&evil)), 1),
        ),
        (
            "XSW7: the original in Extensions",
            put(&evil).replacen("<samlp:Status>", &format!("{}<samlp:Status>", extensions(&original)), 1),
        ),
        ("XSW8: the original in an Object", put(&evil_with(&in_signature(&signature, &without)))),
    ] {
        refused(case, Check::Shape, &report(&xml));
    }
}

#[test]
fn an_assertion_that_nobody_signed_is_refused_wherever_it_stands() {
    for signed in [Signed::Assertion, Signed::Both] {
        let xml = sign(&unsigned(), signed, &Signer::default());
        let evil = evil_assertion(&xml);
        let advice = format!("<saml:Advice>{evil}</saml:Advice>");
        let foreign = evil.replace("SAML:2.0:assertion", "SAML:1.0:assertion");
        for (case, place, inside) in [
            ("in Status", "</samlp:Status>", &evil),
            ("in StatusCode", "<samlp:Status>", &evil),
            (
                "in StatusDetail",
                "</samlp:Status>",
                &format!("<samlp:StatusDetail>{evil}</samlp:StatusDetail>"),
            ),
            ("in Advice", "</saml:Assertion>", &advice),
            ("in Subject", "</saml:Subject>", &evil),
            ("in SubjectConfirmation", "</saml:SubjectConfirmation>", &evil),
            ("in Conditions", "</saml:Conditions>", &evil),
            ("in AuthnContext", "</saml:AuthnContext>", &evil),
            ("in a value", "</saml:AttributeValue>", &evil),
            ("in an Object", "</ds:Signature>", &format!("<ds:Object>{evil}</ds:Object>")),
            ("in KeyInfo", "</ds:KeyInfo>", &evil),
            ("in X509Data", "</ds:X509Data>", &evil),
            ("in SignedInfo", "</ds:SignedInfo>", &evil),
            ("in Transforms", "</ds:Transforms>", &evil),
            ("in Issuer", "</saml:Issuer>", &evil),
            ("at the end", "</samlp:Response>", &evil),
            ("of another namespace", "</samlp:Status>", &foreign),
            ("as EncryptedAssertion", "</samlp:Response>", &"<saml:EncryptedAssertion/>".to_owned()),
            ("a Response in it", "</samlp:Status>", &"<samlp:Response/>".to_owned()),
        ] {
            let xml = xml.replacen(place, &format!("{inside}{place}"), 1);
            refused(case, Check::Shape, &report(&xml));
        }
    }
}

#[test]
fn the_same_id_on_the_assertion_that_nobody_signed_is_refused() {
    let good = good();
    let original = assertion_of(&good).to_owned();
    let evil = evil_assertion(&good).replace("\"_a2\"", "\"_a1\"");
    for both in [format!("{evil}{original}"), format!("{original}{evil}")] {
        refused("the same ID", Check::Shape, &report(&good.replacen(&original, &both, 1)));
    }
}

#[test]
fn a_second_name_in_a_signed_response_does_not_count() {
    let name = part(&unsigned(), "<saml:NameID ", "</saml:NameID>").to_owned();
    let evil = name.replace(NAME_ID, EVIL);
    for (from, to) in [
        (name.clone(), format!("{evil}{name}")),
        (name.clone(), format!("{name}{evil}")),
        ("</saml:SubjectConfirmation>".to_owned(), format!("{evil}</saml:SubjectConfirmation>")),
        (NAME_ID.to_owned(), format!("{NAME_ID}{evil}")),
    ] {
        let xml = unsigned().replacen(&from, &to, 1);
        refused("two names", Check::Shape, &report(&sign(&xml, Signed::Both, &Signer::default())));
    }
}

#[test]
fn an_assertion_beside_an_encrypted_one_is_refused() {
    let good = good();
    let evil = evil_assertion(&good);
    let xml = encrypted(&good, AES256_GCM, OAEP);
    for (from, to) in [
        ("<saml:EncryptedAssertion ", format!("{evil}<saml:EncryptedAssertion ")),
        ("</saml:EncryptedAssertion>", format!("</saml:EncryptedAssertion>{evil}")),
        ("</saml:EncryptedAssertion>", format!("{evil}</saml:EncryptedAssertion>")),
        ("</xenc:EncryptedData>", format!("{evil}</xenc:EncryptedData>")),
    ] {
        refused(from, Check::Shape, &report(&xml.replacen(from, &to, 1)));
    }
    let wrapper = part(&xml, "<saml:EncryptedAssertion ", "</saml:EncryptedAssertion>");
    refused(
        "two encrypted ones",
        Check::Shape,
        &report(&xml.replacen(wrapper, &format!("{wrapper}{wrapper}"), 1)),
    );
}

#[test]
fn an_assertion_wrapped_within_an_encrypted_one_is_refused() {
    let good = good();
    let original = assertion_of(&good).to_owned();
    let evil = evil_assertion(&good);
    let around = evil.replacen("</saml:Assertion>", &format!("{original}</saml:Assertion>"), 1);
    let xml = encrypted(&good.replacen(&original, &around, 1), AES256_GCM, OAEP);
    let report = report(&xml);
    assert_eq!(report.identity, None);
    let check = report.failed().unwrap().check;
    // The library encrypts to the first end of an assertion or the last: broken XML, or a wrapped one.
    assert!(matches!(check, Check::Shape | Check::Encryption), "{check:?}");
}
