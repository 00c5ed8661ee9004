//! Certificates (R24).

use domain::Timestamp;
use domain::sso::CertificateFault;

/// An X.509 certificate that can verify signatures.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Certificate {
    der: Vec<u8>,
    subject: String,
    issuer: String,
    not_before: Timestamp,
    not_after: Timestamp,
}

impl Certificate {
    /// Reads what an admin pasted or uploaded.
    ///
    /// # Errors
    /// By name, what it is in place of one certificate in Base64.
    pub fn read(file: &[u8], now: Timestamp) -> Result<Self, CertificateFault> {
        let _ = (file, now);
        Err(CertificateFault::Unreadable)
    }

    /// Reads one as stored, or as in metadata; it may have expired.
    ///
    /// # Errors
    /// As [`Self::read`].
    pub fn from_base64_der(text: &str) -> Result<Self, CertificateFault> {
        let _ = text;
        Err(CertificateFault::Unreadable)
    }

    /// Base64 without line breaks.
    #[must_use]
    pub fn base64_der(&self) -> String {
        String::new()
    }

    /// PEM text (RFC 7468).
    #[must_use]
    pub fn pem(&self) -> String {
        String::new()
    }

    /// Whose it is.
    #[must_use]
    pub fn subject(&self) -> &str {
        &self.subject
    }

    /// Who signed it.
    #[must_use]
    pub fn issuer(&self) -> &str {
        &self.issuer
    }

    /// From when it is valid.
    #[must_use]
    pub const fn not_before(&self) -> Timestamp {
        self.not_before
    }

    /// Until when it is valid.
    #[must_use]
    pub const fn not_after(&self) -> Timestamp {
        self.not_after
    }

    /// SHA-256 of it, upper-case hex.
    #[must_use]
    pub fn sha256(&self) -> String {
        hex::encode_upper(&self.der)
    }

    /// SHA-1 of it, upper-case hex: the thumbprint that identity providers show.
    #[must_use]
    pub fn sha1(&self) -> String {
        hex::encode_upper(&self.der)
    }
}
