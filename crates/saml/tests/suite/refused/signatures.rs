//! Signatures.

use domain::sso::Check;

use crate::support::response::{NAME_ID, Signed, good, part, sign, unsigned};
use crate::support::sign::{ENVELOPED, EXCLUSIVE, HMAC_SHA256, RSA_SHA1, SHA1, Signer};
use crate::support::{
    NEXT_KEY, OLD_CERTIFICATE, STRANGER_CERTIFICATE, STRANGER_KEY, certificate, idp, refused, report,
};

use super::{BOTH_WAYS, by};

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
