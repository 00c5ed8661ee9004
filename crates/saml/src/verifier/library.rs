//! saml-rs: verifies signatures, decrypts, and reads once more. It may panic on what the gate does not know of; that is a
//! refusal then.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::{Duration, SystemTime};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use domain::Timestamp;
use domain::sso::Check;
use saml_rs::crypto::keys::load_private_key;
use saml_rs::crypto::{AssertionDecryptionOptions, decrypt_assertion, verify_signature};
use saml_rs::{
    AcsEndpoint, AssertionSignaturePolicy, AudienceValidationPolicy, AuthnRequest, BrowserInput, ClockSkew,
    Credentials, EntityId, FormField, IdpDescriptor, MetadataTrustPolicy, Pending, PendingSnapshot,
    PrivateKeyPem, RelayStateParam, ReplayPolicy, ResponseSignaturePolicy, Saml, SamlError,
    SamlValidationContext, Sp, SpConfig, SpValidationPolicy, SsoResponse, SsoSession, XmlEncryptionPolicy,
    XmlPolicy, XmlSignatureProfile,
};

use super::{Parties, Read};
use crate::gate::{Refusal, shown};
use crate::xml::{METADATA, PROTOCOL, REDIRECT, escaped};
use crate::{CLOCK_SKEW_MS, Key};

/// What saml-rs finds wrong, or that it panicked.
enum Fault {
    Error(SamlError),
    Panic,
}

impl From<SamlError> for Fault {
    fn from(error: SamlError) -> Self {
        Self::Error(error)
    }
}

/// The gate's limits keep time and stack small; a panic of the library is one refusal more, not the end of the server.
fn guarded<T>(call: impl FnOnce() -> Result<T, SamlError>) -> Result<T, Fault> {
    // Nothing of what the call borrows is changed by it, so nothing can be left half changed.
    catch_unwind(AssertUnwindSafe(call)).map_err(|_| Fault::Panic)?.map_err(Fault::Error)
}

/// The one answer to everything that goes wrong on the way to the plain text: what differs there tells the key away.
fn not_decrypted() -> Refusal {
    Refusal::new(
        Check::Encryption,
        "An assertion that is encrypted for the certificate of this service.",
        "One that could not be decrypted.",
    )
}

/// The Response with its assertion decrypted.
pub(super) fn decrypt(parties: &Parties<'_>, text: &str) -> Result<String, Refusal> {
    let Some(key) = &parties.sp.key else { return Err(not_decrypted()) };
    let pem = key.private_pem().map_err(|_| not_decrypted())?;
    let decrypted = guarded(|| {
        let key = load_private_key(&pem, None)?;
        // RUSTSEC-2023-0071: whoever measures times needs very many attempts; the server limits their rate.
        let mut options = AssertionDecryptionOptions::default();
        options.allow_insecure_software_rsa_key_transport_decryption = true;
        decrypt_assertion(text, &key, options)
    });
    decrypted.map(|(response, _)| response).map_err(|_| not_decrypted())
}

/// The signature of the Response itself is valid.
pub(super) fn verify_response_signature(parties: &Parties<'_>, text: &str) -> Result<(), Refusal> {
    let certificates = usable_certificates(parties)?;
    match guarded(|| verify_signature(text, &certificates)) {
        Ok((true, _)) => Ok(()),
        Ok((false, _)) => Err(no_certificate_fits(parties, "None of them has made the signature.")),
        Err(fault) => Err(refusal(parties, &fault)),
    }
}

/// Verifies signatures, and gives what the library has read.
pub(super) fn verify(parties: &Parties<'_>, read: &Read<'_>) -> Result<SsoSession, Refusal> {
    let certificates = usable_certificates(parties)?;
    guarded(|| session(parties, read, &certificates)).map_err(|fault| refusal(parties, &fault))
}

/// Base64 of the certificates that have not expired: the library does not look at their time.
fn usable_certificates(parties: &Parties<'_>) -> Result<Vec<String>, Refusal> {
    let certificates: Vec<String> =
        parties.certificates().iter().map(|certificate| certificate.base64_der()).collect();
    if certificates.is_empty() {
        return Err(no_certificate_fits(parties, "There is none."));
    }
    Ok(certificates)
}

fn no_certificate_fits(parties: &Parties<'_>, received: &str) -> Refusal {
    let mut received = vec![received.to_owned()];
    received.extend(parties.expired());
    Refusal::new(
        Check::Signature,
        "A signature by one of the certificates of the settings that have not expired.",
        received.join(" "),
    )
}

/// Everything but signatures and algorithms was checked before: where the library sees another fault there, the two
/// readers do not agree.
fn refusal(parties: &Parties<'_>, fault: &Fault) -> Refusal {
    let error = match fault {
        Fault::Panic => return disagreement("it gave up"),
        Fault::Error(error) => error,
    };
    match error {
        SamlError::AlgorithmUnsupported => {
            Refusal::new(Check::Algorithm, "RSA with SHA-256, SHA-384 or SHA-512.", "Another algorithm.")
        }
        SamlError::CertificateMismatch => {
            no_certificate_fits(parties, "The message names another certificate than those.")
        }
        SamlError::SignatureMissing
        | SamlError::SignatureVerification { .. }
        | SamlError::ReferenceResolution { .. }
        | SamlError::SignedReferenceMismatch
        | SamlError::AssertionSignatureRequired
        | SamlError::NoTrustedCertificate
        | SamlError::PotentialWrappingAttack
        | SamlError::Crypto(_) => no_certificate_fits(parties, "None of them has made the signature."),
        error => disagreement(&shown(&error.to_string())),
    }
}

fn disagreement(what: &str) -> Refusal {
    Refusal::new(Check::Comparison, "Two readers that see the same.", format!("The second says: {what}."))
}

fn session(parties: &Parties<'_>, read: &Read<'_>, certificates: &[String]) -> Result<SsoSession, SamlError> {
    let key = parties.sp.key.as_ref().filter(|_| read.is_encrypted());
    let sp = service_provider(parties, read, key)?;
    let idp = IdpDescriptor::from_metadata_xml(
        &idp_metadata(parties, read, certificates),
        MetadataTrustPolicy::UnsignedForCompatibility,
    )?;
    let field = FormField::new("SAMLResponse", STANDARD.encode(read.text));
    let input = BrowserInput::<SsoResponse>::post(vec![field]);
    // Replay is prevented by the server, in the transaction that also uses up the request.
    let context =
        SamlValidationContext::new(system_time(parties.now), ReplayPolicy::DisabledForCompatibility)
            .with_clock_skew(ClockSkew::from_millis(-CLOCK_SKEW_MS, CLOCK_SKEW_MS));
    let Some(pending) = parties.pending else { return sp.accept_unsolicited_sso(&idp, input, context) };
    let pending = Pending::<AuthnRequest>::from_snapshot(PendingSnapshot::authn_request(
        &pending.request_id,
        // RelayState is the server's key to the request, which it has looked up already.
        RelayStateParam::absent(),
        idp.entity_id().as_str(),
        "post",
        &parties.sp.acs_url,
        "post",
    ))?;
    sp.finish_sso(&idp, &pending, input, context)
}

/// With a key it refuses plain assertions, without one encrypted ones, so the object is made for what came.
fn service_provider(
    parties: &Parties<'_>,
    read: &Read<'_>,
    key: Option<&Key>,
) -> Result<Saml<Sp>, SamlError> {
    let policy = SpValidationPolicy {
        assertions: match read.assertion.signature {
            Some(_) => AssertionSignaturePolicy::RequireSigned,
            None => AssertionSignaturePolicy::AllowUnsignedForCompatibility,
        },
        responses: match read.response.signature {
            Some(_) => ResponseSignaturePolicy::RequireSigned,
            // Microsoft Entra signs the assertion inside only.
            None => ResponseSignaturePolicy::AllowUnsignedEncryptedCbc,
        },
        xml_signatures: XmlSignatureProfile::StrictRsaSha2,
        audience: AudienceValidationPolicy::Validate,
        ..SpValidationPolicy::recommended()
    };
    let mut builder = SpConfig::builder(EntityId::try_new(&parties.sp.entity_id)?)
        .acs_endpoint(AcsEndpoint::post(&parties.sp.acs_url)?)
        .validation(policy);
    if let Some(key) = key {
        let pem = key.private_pem().map_err(|fault| SamlError::MissingKey(fault.to_string()))?;
        let credentials =
            Credentials { decryption_key: Some(PrivateKeyPem::new(pem.as_str())), ..Credentials::default() };
        let encryption = XmlEncryptionPolicy::encrypt_assertions()
            .with_insecure_software_rsa_key_transport_decryption_allowed();
        builder = builder.credentials(credentials).xml(XmlPolicy { encryption, ..XmlPolicy::default() });
    }
    Saml::sp(builder.build()?)
}

/// The identity provider in the library's terms. Its Issuer is compared there to the letter, so it is named as it stands in
/// the assertion, after the gate has found it to be the right one but for blanks.
fn idp_metadata(parties: &Parties<'_>, read: &Read<'_>, certificates: &[String]) -> String {
    let issuer = read.assertion.issuer.as_deref().unwrap_or(&parties.idp.entity_id);
    let keys: String = certificates
        .iter()
        .map(|certificate| {
            format!(
                r#"<md:KeyDescriptor use="signing"><ds:KeyInfo xmlns:ds="http://www.w3.org/2000/09/xmldsig#"><ds:X509Data><ds:X509Certificate>{certificate}</ds:X509Certificate></ds:X509Data></ds:KeyInfo></md:KeyDescriptor>"#
            )
        })
        .collect();
    format!(
        r#"<md:EntityDescriptor xmlns:md="{METADATA}" entityID="{issuer}"><md:IDPSSODescriptor protocolSupportEnumeration="{PROTOCOL}">{keys}<md:SingleSignOnService Binding="{REDIRECT}" Location="{location}"/></md:IDPSSODescriptor></md:EntityDescriptor>"#,
        issuer = escaped(issuer),
        location = escaped(&parties.idp.sign_in_url),
    )
}

fn system_time(at: Timestamp) -> SystemTime {
    let since = Duration::from_millis(at.0.unsigned_abs());
    let time = if at.0 < 0 {
        SystemTime::UNIX_EPOCH.checked_sub(since)
    } else {
        SystemTime::UNIX_EPOCH.checked_add(since)
    };
    time.unwrap_or(SystemTime::UNIX_EPOCH)
}
