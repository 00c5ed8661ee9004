//! Metadata (SAML 2.0 metadata): ours, and that of an identity provider.

use domain::Timestamp;
use domain::sso::MetadataFault;

use crate::{Certificate, ServiceProvider};

/// What metadata of an identity provider says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IdpMetadata {
    /// IDP Issuer URL/URN.
    pub entity_id: String,
    /// Sign-in page URL, for the redirect binding.
    pub sign_in_url: String,
    /// Single Logout Service for the redirect binding.
    pub logout_url: Option<String>,
    /// What it signs with, in its order; without those that have expired.
    pub certificates: Vec<Certificate>,
    /// When the metadata ends.
    pub valid_until: Option<Timestamp>,
    /// It wants requests signed.
    pub wants_signed_requests: bool,
}

/// Our metadata, for an identity provider to import.
#[must_use]
pub fn metadata(sp: &ServiceProvider) -> String {
    let _ = sp;
    String::new()
}

/// Reads metadata of one identity provider.
///
/// # Errors
/// By name, why it cannot be taken.
pub fn read_metadata(xml: &[u8], now: Timestamp) -> Result<IdpMetadata, MetadataFault> {
    let _ = (xml, now);
    Err(MetadataFault::NotXml)
}
