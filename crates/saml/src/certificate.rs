//! Certificates (R24): what an admin may paste, and the name of anything else.

mod file;
#[cfg(test)]
mod tests;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use domain::Timestamp;
use domain::sso::CertificateFault;
use rsa::RsaPublicKey;
use rsa::pkcs8::DecodePublicKey as _;
use sha1::Sha1;
use sha2::{Digest as _, Sha256};
use x509_parser::prelude::{ASN1Time, FromDer as _, X509Certificate};
use x509_parser::public_key::PublicKey;

/// The shortest RSA key whose signatures are accepted, in bits.
const MIN_RSA_BITS: usize = 2048;
/// The longest, in bits: the verifiers refuse longer ones, since each signature would take them too long.
const MAX_RSA_BITS: usize = 4096;
/// Signatures of certificates that prove nothing: RSA with MD2, MD4 and MD5 (RFC 8017, A.2.4; RFC 6151).
const WEAK_SIGNATURES: [&str; 3] = ["1.2.840.113549.1.1.2", "1.2.840.113549.1.1.3", "1.2.840.113549.1.1.4"];

/// An X.509 certificate with an RSA key of 2048 to 4096 bits: that of an identity provider, or our own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Certificate {
    der: Vec<u8>,
    public_key_info: Vec<u8>,
    subject: String,
    issuer: String,
    not_before: Timestamp,
    not_after: Timestamp,
}

impl Certificate {
    /// Reads what an admin pasted or uploaded (R24): PEM text with one certificate, or its bare Base64.
    ///
    /// # Errors
    /// By name, what it is in place of that, or why its signatures would prove nothing.
    pub fn read(file: &[u8], now: Timestamp) -> Result<Self, CertificateFault> {
        let certificate = Self::from_der(file::der(file)?)?;
        if certificate.expired_at(now) { Err(CertificateFault::Expired) } else { Ok(certificate) }
    }

    /// Reads one as it is stored, or stands in metadata: Base64 of DER, with or without line breaks. It may have expired.
    ///
    /// # Errors
    /// As [`Self::read`], but for the time.
    pub fn from_base64_der(text: &str) -> Result<Self, CertificateFault> {
        Self::from_der(file::bare_base64(text)?)
    }

    fn from_der(der: Vec<u8>) -> Result<Self, CertificateFault> {
        let (rest, parsed) = X509Certificate::from_der(&der).map_err(|_| CertificateFault::Unreadable)?;
        if !rest.is_empty() {
            return Err(CertificateFault::TrailingData);
        }
        let algorithm = parsed.signature_algorithm.algorithm.to_id_string();
        if WEAK_SIGNATURES.contains(&algorithm.as_str()) {
            return Err(CertificateFault::WeakSignature);
        }
        let public_key_info = parsed.public_key().raw.to_vec();
        check_key(&parsed, &public_key_info)?;
        Ok(Self {
            public_key_info,
            subject: parsed.subject().to_string(),
            issuer: parsed.issuer().to_string(),
            not_before: timestamp(parsed.validity().not_before),
            not_after: timestamp(parsed.validity().not_after),
            der,
        })
    }

    /// Base64 of DER, without line breaks: as it is stored.
    #[must_use]
    pub fn base64_der(&self) -> String {
        STANDARD.encode(&self.der)
    }

    /// PEM text (RFC 7468).
    #[must_use]
    pub fn pem(&self) -> String {
        let base64 = self.base64_der();
        let mut pem = "-----BEGIN CERTIFICATE-----\n".to_owned();
        for at in (0..base64.len()).step_by(64) {
            pem.push_str(&base64[at..base64.len().min(at + 64)]);
            pem.push('\n');
        }
        pem.push_str("-----END CERTIFICATE-----\n");
        pem
    }

    /// Whose it is, as distinguished name.
    #[must_use]
    pub fn subject(&self) -> &str {
        &self.subject
    }

    /// Who signed it, as distinguished name; the same as [`Self::subject`] where it signed itself, as most do here.
    #[must_use]
    pub fn issuer(&self) -> &str {
        &self.issuer
    }

    /// From when on it is valid.
    #[must_use]
    pub const fn not_before(&self) -> Timestamp {
        self.not_before
    }

    /// Until when it is valid.
    #[must_use]
    pub const fn not_after(&self) -> Timestamp {
        self.not_after
    }

    /// Its time is over.
    #[must_use]
    pub fn expired_at(&self, now: Timestamp) -> bool {
        self.not_after < now
    }

    /// SHA-256 of its DER, in upper-case hexadecimal digits without colons.
    #[must_use]
    pub fn sha256(&self) -> String {
        hex::encode_upper(Sha256::digest(&self.der))
    }

    /// SHA-1 of its DER, as [`Self::sha256`]: the thumbprint that identity providers show. Nothing relies on it.
    #[must_use]
    pub fn sha1(&self) -> String {
        hex::encode_upper(Sha1::digest(&self.der))
    }

    /// Its key, for signatures over bytes.
    pub(crate) fn public_key(&self) -> Option<RsaPublicKey> {
        RsaPublicKey::from_public_key_der(&self.public_key_info).ok()
    }
}

fn check_key(parsed: &X509Certificate<'_>, public_key_info: &[u8]) -> Result<(), CertificateFault> {
    let Ok(PublicKey::RSA(key)) = parsed.public_key().parsed() else {
        return Err(CertificateFault::KeyKind);
    };
    let first = key.modulus.iter().position(|b| *b != 0).unwrap_or(key.modulus.len());
    let modulus = &key.modulus[first..];
    let bits = modulus.first().map_or(0, |top| modulus.len() * 8 - top.leading_zeros() as usize);
    if bits < MIN_RSA_BITS {
        return Err(CertificateFault::WeakKey);
    }
    let usable = bits <= MAX_RSA_BITS && RsaPublicKey::from_public_key_der(public_key_info).is_ok();
    if usable { Ok(()) } else { Err(CertificateFault::KeyKind) }
}

fn timestamp(time: ASN1Time) -> Timestamp {
    Timestamp(time.timestamp().saturating_mul(1_000))
}
