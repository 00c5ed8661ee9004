//! What is sent to the identity provider, and our own key.

use std::io::Read as _;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use domain::sso::NameIdFormat;
use flate2::read::DeflateDecoder;
use rand_chacha::ChaCha8Rng;
use rand_core::SeedableRng as _;
use rsa::RsaPublicKey;
use rsa::pkcs1v15::{Signature, VerifyingKey};
use rsa::pkcs8::DecodePublicKey as _;
use rsa::signature::Verifier as _;
use saml::{Certificate, Fault, Key, KeyFault, metadata, sign_in_request};
use sha2::Sha256;

use crate::support::{ACS, SP_CERTIFICATE, SP_KEY, base64_of, idp, now, sp, sp_key};

/// The parameters of an address, decoded.
fn parameters(url: &str) -> Vec<(String, String)> {
    let query = url.split_once('?').expect("the test is right").1;
    form_urlencoded::parse(query.as_bytes()).into_owned().collect()
}

fn parameter(url: &str, name: &str) -> Option<String> {
    parameters(url).into_iter().find(|(known, _)| known == name).map(|(_, value)| value)
}

fn inflated(message: &str) -> String {
    let mut xml = String::new();
    DeflateDecoder::new(STANDARD.decode(message).expect("the test is right").as_slice())
        .read_to_string(&mut xml)
        .expect("the test is right");
    xml
}

/// The signature of an address is one of our key (bindings, 3.4.4.1), by code that shares nothing with what made it.
fn is_signed(url: &str) -> bool {
    let query = url.split_once('?').expect("the test is right").1;
    let (signed, _) = query.split_once("&Signature=").expect("the test is right");
    let start = signed.find("SAML").expect("the test is right");
    let signature =
        STANDARD.decode(parameter(url, "Signature").expect("the test is right")).expect("the test is right");
    let der = STANDARD.decode(base64_of(SP_CERTIFICATE)).expect("the test is right");
    let (_, parsed) = x509_parser::parse_x509_certificate(&der).expect("the test is right");
    let key = RsaPublicKey::from_public_key_der(parsed.public_key().raw).expect("the test is right");
    let signature = Signature::try_from(signature.as_slice()).expect("the test is right");
    VerifyingKey::<Sha256>::new(key).verify(&signed.as_bytes()[start..], &signature).is_ok()
}

#[test]
fn r25_a_request_names_the_reply_url_and_the_entity_id() {
    let url = sign_in_request(&sp(), &idp(), "_q1", now(), "abc", false, None).unwrap();
    assert!(url.starts_with("https://login.microsoftonline.com/1f2e3d4c/saml2?SAMLRequest="), "{url}");
    assert_eq!(parameter(&url, "RelayState").as_deref(), Some("abc"));
    assert_eq!(parameter(&url, "Signature"), None, "not signed unless that is switched on");
    let xml = inflated(&parameter(&url, "SAMLRequest").unwrap());
    let document = roxmltree::Document::parse(&xml).unwrap();
    let root = document.root_element();
    assert!(root.has_tag_name(("urn:oasis:names:tc:SAML:2.0:protocol", "AuthnRequest")));
    for (name, value) in [
        ("ID", "_q1"),
        ("Version", "2.0"),
        ("IssueInstant", "2026-12-01T10:00:00.000Z"),
        ("Destination", "https://login.microsoftonline.com/1f2e3d4c/saml2"),
        ("ProtocolBinding", "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST"),
        ("AssertionConsumerServiceURL", ACS),
    ] {
        assert_eq!(root.attribute(name), Some(value));
    }
    assert_eq!(root.attribute("ForceAuthn"), None);
    assert_eq!(root.first_element_child().unwrap().text(), Some(ACS));
    assert!(!xml.contains("RequestedAuthnContext"), "AADSTS75011");
}

#[test]
fn a_request_may_ask_to_sign_in_anew_and_for_a_name() {
    let mut idp = idp();
    for (format, expected) in [
        (NameIdFormat::EmailAddress, Some("urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress")),
        (NameIdFormat::Persistent, Some("urn:oasis:names:tc:SAML:2.0:nameid-format:persistent")),
        (NameIdFormat::Unspecified, None),
    ] {
        idp.name_id_format = format;
        let url =
            sign_in_request(&sp(), &idp, "_q1", now(), "abc", true, Some("ada+x@contoso.example")).unwrap();
        let xml = inflated(&parameter(&url, "SAMLRequest").unwrap());
        let document = roxmltree::Document::parse(&xml).unwrap();
        assert_eq!(document.root_element().attribute("ForceAuthn"), Some("true"));
        let policy = document.descendants().find(|node| node.tag_name().name() == "NameIDPolicy");
        assert_eq!(policy.and_then(|policy| policy.attribute("Format")), expected);
        assert_eq!(parameter(&url, "login_hint").as_deref(), Some("ada+x@contoso.example"));
    }
}

#[test]
fn a_signed_request_carries_a_signature_over_its_query() {
    let mut idp = idp();
    idp.sign_requests = true;
    for address in ["https://idp.example/sso", "https://idp.example/sso?idpid=1", "https://idp.example/sso?"]
    {
        idp.sign_in_url = address.to_owned();
        let url = sign_in_request(&sp(), &idp, "_q1", now(), "a b&c=d", false, Some("x")).unwrap();
        assert!(url.starts_with(address), "{url}");
        assert_eq!(parameter(&url, "RelayState").as_deref(), Some("a b&c=d"));
        assert_eq!(
            parameter(&url, "SigAlg").as_deref(),
            Some("http://www.w3.org/2001/04/xmldsig-more#rsa-sha256")
        );
        assert!(is_signed(&url), "{url}");
    }
    let mut without = sp();
    without.key = None;
    assert_eq!(sign_in_request(&without, &idp, "_q1", now(), "a", false, None), Err(Fault::NoKey));
}

#[test]
fn a_request_that_cannot_be_sent_says_why() {
    let mut idp = idp();
    let relay_state = "a".repeat(81);
    assert_eq!(
        sign_in_request(&sp(), &idp, "_q1", now(), &relay_state, false, None),
        Err(Fault::RelayState(81))
    );
    for id in ["", "1a", "-a", "a b", "a\"b", "ä"] {
        assert_eq!(sign_in_request(&sp(), &idp, id, now(), "a", false, None), Err(Fault::Id(id.to_owned())));
    }
    for address in ["javascript:alert(1)", "http://idp.example/", "", "https://", "http://localhost.example/"]
    {
        idp.sign_in_url = address.to_owned();
        let refused = sign_in_request(&sp(), &idp, "_q1", now(), "a", false, None);
        assert_eq!(refused, Err(Fault::Address(address.to_owned())));
    }
    idp.sign_in_url = "http://127.0.0.1:7000/sso".to_owned();
    assert!(
        sign_in_request(&sp(), &idp, "_q1", now(), "a", false, None).is_ok(),
        "the same machine, for tests"
    );
    let mut odd = sp();
    odd.acs_url = "https://rollcall.example/\u{0}".to_owned();
    assert_eq!(sign_in_request(&odd, &idp, "_q1", now(), "a", false, None), Err(Fault::Text("Reply URL")));
}

#[test]
fn addresses_with_signs_in_them_stay_what_they_are() {
    let mut idp = idp();
    idp.sign_in_url = "https://idp.example/sso?a=1&b='2'#part".to_owned();
    let url = sign_in_request(&sp(), &idp, "_q1", now(), "a", false, None).unwrap();
    assert!(url.starts_with("https://idp.example/sso?a=1&b='2'&SAMLRequest="), "{url}");
    let xml = inflated(&parameter(&url, "SAMLRequest").unwrap());
    let document = roxmltree::Document::parse(&xml).unwrap();
    assert_eq!(document.root_element().attribute("Destination"), Some(idp.sign_in_url.as_str()));
}

#[test]
fn a_new_key_comes_with_its_certificate_and_can_be_stored() {
    let key =
        Key::generate("rollcall.example, \"Test\" #1", now(), &mut ChaCha8Rng::seed_from_u64(1)).unwrap();
    let certificate = key.certificate();
    assert!(certificate.subject().contains("rollcall.example"), "{}", certificate.subject());
    assert_eq!(certificate.issuer(), certificate.subject());
    assert_eq!(certificate.not_before(), now());
    assert_eq!(certificate.not_after().to_string(), "2036-11-28T10:00:00.000Z");
    let read = Certificate::read(certificate.pem().as_bytes(), now()).unwrap();
    assert_eq!(read, *certificate);
    let stored = key.private_pem().unwrap();
    let again = Key::from_pem(&stored, &certificate.base64_der()).unwrap();
    assert_eq!(again.private_pem().unwrap(), stored);
    assert!(!format!("{key:?}").contains("PRIVATE"), "{key:?}");
}

#[test]
fn a_key_of_another_certificate_or_none_is_refused() {
    let other = base64_of(crate::support::IDP_CERTIFICATE);
    assert!(matches!(Key::from_pem(SP_KEY, &other), Err(KeyFault::OtherCertificate)));
    assert!(matches!(Key::from_pem("", &other), Err(KeyFault::Unreadable(_))));
    assert!(matches!(Key::from_pem(SP_KEY, "AAAA"), Err(KeyFault::Unreadable(_))));
    let mut rng = ChaCha8Rng::seed_from_u64(1);
    assert!(matches!(Key::generate("", now(), &mut rng), Err(KeyFault::NotMade(_))));
    assert!(matches!(Key::generate(&"a".repeat(65), now(), &mut rng), Err(KeyFault::NotMade(_))));
}

#[test]
fn our_metadata_offers_the_key_for_both_purposes() {
    let xml = metadata(&sp());
    let document = roxmltree::Document::parse(&xml).unwrap();
    let keys: Vec<_> =
        document.descendants().filter(|node| node.tag_name().name() == "KeyDescriptor").collect();
    assert_eq!(
        keys.iter().map(|key| key.attribute("use").unwrap()).collect::<Vec<_>>(),
        ["signing", "encryption"]
    );
    assert_eq!(xml.matches(&sp_key().certificate().base64_der()).count(), 2);
    assert!(xml.contains("AuthnRequestsSigned=\"true\"") && xml.contains("WantAssertionsSigned=\"true\""));
}

#[test]
fn our_metadata_is_what_other_readers_of_saml_take() {
    let trust = saml_rs::MetadataTrustPolicy::UnsignedForCompatibility;
    let read = saml_rs::SpDescriptor::from_metadata_xml(&metadata(&sp()), trust).unwrap();
    assert_eq!(read.entity_id().as_str(), ACS);
}
