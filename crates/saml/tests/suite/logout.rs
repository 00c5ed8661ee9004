//! Single Logout: what is sent, and what is taken.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use flate2::Compression;
use flate2::write::DeflateEncoder;
use saml::{
    Fault, IdentityProvider, LogoutFault, LogoutMessage, logout_request, logout_response, read_logout,
    read_logout_post,
};
use std::io::Write as _;

use crate::support::sign::{HMAC_SHA256, RSA_SHA1, RSA_SHA256, RSA_SHA384, RSA_SHA512, Signer};
use crate::support::{
    IDP, LOGOUT, NEXT_KEY, OLD_CERTIFICATE, STRANGER_KEY, certificate, idp, now, sp, sp_key,
};

/// A LogoutRequest of the identity provider, with the mark of its signature.
fn request() -> String {
    format!(
        r#"<samlp:LogoutRequest xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" ID="_l1" Version="2.0" IssueInstant="2026-12-01T09:59:58.123Z" Destination="{LOGOUT}" NotOnOrAfter="2026-12-01T10:05:00Z"><Issuer xmlns="urn:oasis:names:tc:SAML:2.0:assertion">{IDP}</Issuer>@L@<NameID xmlns="urn:oasis:names:tc:SAML:2.0:assertion">ada@contoso.example</NameID><samlp:SessionIndex>_s1</samlp:SessionIndex></samlp:LogoutRequest>"#
    )
}

fn bare(xml: &str) -> String {
    xml.replacen("@L@", "", 1)
}

fn deflated(xml: &str) -> String {
    let mut encoder = DeflateEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(xml.as_bytes()).expect("the test is right");
    STANDARD.encode(encoder.finish().expect("the test is right"))
}

fn encoded(text: &str) -> String {
    form_urlencoded::byte_serialize(text.as_bytes()).collect()
}

/// A query with a message, RelayState, and a signature over both. `case` writes the encoding as the sender does.
fn query_of(parameter: &str, xml: &str, signer: &Signer, case: fn(String) -> String) -> String {
    let query = format!(
        "{parameter}={}&RelayState={}&SigAlg={}",
        case(encoded(&deflated(xml))),
        case(encoded("a/b+c=")),
        case(encoded(signer.method)),
    );
    let signature = STANDARD.encode(signer.sign_bytes(query.as_bytes()));
    format!("{query}&Signature={}", case(encoded(&signature)))
}

fn query(xml: &str, signer: &Signer) -> String {
    query_of("SAMLRequest", xml, signer, |text| text)
}

/// Microsoft Entra writes `%2f` where others write `%2F`.
fn lower_case(text: String) -> String {
    let mut out = String::new();
    let mut left = 0;
    for c in text.chars() {
        out.push(if left > 0 { c.to_ascii_lowercase() } else { c });
        left = if c == '%' {
            2
        } else if left > 0 {
            left - 1
        } else {
            0
        };
    }
    out
}

fn read(query: &str) -> Result<LogoutMessage, LogoutFault> {
    read_logout(&sp(), &idp(), query, now())
}

fn expected() -> LogoutMessage {
    LogoutMessage::Request {
        id: "_l1".to_owned(),
        name_id: "ada@contoso.example".to_owned(),
        session_indexes: vec!["_s1".to_owned()],
        relay_state: Some("a/b+c=".to_owned()),
    }
}

#[test]
fn a_signed_request_is_taken() {
    for method in [RSA_SHA256, RSA_SHA384, RSA_SHA512] {
        let signer = Signer::with(|signer| signer.method = method);
        assert_eq!(read(&query(&bare(&request()), &signer)), Ok(expected()), "{method}");
    }
}

#[test]
fn the_signature_is_over_the_query_as_it_was_sent() {
    let sent = query_of("SAMLRequest", &bare(&request()), &Signer::default(), lower_case);
    assert!(sent.contains("%2f") && !sent.contains("%2F"), "{sent}");
    assert_eq!(read(&sent), Ok(expected()));
    // Encoded again it says the same, and is not what was signed.
    let again = sent.replace("%2f", "%2F");
    assert_eq!(read(&again), Err(LogoutFault::Signature));
    // Other parameters, and another order, change nothing of what is signed.
    let (message, rest) = sent.split_once('&').unwrap();
    assert_eq!(read(&format!("x=y&{rest}&{message}&z")), Ok(expected()));
}

#[test]
fn a_request_without_relay_state_and_end_is_taken_while_it_is_young() {
    let xml = bare(&request()).replacen(r#" NotOnOrAfter="2026-12-01T10:05:00Z""#, "", 1);
    let signer = Signer::default();
    let query = format!("SAMLRequest={}&SigAlg={}", encoded(&deflated(&xml)), encoded(RSA_SHA256));
    let signature = STANDARD.encode(signer.sign_bytes(query.as_bytes()));
    let query = format!("{query}&Signature={}", encoded(&signature));
    let at = |text: &str| read_logout(&sp(), &idp(), &query, text.parse().unwrap());
    assert!(matches!(at("2026-12-01T10:00:00Z"), Ok(LogoutMessage::Request { relay_state: None, .. })));
    assert!(at("2026-12-01T10:07:58.122Z").is_ok());
    assert!(matches!(at("2026-12-01T10:07:58.123Z"), Err(LogoutFault::Time(_))));
}

#[test]
fn an_unsigned_or_forged_request_is_refused() {
    let xml = bare(&request());
    let good = query(&xml, &Signer::default());
    let (unsigned, _) = good.split_once("&SigAlg").unwrap();
    let (without, signature) = good.split_once("&Signature=").unwrap();
    assert_eq!(read(unsigned), Err(LogoutFault::Unsigned));
    assert_eq!(read(without), Err(LogoutFault::Unsigned));
    let stranger = Signer::with(|signer| signer.key = STRANGER_KEY);
    assert_eq!(read(&query(&xml, &stranger)), Err(LogoutFault::Signature));
    let other = encoded(&deflated(&xml.replacen("ada@", "eve@", 1)));
    let (_, rest) = good.split_once('&').unwrap();
    assert_eq!(read(&format!("SAMLRequest={other}&{rest}")), Err(LogoutFault::Signature));
    assert_eq!(read(&good.replacen("RelayState=a", "RelayState=b", 1)), Err(LogoutFault::Signature));
    assert_eq!(
        read(&good.replacen(&format!("&RelayState={}", encoded("a/b+c=")), "", 1)),
        Err(LogoutFault::Signature)
    );
    assert_eq!(read(&format!("{without}&Signature=")), Err(LogoutFault::Signature));
    assert_eq!(read(&good.replacen(signature, "AAAA", 1)), Err(LogoutFault::Signature));
    for method in [RSA_SHA1, HMAC_SHA256, ""] {
        let signer = Signer::with(|signer| signer.method = method);
        assert_eq!(read(&query(&xml, &signer)), Err(LogoutFault::Algorithm(method.to_owned())));
    }
    let mut expired = idp();
    expired.certificates = vec![certificate(OLD_CERTIFICATE)];
    let signer = Signer::with(|signer| signer.key = NEXT_KEY);
    let refused = read_logout(&sp(), &expired, &query(&xml, &signer), now());
    assert_eq!(refused, Err(LogoutFault::Signature));
}

#[test]
fn a_request_to_somewhere_else_by_somebody_else_or_at_another_time_is_refused() {
    let destination = format!(r#" Destination="{LOGOUT}""#);
    let of = |from: &str, to: &str| {
        let xml = bare(&request());
        assert!(xml.contains(from), "{from}");
        read(&query(&xml.replacen(from, to, 1), &Signer::default()))
    };
    let other = r#" Destination="https://other.example/logout""#;
    assert_eq!(
        of(&destination, other),
        Err(LogoutFault::Destination("https://other.example/logout".to_owned()))
    );
    assert_eq!(of(&destination, ""), Err(LogoutFault::Destination(String::new())));
    assert_eq!(
        of(IDP, "https://other.example"),
        Err(LogoutFault::Issuer("https://other.example".to_owned()))
    );
    for (from, to) in [
        ("2026-12-01T10:05:00Z", "2026-12-01T09:57:00Z"),
        ("2026-12-01T09:59:58.123Z", "2026-12-01T10:03:00.001Z"),
    ] {
        assert!(matches!(of(from, to), Err(LogoutFault::Time(_))), "{to}");
    }
    let name = r#"<NameID xmlns="urn:oasis:names:tc:SAML:2.0:assertion">ada@contoso.example</NameID>"#;
    for (case, from, to) in [
        ("nobody", "ada@contoso.example", ""),
        ("no name", name, ""),
        ("two names", name, &format!("{name}{name}")),
        ("an encrypted name", name, "<saml:EncryptedID/>"),
        ("a comment", "ada@", "ada@<!-- -->"),
        ("another version", "2.0\"", "1.1\""),
        ("another message", "LogoutRequest", "AuthnRequest"),
        ("a time that is none", "2026-12-01T10:05:00Z", "soon"),
        ("a signature in it", "@contoso.example</NameID>", "@contoso.example</NameID><x/>"),
    ] {
        assert!(matches!(of(from, to), Err(LogoutFault::Unreadable(_))), "{case}: {:?}", of(from, to));
    }
}

#[test]
fn a_query_that_is_none_is_refused() {
    let good = query(&bare(&request()), &Signer::default());
    let bomb = encoded(&deflated(&"<x>".repeat(10_000_000)));
    for (case, query) in [
        ("empty", String::new()),
        ("no message", "RelayState=a".to_owned()),
        ("the message twice", format!("{good}&SAMLRequest=x")),
        ("an answer too", format!("{good}&SAMLResponse=x")),
        ("the signature twice", format!("{good}&Signature=x")),
        ("no Base64", "SAMLRequest=%%%".to_owned()),
        ("not compressed", format!("SAMLRequest={}", encoded(&STANDARD.encode("<x/>")))),
        ("not UTF-8", "SAMLRequest=%ff%fe".to_owned()),
        ("a bomb", format!("SAMLRequest={bomb}")),
        ("too long", format!("SAMLRequest={}", "A".repeat(70_000))),
    ] {
        assert!(matches!(read(&query), Err(LogoutFault::Unreadable(_))), "{case}: {:?}", read(&query));
    }
}

#[test]
fn a_posted_request_carries_a_signature_of_its_own() {
    let post = |xml: &str| {
        let form = format!("SAMLRequest={}&RelayState=abc", encoded(&STANDARD.encode(xml)));
        read_logout_post(&sp(), &idp(), form.as_bytes(), now())
    };
    let good = Signer::default().sign(&request(), "_l1", "@L@");
    let LogoutMessage::Request { id, name_id, relay_state, .. } = post(&good).unwrap() else { panic!() };
    assert_eq!((id.as_str(), name_id.as_str()), ("_l1", "ada@contoso.example"));
    assert_eq!(relay_state.as_deref(), Some("abc"));
    assert_eq!(post(&bare(&request())), Err(LogoutFault::Unsigned));
    assert_eq!(post(&good.replacen("ada@", "eve@", 1)), Err(LogoutFault::Signature));
    let stranger = Signer::with(|signer| (signer.key, signer.certificate) = (STRANGER_KEY, None));
    assert_eq!(post(&stranger.sign(&request(), "_l1", "@L@")), Err(LogoutFault::Signature));
    let sha1 = Signer::with(|signer| signer.method = RSA_SHA1);
    assert!(matches!(post(&sha1.sign(&request(), "_l1", "@L@")), Err(LogoutFault::Algorithm(_))));
    let inner = good.replacen("\"_l1\"", "\"_l0\"", 1);
    let wrapped = inner.replacen("</samlp:LogoutRequest>", &format!("{good}</samlp:LogoutRequest>"), 1);
    assert!(matches!(post(&wrapped), Err(LogoutFault::Unreadable(_))));
    // By redirect a signature in the XML is one too many.
    let both = query(&good, &Signer::default());
    assert!(matches!(read(&both), Err(LogoutFault::Unreadable(_))));
}

fn response(issuer: &str, status: &str) -> String {
    format!(
        r#"<samlp:LogoutResponse xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" ID="_x1" Version="2.0" IssueInstant="2026-12-01T09:59:58.123Z" Destination="{LOGOUT}" InResponseTo="_l2"><Issuer xmlns="urn:oasis:names:tc:SAML:2.0:assertion">{issuer}</Issuer><samlp:Status><samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:{status}"/></samlp:Status></samlp:LogoutResponse>"#
    )
}

#[test]
fn an_answer_is_for_information_and_entra_gives_it_under_its_other_name() {
    let entra = "https://login.microsoftonline.com/1f2e3d4c/";
    for (issuer, status, success) in
        [(IDP, "Success", true), (entra, "Success", true), (entra, "Requester", false)]
    {
        let query = format!("SAMLResponse={}&RelayState=abc", encoded(&deflated(&response(issuer, status))));
        let expected = LogoutMessage::Response {
            in_response_to: Some("_l2".to_owned()),
            success,
            relay_state: Some("abc".to_owned()),
        };
        assert_eq!(read(&query), Ok(expected.clone()));
        let form =
            format!("SAMLResponse={}&RelayState=abc", encoded(&STANDARD.encode(response(issuer, status))));
        assert_eq!(read_logout_post(&sp(), &idp(), form.as_bytes(), now()), Ok(expected));
    }
    for other in ["https://login.microsoftonline.com/other/", "https://login.microsoftonline.com/", ""] {
        let query = format!("SAMLResponse={}", encoded(&deflated(&response(other, "Success"))));
        assert!(matches!(read(&query), Err(LogoutFault::Issuer(_))), "{other}");
    }
}

/// We seen from the other side.
fn mirrored() -> (saml::ServiceProvider, IdentityProvider) {
    let there = "https://login.microsoftonline.com/1f2e3d4c/saml2";
    let mut provider = idp();
    provider.entity_id = sp().entity_id;
    provider.certificates = vec![sp_key().certificate().clone()];
    let mut service = sp();
    service.logout_url = there.to_owned();
    (service, provider)
}

#[test]
fn what_we_send_is_what_would_be_taken() {
    let (service, provider) = mirrored();
    let read = |url: &str| read_logout(&service, &provider, url.split_once('?').unwrap().1, now());
    let name = "jürgen&co@contoso.example";
    let url =
        logout_request(&sp(), &idp(), "_l2", now(), name, Some("urn:x"), Some("_s1"), Some("abc")).unwrap();
    let expected = LogoutMessage::Request {
        id: "_l2".to_owned(),
        name_id: name.to_owned(),
        session_indexes: vec!["_s1".to_owned()],
        relay_state: Some("abc".to_owned()),
    };
    assert_eq!(read(&url), Ok(expected));
    let url = logout_response(&sp(), &idp(), "_x2", "_l1", now(), None).unwrap();
    let expected =
        LogoutMessage::Response { in_response_to: Some("_l1".to_owned()), success: true, relay_state: None };
    assert_eq!(read(&url), Ok(expected));
    assert!(url.contains("&Signature="));
    let mut without = idp();
    without.logout_url = None;
    let none = logout_request(&sp(), &without, "_l2", now(), "ada", None, None, None);
    assert_eq!(none, Err(Fault::NoLogoutAddress));
    let refused = logout_request(&sp(), &idp(), "_l2", now(), "a\u{1}", None, None, None);
    assert_eq!(refused, Err(Fault::Text("NameID")));
    assert_eq!(logout_response(&sp(), &idp(), "_x2", "l 1", now(), None), Err(Fault::Id("l 1".to_owned())));
}
