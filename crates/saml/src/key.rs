//! Our own key: signs requests and logout messages, decrypts assertions.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use domain::Timestamp;
use domain::timestamp::DAY_MS;
use rand_core::CryptoRngCore;
use rsa::pkcs1v15::SigningKey;
use rsa::pkcs8::{DecodePrivateKey as _, EncodePrivateKey as _, LineEnding};
use rsa::signature::{Keypair as _, SignatureEncoding as _, Signer as _};
use rsa::{RsaPrivateKey, RsaPublicKey};
use sha2::Sha256;
use std::str::FromStr as _;
use std::time::Duration;
use x509_cert::builder::{Builder as _, CertificateBuilder, Profile};
use x509_cert::der::asn1::{GeneralizedTime, UtcTime};
use x509_cert::der::{DateTime, Encode as _};
use x509_cert::name::Name;
use x509_cert::serial_number::SerialNumber;
use x509_cert::spki::SubjectPublicKeyInfoOwned;
use x509_cert::time::{Time, Validity};
use zeroize::Zeroizing;

use crate::Certificate;

/// Bits of a new key.
const KEY_BITS: usize = 2048;
/// A new certificate is valid for ten years: nothing depends on its end but the identity provider's own check.
const VALIDITY_MS: i64 = 3_650 * DAY_MS;
/// Until 2050 the times in certificates are UTCTime (RFC 5280, 4.1.2.5).
const YEAR_2050_MS: i64 = 2_524_608_000_000;
/// The longest common name (RFC 5280, A.1: ub-common-name).
const MAX_COMMON_NAME: usize = 64;

/// An RSA private key with its self-signed certificate. `Debug` shows the certificate only.
#[derive(Clone)]
pub struct Key {
    private: RsaPrivateKey,
    certificate: Certificate,
}

impl std::fmt::Debug for Key {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Key").field("certificate", &self.certificate.sha256()).finish_non_exhaustive()
    }
}

/// Why a key cannot be made or read. Nothing of the key is in it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum KeyFault {
    /// The key or its certificate could not be made.
    #[error("The key could not be made: {0}.")]
    NotMade(String),
    /// What is stored is not a private key and its certificate.
    #[error("The stored key cannot be read: {0}. Create a new one in the single sign-on settings.")]
    Unreadable(String),
    /// The certificate is that of another key.
    #[error(
        "The stored certificate belongs to another key. Create a new key in the single sign-on settings."
    )]
    OtherCertificate,
}

impl Key {
    /// Makes a key of 2048 bits and its certificate, valid for ten years from `now` on.
    ///
    /// # Errors
    /// [`KeyFault::NotMade`] when `common_name` is empty or longer than 64 bytes.
    pub fn generate(
        common_name: &str,
        now: Timestamp,
        rng: &mut impl CryptoRngCore,
    ) -> Result<Self, KeyFault> {
        if common_name.is_empty() || common_name.len() > MAX_COMMON_NAME {
            return Err(KeyFault::NotMade("its name must be 1 to 64 bytes long".to_owned()));
        }
        let private = RsaPrivateKey::new(rng, KEY_BITS).map_err(not_made)?;
        let mut serial = [0; 16];
        rng.fill_bytes(&mut serial);
        // Positive, and not zero (RFC 5280, 4.1.2.2).
        serial[0] = serial[0] & 0x7f | 0x40;
        let der = self_signed(&private, common_name, now, &serial)?;
        Self::new(private, &STANDARD.encode(der))
    }

    /// Reads a key as it is stored: the private key as PKCS#8 PEM, the certificate as [`Certificate::base64_der`].
    ///
    /// # Errors
    /// When one of them cannot be read, or they do not belong together.
    pub fn from_pem(private_pkcs8_pem: &str, certificate_base64_der: &str) -> Result<Self, KeyFault> {
        let private = RsaPrivateKey::from_pkcs8_pem(private_pkcs8_pem)
            .map_err(|_| KeyFault::Unreadable("it is not a private RSA key in PKCS#8 PEM".to_owned()))?;
        Self::new(private, certificate_base64_der)
    }

    fn new(private: RsaPrivateKey, certificate: &str) -> Result<Self, KeyFault> {
        let certificate = Certificate::from_base64_der(certificate).map_err(|fault| {
            KeyFault::Unreadable(format!("its certificate is refused ({})", fault.name()))
        })?;
        if certificate.public_key() != Some(RsaPublicKey::from(&private)) {
            return Err(KeyFault::OtherCertificate);
        }
        Ok(Self { private, certificate })
    }

    /// The private key as PKCS#8 PEM. The text overwrites its memory when it is dropped.
    ///
    /// # Errors
    /// [`KeyFault::Unreadable`] when the key cannot be written.
    pub fn private_pem(&self) -> Result<Zeroizing<String>, KeyFault> {
        self.private.to_pkcs8_pem(LineEnding::LF).map_err(|error| KeyFault::Unreadable(error.to_string()))
    }

    /// Its certificate.
    #[must_use]
    pub const fn certificate(&self) -> &Certificate {
        &self.certificate
    }

    /// RSASSA-PKCS1-v1_5 with SHA-256 over some bytes.
    pub(crate) fn sign(&self, bytes: &[u8]) -> Result<Vec<u8>, rsa::signature::Error> {
        let signer = SigningKey::<Sha256>::new(self.private.clone());
        signer.try_sign(bytes).map(|signature| signature.to_vec())
    }
}

fn not_made(error: impl std::fmt::Display) -> KeyFault {
    KeyFault::NotMade(error.to_string())
}

fn self_signed(
    private: &RsaPrivateKey,
    common_name: &str,
    now: Timestamp,
    serial: &[u8],
) -> Result<Vec<u8>, KeyFault> {
    let signer = SigningKey::<Sha256>::new(private.clone());
    let subject = Name::from_str(&format!("CN={}", escaped(common_name))).map_err(not_made)?;
    let validity = Validity { not_before: time(now)?, not_after: time(now.plus_ms(VALIDITY_MS))? };
    let profile =
        Profile::Leaf { issuer: subject.clone(), enable_key_agreement: false, enable_key_encipherment: true };
    let serial = SerialNumber::new(serial).map_err(not_made)?;
    let public = SubjectPublicKeyInfoOwned::from_key(signer.verifying_key()).map_err(not_made)?;
    CertificateBuilder::new(profile, serial, validity, subject, public, &signer)
        .and_then(|builder| builder.build::<rsa::pkcs1v15::Signature>())
        .map_err(not_made)?
        .to_der()
        .map_err(not_made)
}

/// A value of a distinguished name as RFC 4514, 2.4 writes it.
fn escaped(value: &str) -> String {
    let mut text = String::with_capacity(value.len());
    for (at, c) in value.chars().enumerate() {
        if matches!(c, '"' | '+' | ',' | ';' | '<' | '>' | '\\' | '=') || at == 0 && matches!(c, '#' | ' ') {
            text.push('\\');
        }
        text.push(c);
    }
    text
}

fn time(at: Timestamp) -> Result<Time, KeyFault> {
    let seconds = u64::try_from(at.0.div_euclid(1_000)).map_err(not_made)?;
    let moment = DateTime::from_unix_duration(Duration::from_secs(seconds)).map_err(not_made)?;
    if at.0 < YEAR_2050_MS {
        UtcTime::from_date_time(moment).map(Time::UtcTime).map_err(not_made)
    } else {
        Ok(Time::GeneralTime(GeneralizedTime::from_date_time(moment)))
    }
}
