//! What must hold of any bytes that somebody posts: the bodies of the fuzz targets. `crates/saml/tests/corpus.rs` includes
//! this file too, and runs every file of the corpus through the same functions.

mod edit;

use std::sync::LazyLock;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use domain::Timestamp;
use domain::sso::NameIdFormat;
use saml::{
    Certificate, Identity, IdentityProvider, Key, LogoutMessage, Pending, Report, SamlVerifier as _,
    ServiceProvider, Verifier,
};

const ACS: &str = "https://rollcall.example/saml/acs";

macro_rules! fixture {
    ($path:literal) => {
        include_str!(concat!("../../tests/fixtures/", $path))
    };
}

/// Signed Responses of pysaml2: assertion signed, Response signed, both; encrypted.
const BASES: [&str; 6] = [
    fixture!("pysaml2/both.xml"),
    fixture!("pysaml2/assertion.xml"),
    fixture!("pysaml2/response.xml"),
    fixture!("pysaml2/encrypted-gcm.xml"),
    fixture!("pysaml2/encrypted.xml"),
    fixture!("pysaml2/encrypted-both.xml"),
];

/// XML, posted: it is refused, or says who the identity provider has signed.
///
/// # Panics
/// When that does not hold, as of all functions here.
pub fn gate(bytes: &[u8]) {
    let Ok(xml) = std::str::from_utf8(bytes) else { return };
    is_sound(&report(xml), xml);
}

/// A signed Response that was edited afterwards: the first byte chooses which, the others are edits of its elements.
pub fn verify(bytes: &[u8]) {
    let Some((base, edits)) = bytes.split_first() else { return };
    let xml = edit::edited(BASES[usize::from(*base) % BASES.len()], &BASES, edits);
    is_sound(&report(&xml), &xml);
}

/// A file is refused as certificate, or is one: it reads back as it is shown.
pub fn certificate(bytes: &[u8]) {
    let Ok(certificate) = Certificate::read(bytes, now()) else { return };
    assert!(certificate.not_after() >= now());
    assert_eq!(Certificate::read(certificate.pem().as_bytes(), now()), Ok(certificate.clone()));
    assert_eq!(Certificate::from_base64_der(&certificate.base64_der()), Ok(certificate));
}

/// Metadata is refused, or names addresses that a browser may be sent to, and certificates.
pub fn metadata(bytes: &[u8]) {
    let Ok(metadata) = saml::read_metadata(bytes, now()) else { return };
    let urls = [Some(&metadata.sign_in_url), metadata.logout_url.as_ref()];
    assert!(urls.into_iter().flatten().all(|url| domain::sso::is_web_address(url)));
    assert!(!metadata.entity_id.is_empty() && !metadata.certificates.is_empty());
    assert!(metadata.certificates.iter().all(|certificate| certificate.not_after() >= now()));
    assert!(metadata.valid_until.is_none_or(|end| end > now()));
}

/// A logout message, by address and by form: nobody has signed any, so none is a request that is taken.
pub fn logout(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let form = format!("SAMLRequest={}", encoded(text));
    for message in [
        saml::read_logout(&PARTIES.0, &PARTIES.1, text, now()),
        saml::read_logout_post(&PARTIES.0, &PARTIES.1, form.as_bytes(), now()),
        saml::read_logout_post(&PARTIES.0, &PARTIES.1, bytes, now()),
    ] {
        assert!(!matches!(message, Ok(LogoutMessage::Request { .. })), "{text:?}");
    }
    let _ = saml::relay_state(bytes);
}

fn encoded(xml: &str) -> String {
    form_urlencoded::byte_serialize(STANDARD.encode(xml).as_bytes()).collect()
}

/// A second after the Responses were made.
fn now() -> Timestamp {
    static NOW: LazyLock<Timestamp> = LazyLock::new(|| {
        let (_, rest) = BASES[0].split_once("IssueInstant=\"").expect("a Response says when it was made");
        let (time, _) = rest.split_once('"').expect("a value ends");
        time.parse::<Timestamp>().expect("the time is one").plus_ms(1_000)
    });
    *NOW
}

fn base64_of(pem: &str) -> String {
    pem.lines().filter(|line| !line.starts_with('-')).collect()
}

static PARTIES: LazyLock<(ServiceProvider, IdentityProvider)> = LazyLock::new(|| {
    let key = Key::from_pem(fixture!("keys/sp.key.pem"), &base64_of(fixture!("keys/sp.crt.pem")));
    let certificate = Certificate::read(fixture!("keys/idp.crt.pem").as_bytes(), now());
    let sp = ServiceProvider {
        entity_id: ACS.to_owned(),
        acs_url: ACS.to_owned(),
        logout_url: "https://rollcall.example/saml/logout".to_owned(),
        key: Some(key.expect("the key is one")),
    };
    let idp = IdentityProvider {
        entity_id: "https://idp.example/metadata".to_owned(),
        sign_in_url: "https://idp.example/sso".to_owned(),
        logout_url: Some("https://idp.example/slo".to_owned()),
        certificates: vec![certificate.expect("the certificate is one")],
        sign_requests: false,
        require_encryption: false,
        allow_unsolicited: false,
        name_id_format: NameIdFormat::EmailAddress,
    };
    (sp, idp)
});

fn report(xml: &str) -> Report {
    let pending = Pending { request_id: "_q1".to_owned() };
    let form = format!("SAMLResponse={}", encoded(xml));
    Verifier.verify(&PARTIES.0, &PARTIES.1, Some(&pending), form.as_bytes(), now())
}

/// Whom the identity provider has signed.
static SIGNED: LazyLock<Vec<Identity>> = LazyLock::new(|| {
    BASES.iter().map(|xml| report(xml).identity.expect("a Response as it came is accepted")).collect()
});

fn is_sound(report: &Report, xml: &str) {
    let failed = report.checks.iter().filter(|check| !check.passed).count();
    match &report.identity {
        Some(identity) => {
            assert!(
                SIGNED.contains(identity),
                "{identity:?} is not whom the identity provider has signed: {xml}"
            );
            assert_eq!(failed, 0);
        }
        None => {
            assert_eq!(failed, 1);
            assert!(report.failed().is_some(), "the last check is the one that failed");
        }
    }
}
