//! Why certificates and metadata are not taken, in the language of the page.

use domain::sso::{CertificateFault, MetadataFault};

pub use super::messages::sso_faults::*;
use crate::text::Message;

/// What it is, and what to download in its place (R24).
#[must_use]
pub fn certificate(fault: CertificateFault) -> Message {
    match fault {
        CertificateFault::Empty => empty(),
        CertificateFault::Binary => binary(),
        CertificateFault::Pkcs7 => pkcs7(),
        CertificateFault::Pfx => pfx(),
        CertificateFault::PrivateKey => private_key(),
        CertificateFault::Request => request(),
        CertificateFault::PublicKey => public_key(),
        CertificateFault::RevocationList => revocation_list(),
        CertificateFault::Xml => xml(),
        CertificateFault::Several => several(),
        CertificateFault::TrailingData => trailing_data(),
        CertificateFault::Unreadable => unreadable(),
        CertificateFault::Expired => expired(),
        CertificateFault::WeakKey => weak_key(),
        CertificateFault::KeyKind => key_kind(),
        CertificateFault::WeakSignature => weak_signature(),
    }
}

/// What it is, and what to do.
#[must_use]
pub fn metadata(fault: MetadataFault) -> Message {
    match fault {
        MetadataFault::TooLarge => too_large(),
        MetadataFault::NotXml => not_xml(),
        MetadataFault::NotMetadata => not_metadata(),
        MetadataFault::ServiceProvider => service_provider(),
        MetadataFault::Several => metadata_several(),
        MetadataFault::Expired => metadata_expired(),
        MetadataFault::AnyTenant => any_tenant(),
        MetadataFault::NoCertificate => no_certificate(),
        MetadataFault::NoSignIn => no_sign_in(),
        MetadataFault::NotHttps => not_https(),
        MetadataFault::NotFetched => not_fetched(),
        MetadataFault::PrivateAddress => private_address(),
    }
}
