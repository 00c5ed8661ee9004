//! Encryption.

use domain::sso::Check;
use saml::{SamlVerifier as _, Verifier};

use crate::support::response::{
    AES256_CBC, AES256_GCM, NAME_ID, OAEP, Signed, changed, encrypted, good, part, sign, unsigned,
};
use crate::support::sign::{RSA_SHA1, Signer};
use crate::support::{STRANGER_CERTIFICATE, STRANGER_KEY, form, idp, now, pending, refused, report, sp};

use super::{BOTH_WAYS, by};

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
