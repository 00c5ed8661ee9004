//! Responses that are accepted, whoever makes them and however.

use domain::Timestamp;
use saml::{Attribute, SamlVerifier as _, Verifier, Warning};

use crate::support::response::{
    AES256_CBC, AES256_GCM, ASSERTION_MARK, NAME_ID, OAEP, RESPONSE_MARK, Signed, changed, changed_and,
    encrypted, good, part, sign, unsigned,
};
use crate::support::sign::{RSA_SHA384, RSA_SHA512, SHA512, Signer};
use crate::support::{
    IDP_CERTIFICATE, NEXT_CERTIFICATE, NEXT_KEY, OLD_CERTIFICATE, accepted, certificate, form, form_of, idp,
    now, pending, report, sp,
};

fn time(text: &str) -> Timestamp {
    text.parse().expect("the test is right")
}

#[test]
fn r26_a_signed_assertion_says_who_signed_in() {
    let identity = accepted("good", report(&good()));
    assert_eq!(identity.name_id, NAME_ID);
    assert_eq!(
        identity.name_id_format.as_deref(),
        Some("urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress")
    );
    assert_eq!(
        identity.attributes,
        [
            Attribute {
                name: "http://schemas.microsoft.com/identity/claims/objectidentifier".to_owned(),
                values: vec!["0b5c".to_owned()]
            },
            Attribute {
                name: "groups".to_owned(),
                values: vec!["Sales & Marketing".to_owned(), "Everyone".to_owned()]
            },
        ]
    );
    assert_eq!(identity.attribute("groups").len(), 2);
    assert_eq!(identity.assertion_id, "_a1");
    assert_eq!(identity.in_response_to.as_deref(), Some("_q1"));
    assert_eq!(identity.session_index.as_deref(), Some("_s1"));
    assert_eq!(identity.authn_instant, time("2026-12-01T09:50:00Z"));
    assert_eq!(identity.session_not_on_or_after, Some(time("2026-12-01T18:00:00Z")));
    assert_eq!(identity.not_on_or_after, time("2026-12-01T10:55:00Z"));
    assert!(!identity.encrypted);
}

#[test]
fn the_log_has_the_response_without_its_secrets() {
    let report = report(&good());
    let copy = report.redacted_xml.unwrap();
    assert!(copy.contains(NAME_ID) && copy.contains("_a1"));
    assert!(!copy.contains("Marketing") && !copy.contains("0b5c"));
    assert!(copy.len() < 4_000, "{} bytes: signature and certificate are cut", copy.len());
    assert!(roxmltree::Document::parse(&copy).is_ok());
}

#[test]
fn the_assertion_the_response_or_both_may_be_signed() {
    for signed in [Signed::Assertion, Signed::Response, Signed::Both] {
        let xml = sign(&unsigned(), signed, &Signer::default());
        assert_eq!(accepted(&format!("{signed:?}"), report(&xml)).name_id, NAME_ID);
    }
}

#[test]
fn every_accepted_algorithm_is_accepted() {
    for (method, digest) in [(RSA_SHA384, SHA512), (RSA_SHA512, SHA512)] {
        let signer = Signer::with(|signer| (signer.method, signer.digest) = (method, digest));
        accepted(method, report(&sign(&unsigned(), Signed::Both, &signer)));
    }
}

#[test]
fn a_signature_needs_no_key_info() {
    let signer = Signer::with(|signer| signer.certificate = None);
    for signed in [Signed::Assertion, Signed::Both] {
        accepted("no KeyInfo", report(&sign(&unsigned(), signed, &signer)));
    }
}

#[test]
fn the_list_of_prefixes_of_okta_is_understood() {
    let signer = Signer::with(|signer| signer.prefixes = vec!["xs"]);
    let declared = r#"ID="_a1" xmlns:xs="http://www.w3.org/2001/XMLSchema""#;
    let xml = unsigned().replacen(r#"ID="_a1""#, declared, 1);
    accepted("InclusiveNamespaces", report(&sign(&xml, Signed::Both, &signer)));
}

#[test]
fn r24_either_of_two_certificates_may_have_signed() {
    let mut idp = idp();
    idp.certificates = vec![certificate(IDP_CERTIFICATE), certificate(NEXT_CERTIFICATE)];
    let next = Signer::with(|signer| (signer.key, signer.certificate) = (NEXT_KEY, Some(NEXT_CERTIFICATE)));
    for signer in [Signer::default(), next] {
        for signed in [Signed::Assertion, Signed::Response, Signed::Both] {
            let xml = sign(&unsigned(), signed, &signer);
            let report = Verifier.verify(&sp(), &idp, Some(&pending()), &form(&xml), now());
            accepted("either certificate", report);
        }
    }
}

#[test]
fn r24_an_expired_certificate_beside_a_good_one_is_warned_of() {
    let mut idp = idp();
    idp.certificates.insert(0, certificate(OLD_CERTIFICATE));
    let report = Verifier.verify(&sp(), &idp, Some(&pending()), &form(&good()), now());
    let expected = Warning::CertificateExpired {
        subject: "CN=old.example".to_owned(),
        not_after: time("2026-01-02T00:00:00Z"),
    };
    assert_eq!(report.warnings, [expected]);
    accepted("expired beside good", report);
}

#[test]
fn an_encrypted_assertion_is_decrypted() {
    for signed in [Signed::Assertion, Signed::Both] {
        for data in [AES256_CBC, AES256_GCM] {
            let inner = sign(&unsigned(), Signed::Assertion, &Signer::default());
            let xml = encrypted(&inner, data, OAEP);
            let xml = if signed == Signed::Both { sign_around(&xml) } else { xml };
            let identity = accepted(&format!("{data} {signed:?}"), report(&xml));
            assert_eq!(identity.name_id, NAME_ID);
            assert!(identity.encrypted);
        }
    }
}

#[test]
fn an_encrypted_assertion_in_a_signed_response_needs_no_signature_of_its_own() {
    let xml = encrypted(&sign(&unsigned(), Signed::Nothing, &Signer::default()), AES256_GCM, OAEP);
    accepted("signed around", report(&sign_around(&xml)));
}

/// Signs a Response whose assertion is encrypted already.
fn sign_around(xml: &str) -> String {
    let marked = xml.replacen("<samlp:Status>", &format!("{RESPONSE_MARK}<samlp:Status>"), 1);
    Signer::default().sign(&marked, "_r1", RESPONSE_MARK)
}

#[test]
fn an_identity_provider_that_must_encrypt_may() {
    let mut idp = idp();
    idp.require_encryption = true;
    let report =
        Verifier.verify(&sp(), &idp, Some(&pending()), &form(&encrypted(&good(), AES256_CBC, OAEP)), now());
    accepted("required", report);
}

#[test]
fn line_ends_and_the_mark_of_the_encoding_change_nothing() {
    let lines =
        unsigned().replace("><", ">\n  <").replace(RESPONSE_MARK, "@R@\n").replace(ASSERTION_MARK, "@A@\n");
    for signed in [Signed::Assertion, Signed::Response, Signed::Both] {
        let xml = sign(&lines, signed, &Signer::default());
        accepted("LF", report(&xml));
        accepted("CRLF", report(&xml.replace('\n', "\r\n")));
        accepted("BOM", report(&format!("\u{feff}<?xml version=\"1.0\" encoding=\"UTF-8\"?>\r\n{xml}\r\n")));
    }
}

#[test]
fn base64_may_be_broken_into_lines() {
    use base64::Engine as _;
    let base64 = base64::engine::general_purpose::STANDARD.encode(good());
    let lines: Vec<&str> =
        base64.as_bytes().chunks(76).map(|line| std::str::from_utf8(line).unwrap()).collect();
    let report = Verifier.verify(&sp(), &idp(), Some(&pending()), &form_of(&lines.join("\r\n")), now());
    accepted("lines of Base64", report);
}

#[test]
fn java_writes_the_ends_of_lines_in_base64_as_references() {
    let xml = good();
    let value = part(&xml, "<ds:SignatureValue>", "</ds:SignatureValue>");
    let broken = value.replacen("==", "&#13;\n==", 1);
    accepted("&#13;", report(&xml.replace(value, &broken)));
}

#[test]
fn seconds_have_up_to_seven_digits_of_fraction() {
    for fraction in ["", ".1", ".123", ".1234567"] {
        let xml = unsigned().replace("09:59:58.123Z", &format!("09:59:58{fraction}Z"));
        accepted(fraction, report(&sign(&xml, Signed::Both, &Signer::default())));
    }
}

#[test]
fn any_prefix_may_stand_for_a_namespace() {
    let renamed = unsigned()
        .replace("samlp:", "p:")
        .replace(":samlp=", ":p=")
        .replace("saml:", "q:")
        .replace(":saml=", ":q=");
    for signed in [Signed::Assertion, Signed::Response, Signed::Both] {
        accepted("renamed", report(&sign(&renamed, signed, &Signer::default())));
    }
    let default = unsigned()
        .replace("<saml:", "<")
        .replace("</saml:", "</")
        .replacen("<Issuer>", r#"<Issuer xmlns="urn:oasis:names:tc:SAML:2.0:assertion">"#, 1)
        .replacen("<Assertion xmlns:saml=", "<Assertion xmlns=", 1);
    accepted("default namespace", report(&sign(&default, Signed::Both, &Signer::default())));
}

#[test]
fn entra_puts_attributes_first_and_blanks_around_the_issuer() {
    let xml = unsigned();
    let attributes = part(&xml, "<saml:AttributeStatement>", "</saml:AttributeStatement>").to_owned();
    let xml = xml.replacen(&attributes, "", 1);
    let xml = xml.replacen("<saml:AuthnStatement ", &format!("{attributes}<saml:AuthnStatement "), 1);
    let xml = xml.replace("/</saml:Issuer>", "/\n </saml:Issuer>").replace("<saml:Issuer>", "<saml:Issuer> ");
    for signed in [Signed::Assertion, Signed::Response, Signed::Both] {
        accepted("Entra's order", report(&sign(&xml, signed, &Signer::default())));
    }
}

#[test]
fn what_may_be_missing_is_not_missed() {
    let issuer = part(&unsigned(), "<saml:Issuer>", "</saml:Issuer>").to_owned();
    for (case, from, to) in [
        ("Issuer of the Response", issuer.as_str(), ""),
        ("Destination", r#" Destination="https://rollcall.example/saml/acs""#, ""),
        ("Format", r#" Format="urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress""#, ""),
        ("NotBefore", r#" NotBefore="2026-12-01T09:55:00Z""#, ""),
        ("SessionIndex", r#" SessionIndex="_s1""#, ""),
        ("SessionNotOnOrAfter", r#" SessionNotOnOrAfter="2026-12-01T18:00:00Z""#, ""),
    ] {
        accepted(case, report(&changed(from, to)));
    }
    let xml = unsigned();
    let attributes = part(&xml, "<saml:AttributeStatement>", "</saml:AttributeStatement>");
    let identity = accepted("no attributes", report(&changed(attributes, "")));
    assert!(identity.attributes.is_empty());
}

#[test]
fn more_than_the_least_is_accepted() {
    for (case, from, to) in [
        ("OneTimeUse", "</saml:Conditions>", "<saml:OneTimeUse/></saml:Conditions>"),
        ("ProxyRestriction", "</saml:Conditions>", r#"<saml:ProxyRestriction Count="0"/></saml:Conditions>"#),
        (
            "Address",
            r#" Recipient="https://rollcall.example/saml/acs""#,
            r#" Recipient="https://rollcall.example/saml/acs" Address="192.0.2.1""#,
        ),
        ("Consent", r#"ID="_r1""#, r#"ID="_r1" Consent="urn:oasis:names:tc:SAML:2.0:consent:unspecified""#),
        (
            "SubjectLocality",
            "<saml:AuthnContext>",
            r#"<saml:SubjectLocality Address="192.0.2.1"/><saml:AuthnContext>"#,
        ),
        (
            "an attribute without a value",
            "</saml:AttributeStatement>",
            r#"<saml:Attribute Name="empty"/></saml:AttributeStatement>"#,
        ),
        (
            "the origin of a claim, as AD FS writes it",
            r#"<saml:Attribute Name="groups">"#,
            r#"<saml:Attribute xmlns:a="http://schemas.xmlsoap.org/ws/2009/09/identity/claims" a:OriginalIssuer="x" Name="groups" FriendlyName="g" NameFormat="urn:oasis:names:tc:SAML:2.0:attrname-format:uri">"#,
        ),
        (
            "the same name twice",
            "</saml:AttributeStatement>",
            r#"<saml:Attribute Name="groups"><saml:AttributeValue>More</saml:AttributeValue></saml:Attribute></saml:AttributeStatement>"#,
        ),
    ] {
        let identity = accepted(case, report(&changed(from, to)));
        assert!(
            identity
                .attribute("groups")
                .starts_with(&["Sales & Marketing".to_owned(), "Everyone".to_owned()])
        );
    }
}

#[test]
fn umlauts_and_signs_are_read_as_they_are() {
    let name = "jürgen.groß+o'brien&söhne@contoso.example";
    let written = "jürgen.groß+o'brien&amp;söhne@contoso.example";
    for signed in [Signed::Assertion, Signed::Response, Signed::Both] {
        assert_eq!(accepted("umlauts", report(&changed_and(NAME_ID, written, signed))).name_id, name);
    }
    let numbers = changed(NAME_ID, "j&#252;rgen.gro&#xDF;@contoso.example");
    assert_eq!(accepted("numbers", report(&numbers)).name_id, "jürgen.groß@contoso.example");
    let identity = accepted("values", report(&changed(">Everyone<", "> 東京 &#228;&lt;b&gt; \u{1f600} <")));
    assert_eq!(identity.attribute("groups")[1], "東京 ä<b> \u{1f600}");
}

#[test]
fn r26_blanks_around_the_name_are_taken_off() {
    let identity = accepted("blanks", report(&changed(NAME_ID, "\n  ada@contoso.example\t\n")));
    assert_eq!(identity.name_id, NAME_ID);
}

#[test]
fn clocks_may_differ_by_three_minutes() {
    let xml = good();
    let at = |text: &str| Verifier.verify(&sp(), &idp(), Some(&pending()), &form(&xml), time(text));
    accepted("late", at("2026-12-01T10:07:59.999Z"));
    let early = at("2026-12-01T09:56:58.123Z");
    assert_eq!(early.warnings, [Warning::ClockAhead { ms: 180_000 }]);
    accepted("early", early);
}

#[test]
fn groups_that_did_not_fit_are_warned_of() {
    let link = r#"<saml:Attribute Name="http://schemas.microsoft.com/claims/groups.link"><saml:AttributeValue>https://graph.example/</saml:AttributeValue></saml:Attribute></saml:AttributeStatement>"#;
    let report = report(&changed("</saml:AttributeStatement>", link));
    assert_eq!(report.warnings, [Warning::GroupsLeftOut]);
    accepted("groups.link", report);
}

#[test]
fn an_unsolicited_response_is_accepted_where_that_is_allowed() {
    let mut idp = idp();
    idp.allow_unsolicited = true;
    let xml = unsigned().replace(r#" InResponseTo="_q1""#, "");
    for signed in [Signed::Assertion, Signed::Response, Signed::Both] {
        let form = form(&sign(&xml, signed, &Signer::default()));
        let identity = accepted("unsolicited", Verifier.verify(&sp(), &idp, None, &form, now()));
        assert_eq!(identity.in_response_to, None);
    }
}

#[test]
fn a_person_may_be_in_hundreds_of_groups() {
    let values: String =
        (0..600).map(|at| format!("<saml:AttributeValue>{at}</saml:AttributeValue>")).collect();
    let xml = changed("<saml:AttributeValue>Everyone</saml:AttributeValue>", &values);
    assert_eq!(accepted("groups", report(&xml)).attribute("groups").len(), 601);
}
