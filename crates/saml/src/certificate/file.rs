//! What a file is: one certificate in Base64, or something else that has a name.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use domain::sso::CertificateFault;
use x509_parser::certification_request::X509CertificationRequest;
use x509_parser::prelude::{CertificateRevocationList, FromDer as _, X509Certificate};
use x509_parser::x509::SubjectPublicKeyInfo;

/// A file is this many bytes long at most: a certificate with a long key has some 3,000.
const MAX_FILE: usize = 64 * 1024;
const BEGIN: &str = "-----BEGIN ";
const DASHES: &str = "-----";
/// 1.2.840.113549.1.7.1 (data) and .2 (signedData) of RFC 5652, encoded: 06 09 and these bytes.
const PKCS7_DATA: &[u8] = &[0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x07, 0x01];
const PKCS7_SIGNED: &[u8] = &[0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x07, 0x02];
/// The beginning of a key file that PuTTY writes.
const PUTTY: &str = "PuTTY-User-Key-File";

/// The certificate in a file, as DER.
pub(super) fn der(file: &[u8]) -> Result<Vec<u8>, CertificateFault> {
    if file.len() > MAX_FILE {
        return Err(if contains_private_key(file) {
            CertificateFault::PrivateKey
        } else {
            CertificateFault::Unreadable
        });
    }
    if file.first() == Some(&0x30) {
        // "0" begins Base64 too, but never that of a certificate, which begins with M.
        return Err(match der_kind(file) {
            Some(DerKind::Certificate) => CertificateFault::Binary,
            Some(DerKind::Other(fault)) => fault,
            None if file.is_ascii() => CertificateFault::Unreadable,
            None => CertificateFault::Binary,
        });
    }
    let Ok(text) = std::str::from_utf8(file) else { return Err(CertificateFault::Unreadable) };
    let text = text.strip_prefix('\u{feff}').unwrap_or(text).trim();
    if text.is_empty() {
        return Err(CertificateFault::Empty);
    }
    if contains_private_key(text.as_bytes()) {
        return Err(CertificateFault::PrivateKey);
    }
    if text.starts_with('<') {
        return Err(CertificateFault::Xml);
    }
    if text.contains(BEGIN) { pem(text) } else { bare_base64(text) }
}

/// Before anything else: a private key is not to be kept, nor shown, nor called by another name.
fn contains_private_key(file: &[u8]) -> bool {
    let text = String::from_utf8_lossy(file);
    text.contains(PUTTY)
        || text.split(BEGIN).skip(1).any(|block| {
            block.split(DASHES).next().unwrap_or_default().to_ascii_uppercase().contains("PRIVATE KEY")
        })
}

/// PEM text with exactly one certificate (RFC 7468, 2), and nothing around it.
fn pem(text: &str) -> Result<Vec<u8>, CertificateFault> {
    let labels: Vec<&str> = text
        .split(BEGIN)
        .skip(1)
        .map(|block| block.split(DASHES).next().unwrap_or_default().trim())
        .collect();
    for label in &labels {
        label_kind(label)?;
    }
    if labels.len() > 1 {
        return Err(CertificateFault::Several);
    }
    let block = text.strip_prefix(BEGIN).ok_or(CertificateFault::TrailingData)?;
    let (label, body) = block.split_once(DASHES).ok_or(CertificateFault::Unreadable)?;
    let end = format!("-----END {label}-----");
    let (body, rest) = body.split_once(&end).ok_or(CertificateFault::Unreadable)?;
    if !rest.trim().is_empty() {
        return Err(CertificateFault::TrailingData);
    }
    bare_base64(body)
}

fn label_kind(label: &str) -> Result<(), CertificateFault> {
    match label {
        "CERTIFICATE" | "X509 CERTIFICATE" => Ok(()),
        "PKCS7" | "CMS" | "PKCS #7 SIGNED DATA" => Err(CertificateFault::Pkcs7),
        "CERTIFICATE REQUEST" | "NEW CERTIFICATE REQUEST" => Err(CertificateFault::Request),
        "X509 CRL" => Err(CertificateFault::RevocationList),
        _ if label.contains("PUBLIC KEY") => Err(CertificateFault::PublicKey),
        _ => Err(CertificateFault::Unreadable),
    }
}

/// Base64 of the DER of one certificate, with any blanks between.
pub(super) fn bare_base64(text: &str) -> Result<Vec<u8>, CertificateFault> {
    let compact: String = text.chars().filter(|c| !c.is_ascii_whitespace()).collect();
    if compact.is_empty() {
        return Err(CertificateFault::Empty);
    }
    if compact.len() > MAX_FILE {
        return Err(CertificateFault::Unreadable);
    }
    let der = STANDARD.decode(compact).map_err(|_| CertificateFault::Unreadable)?;
    match der_kind(&der) {
        Some(DerKind::Certificate) => Ok(der),
        Some(DerKind::Other(fault)) => Err(fault),
        None => Err(CertificateFault::Unreadable),
    }
}

enum DerKind {
    Certificate,
    Other(CertificateFault),
}

/// What some DER is. `None` when it is nothing that is known here.
fn der_kind(der: &[u8]) -> Option<DerKind> {
    let content = sequence(der)?;
    if let Ok((rest, _)) = X509Certificate::from_der(der) {
        return Some(match rest {
            [] => DerKind::Certificate,
            _ if X509Certificate::from_der(rest).is_ok() => DerKind::Other(CertificateFault::Several),
            _ => DerKind::Other(CertificateFault::TrailingData),
        });
    }
    let other = match content {
        _ if content.starts_with(PKCS7_SIGNED) => CertificateFault::Pkcs7,
        // PFX ::= SEQUENCE { version INTEGER {v3(3)}, authSafe ContentInfo, … } (RFC 7292, 4).
        [0x02, 0x01, 0x03, rest @ ..]
            if sequence(rest)
                .is_some_and(|info| info.starts_with(PKCS7_DATA) || info.starts_with(PKCS7_SIGNED)) =>
        {
            CertificateFault::Pfx
        }
        // A private key begins with its version: 0 or 1 (RFC 5208, RFC 5915, RFC 8017).
        [0x02, 0x01, 0x00 | 0x01, ..] => CertificateFault::PrivateKey,
        _ if is_encrypted_private_key(content) => CertificateFault::PrivateKey,
        _ if X509CertificationRequest::from_der(der).is_ok() => CertificateFault::Request,
        _ if CertificateRevocationList::from_der(der).is_ok() => CertificateFault::RevocationList,
        _ if SubjectPublicKeyInfo::from_der(der).is_ok() => CertificateFault::PublicKey,
        _ => return None,
    };
    Some(DerKind::Other(other))
}

/// EncryptedPrivateKeyInfo ::= SEQUENCE { SEQUENCE { algorithm of 1.2.840.113549.1.5 … }, OCTET STRING } (RFC 5208, 6).
fn is_encrypted_private_key(content: &[u8]) -> bool {
    const PKCS5: &[u8] = &[0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x05];
    sequence(content).is_some_and(|algorithm| algorithm.starts_with(PKCS5))
}

/// What stands in the SEQUENCE that some DER or BER begins with, as far as it is there.
fn sequence(der: &[u8]) -> Option<&[u8]> {
    match der {
        // The indefinite length of BER, which some write PKCS#7 and PKCS#12 with.
        [0x30, 0x80, rest @ ..] => Some(rest),
        [0x30, length, rest @ ..] if *length < 0x80 => Some(rest),
        [0x30, length, rest @ ..] => rest.get(usize::from(length & 0x7f)..),
        _ => None,
    }
}
