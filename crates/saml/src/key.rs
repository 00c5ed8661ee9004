//! Our own key.

use domain::Timestamp;
use rand_core::CryptoRngCore;
use zeroize::Zeroizing;

use crate::Certificate;

/// An RSA private key with its self-signed certificate: signs requests and logout messages, decrypts assertions.
#[derive(Debug, Clone)]
pub struct Key {
    certificate: Certificate,
}

/// Why a key cannot be made or read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum KeyFault {
    /// It could not be made.
    #[error("The key could not be made: {0}.")]
    NotMade(String),
    /// It is not what it should be.
    #[error("The stored key cannot be read: {0}.")]
    Unreadable(String),
}

impl Key {
    /// Makes a key of 2048 bits, and its certificate.
    ///
    /// # Errors
    /// When the name cannot be that of a certificate.
    pub fn generate(
        common_name: &str,
        now: Timestamp,
        rng: &mut impl CryptoRngCore,
    ) -> Result<Self, KeyFault> {
        let _ = (common_name, now, rng.next_u32());
        Err(KeyFault::NotMade("not yet".to_owned()))
    }

    /// Reads a key as stored: PKCS#8 PEM, and the certificate in Base64.
    ///
    /// # Errors
    /// When one of them cannot be read, or the certificate is another key's.
    pub fn from_pem(private_pkcs8_pem: &str, certificate: &str) -> Result<Self, KeyFault> {
        let _ = (private_pkcs8_pem, certificate);
        Err(KeyFault::Unreadable("not yet".to_owned()))
    }

    /// The private key as PKCS#8 PEM.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn private_pem(&self) -> Result<Zeroizing<String>, KeyFault> {
        Err(KeyFault::Unreadable("not yet".to_owned()))
    }

    /// The certificate.
    #[must_use]
    pub const fn certificate(&self) -> &Certificate {
        &self.certificate
    }
}
