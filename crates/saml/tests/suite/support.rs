//! An identity provider for tests: Responses as text, signed by code that shares nothing with what verifies them.

pub mod canonical;
pub mod response;
pub mod sign;

use std::sync::LazyLock;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use domain::Timestamp;
use domain::sso::{Check, NameIdFormat};
use saml::{
    Certificate, Identity, IdentityProvider, Key, Pending, Report, SamlVerifier as _, ServiceProvider,
    Verifier,
};

pub const ACS: &str = "https://rollcall.example/saml/acs";
pub const LOGOUT: &str = "https://rollcall.example/saml/logout";
pub const IDP: &str = "https://sts.windows.net/1f2e3d4c/";
pub const REQUEST: &str = "_q1";
/// When everything happens.
pub const NOW: &str = "2026-12-01T10:00:00Z";

macro_rules! fixture {
    ($path:literal) => {
        include_str!(concat!("../fixtures/", $path))
    };
}

pub const IDP_KEY: &str = fixture!("keys/idp.key.pem");
pub const IDP_CERTIFICATE: &str = fixture!("keys/idp.crt.pem");
pub const NEXT_KEY: &str = fixture!("keys/next.key.pem");
pub const NEXT_CERTIFICATE: &str = fixture!("keys/next.crt.pem");
/// Of the same key as [`NEXT_CERTIFICATE`], expired on 2026-01-02.
pub const OLD_CERTIFICATE: &str = fixture!("keys/old.crt.pem");
pub const STRANGER_KEY: &str = fixture!("keys/stranger.key.pem");
pub const STRANGER_CERTIFICATE: &str = fixture!("keys/stranger.crt.pem");
pub const SP_KEY: &str = fixture!("keys/sp.key.pem");
pub const SP_CERTIFICATE: &str = fixture!("keys/sp.crt.pem");

pub fn now() -> Timestamp {
    NOW.parse().expect("the test is right")
}

/// A certificate of the fixtures, whether it has expired or not.
pub fn certificate(pem: &str) -> Certificate {
    Certificate::from_base64_der(&base64_of(pem)).expect("the test is right")
}

/// What stands between the lines of PEM.
pub fn base64_of(pem: &str) -> String {
    pem.lines().filter(|line| !line.starts_with("-----")).collect()
}

pub fn sp_key() -> Key {
    static KEY: LazyLock<Key> = LazyLock::new(|| {
        Key::from_pem(SP_KEY, &base64_of(SP_CERTIFICATE)).expect("the key of the fixtures can be read")
    });
    KEY.clone()
}

pub fn sp() -> ServiceProvider {
    ServiceProvider {
        entity_id: ACS.to_owned(),
        acs_url: ACS.to_owned(),
        logout_url: LOGOUT.to_owned(),
        key: Some(sp_key()),
    }
}

pub fn idp() -> IdentityProvider {
    IdentityProvider {
        entity_id: IDP.to_owned(),
        sign_in_url: "https://login.microsoftonline.com/1f2e3d4c/saml2".to_owned(),
        logout_url: Some("https://login.microsoftonline.com/1f2e3d4c/saml2".to_owned()),
        certificates: vec![certificate(IDP_CERTIFICATE)],
        sign_requests: false,
        require_encryption: false,
        allow_unsolicited: false,
        name_id_format: NameIdFormat::EmailAddress,
    }
}

pub fn pending() -> Pending {
    Pending { request_id: REQUEST.to_owned() }
}

/// The form that a browser posts.
pub fn form(xml: &str) -> Vec<u8> {
    form_of(&STANDARD.encode(xml))
}

pub fn form_of(message: &str) -> Vec<u8> {
    let encoded: String = form_urlencoded::byte_serialize(message.as_bytes()).collect();
    format!("SAMLResponse={encoded}&RelayState=abc").into_bytes()
}

/// What comes of a Response to the open request.
pub fn report(xml: &str) -> Report {
    Verifier.verify(&sp(), &idp(), Some(&pending()), &form(xml), now())
}

/// Who signed in.
#[track_caller]
pub fn accepted(case: &str, report: Report) -> Identity {
    let Some(identity) = report.identity else { panic!("{case}: refused: {:?}", report.checks.last()) };
    assert!(report.checks.iter().all(|check| check.passed), "{case}: {:?}", report.checks);
    identity
}

/// The check that failed is this one, it is the last, and nobody signed in.
#[track_caller]
pub fn refused(case: &str, check: Check, report: &Report) {
    assert_eq!(report.identity, None, "{case}: somebody signed in");
    let failed = report.failed().map(|failed| failed.check);
    assert_eq!(failed, Some(check), "{case}: {:?}", report.checks.last());
    let others = report.checks.len() - 1;
    assert!(report.checks[..others].iter().all(|check| check.passed), "{case}: only the last fails");
    let last = report.checks.last().expect("the test is right");
    assert!(!last.expected.is_empty() && !last.received.is_empty(), "{case}: {last:?} says what it means");
}
