use super::*;

const NOW: &str = "2026-12-01T10:00:00Z";

macro_rules! file {
    ($name:literal) => {
        include_bytes!(concat!("../../tests/fixtures/certificates/", $name)).as_slice()
    };
}

fn read(file: &[u8]) -> Result<Certificate, CertificateFault> {
    Certificate::read(file, NOW.parse().unwrap())
}

#[test]
fn r24_one_certificate_in_base64_is_taken_however_it_is_written() {
    let good = read(file!("good.pem")).unwrap();
    for file in [file!("good-bom-crlf.cer"), file!("good-bare.txt"), file!("good-bare-lines.txt")] {
        assert_eq!(read(file).unwrap(), good);
    }
    let blanks = [b" \r\n".as_slice(), file!("good.pem"), b"\r\n\t "].concat();
    assert_eq!(read(&blanks).unwrap(), good);
    assert_eq!(Certificate::from_base64_der(&good.base64_der()).unwrap(), good);
    assert_eq!(read(good.pem().as_bytes()).unwrap(), good);
    let sha1 = read(file!("good-sha1.pem")).unwrap();
    assert_eq!(
        sha1.subject(),
        "CN=idp.example",
        "the digest of a certificate that signs itself proves nothing"
    );
}

#[test]
fn r24_a_certificate_shows_whose_it_is_and_until_when() {
    let certificate = read(file!("good.pem")).unwrap();
    assert_eq!(certificate.subject(), "CN=idp.example");
    assert_eq!(certificate.issuer(), "CN=idp.example");
    assert_eq!(certificate.not_before().to_string(), "2020-01-01T00:00:00.000Z");
    assert_eq!(certificate.not_after().to_string(), "2045-01-01T00:00:00.000Z");
    // As `openssl x509 -fingerprint` says.
    assert_eq!(certificate.sha256(), include_str!("../../tests/fixtures/certificates/good.sha256").trim());
    assert_eq!(certificate.sha1(), include_str!("../../tests/fixtures/certificates/good.sha1").trim());
    assert!(certificate.public_key().is_some());
    assert!(!certificate.expired_at(certificate.not_after()));
    assert!(certificate.expired_at(certificate.not_after().plus_ms(1)));
}

#[test]
fn r24_anything_else_is_refused_by_name() {
    use CertificateFault::{
        Binary, Empty, Expired, KeyKind, Pfx, Pkcs7, PublicKey, Request, RevocationList, Several,
        TrailingData, Unreadable, WeakKey, WeakSignature, Xml,
    };
    for (name, file, fault) in [
        ("nothing", b"".as_slice(), Empty),
        ("blanks", b"\xef\xbb\xbf \r\n\t", Empty),
        ("binary.cer", file!("binary.cer"), Binary),
        ("pkcs7.p7b", file!("pkcs7.p7b"), Pkcs7),
        ("pkcs7-der.p7b", file!("pkcs7-der.p7b"), Pkcs7),
        ("pkcs7-bare.txt", file!("pkcs7-bare.txt"), Pkcs7),
        ("pfx.pfx", file!("pfx.pfx"), Pfx),
        ("request.csr", file!("request.csr"), Request),
        ("request.der", file!("request.der"), Request),
        ("public.pem", file!("public.pem"), PublicKey),
        ("public.der", file!("public.der"), PublicKey),
        ("public-pkcs1.pem", file!("public-pkcs1.pem"), PublicKey),
        ("crl.pem", file!("crl.pem"), RevocationList),
        ("crl.der", file!("crl.der"), RevocationList),
        ("metadata", b"<?xml version=\"1.0\"?><EntityDescriptor/>", Xml),
        ("two.pem", file!("two.pem"), Several),
        ("two-der.txt", file!("two-der.txt"), Several),
        ("trailing.pem", file!("trailing.pem"), TrailingData),
        ("leading.pem", file!("leading.pem"), TrailingData),
        ("trailing-der.txt", file!("trailing-der.txt"), TrailingData),
        ("expired.pem", file!("expired.pem"), Expired),
        ("rsa-1024.pem", file!("rsa-1024.pem"), WeakKey),
        ("rsa-8192.pem", file!("rsa-8192.pem"), KeyKind),
        ("p256.pem", file!("p256.pem"), KeyKind),
        ("dsa.pem", file!("dsa.pem"), KeyKind),
        ("md5.pem", file!("md5.pem"), WeakSignature),
        ("cut.pem", file!("cut.pem"), Unreadable),
        ("cut-body.pem", file!("cut-body.pem"), Unreadable),
        ("a sentence", b"the certificate is in the mail", Unreadable),
        ("a number", b"0123456789", Unreadable),
        ("a picture", b"\x89PNG\r\n\x1a\n\x00", Unreadable),
        ("a name in place of the certificate", b"-----BEGIN CERTIFICATE-----", Unreadable),
        ("parameters", b"-----BEGIN DH PARAMETERS-----\nMII=\n-----END DH PARAMETERS-----", Unreadable),
    ] {
        assert_eq!(read(file).map(|_| ()), Err(fault), "{name}");
    }
}

#[test]
fn r24_a_private_key_is_refused_by_name() {
    for (name, file) in [
        ("key-pkcs8.pem", file!("key-pkcs8.pem")),
        ("key-pkcs8-encrypted.pem", file!("key-pkcs8-encrypted.pem")),
        ("key-pkcs1.pem", file!("key-pkcs1.pem")),
        ("key-pkcs1-encrypted.pem", file!("key-pkcs1-encrypted.pem")),
        ("key-pkcs8.der", file!("key-pkcs8.der")),
        ("key-pkcs8-encrypted.der", file!("key-pkcs8-encrypted.der")),
        ("key-pkcs1.der", file!("key-pkcs1.der")),
        ("key-bare.txt", file!("key-bare.txt")),
        ("key-ec.pem", file!("key-ec.pem")),
        ("key-dsa.pem", file!("key-dsa.pem")),
        ("key-openssh.pem", file!("key-openssh.pem")),
        ("key-and-certificate.pem", file!("key-and-certificate.pem")),
        ("PuTTY", b"PuTTY-User-Key-File-3: ssh-rsa\nEncryption: none\n"),
        ("PGP", b"-----BEGIN PGP PRIVATE KEY BLOCK-----\n\nlQ\n"),
    ] {
        assert_eq!(read(file).map(|_| ()), Err(CertificateFault::PrivateKey), "{name}");
    }
    let far_away = [vec![b'\n'; 70_000], file!("key-pkcs8.pem").to_vec()].concat();
    assert_eq!(read(&far_away).map(|_| ()), Err(CertificateFault::PrivateKey), "after much else");
}

#[test]
fn a_stored_certificate_may_have_expired() {
    let pem = String::from_utf8(file!("expired.pem").to_vec()).unwrap();
    let base64: String = pem.lines().filter(|line| !line.starts_with('-')).collect();
    assert!(Certificate::from_base64_der(&base64).is_ok());
    assert_eq!(Certificate::from_base64_der(&pem), Err(CertificateFault::Unreadable));
}
