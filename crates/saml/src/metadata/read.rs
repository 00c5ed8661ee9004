//! Metadata of an identity provider, as an admin imports it. Comments and signatures may be in it: the admin vouches for
//! it by importing it, over https or from a file of theirs.

use domain::Timestamp;
use domain::sso::{MetadataFault, is_provider_address};
use roxmltree::{Document, ParsingOptions};

use crate::Certificate;
use crate::gate::{Element, Name, parse_time};
use crate::xml::{PROTOCOL, REDIRECT};

/// Metadata is this many bytes long at most.
pub const MAX_METADATA: usize = 1024 * 1024;
/// Nodes of the tree at most; Microsoft Entra's metadata has some 600.
const MAX_NODES: u32 = 50_000;
/// Quotes at most: more than twice as many attributes as a document of that many nodes needs.
const MAX_QUOTES: usize = 100_000;
/// Declarations of namespaces at most: what each element sees of them is copied.
const MAX_NAMESPACES: usize = 1_000;
/// Elements within each other at most.
const MAX_DEPTH: usize = 64;
/// Certificates that are taken at most.
const MAX_CERTIFICATES: usize = 10;

/// What metadata of an identity provider says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IdpMetadata {
    /// IDP Issuer URL/URN.
    pub entity_id: String,
    /// Sign-in page URL, for the redirect binding.
    pub sign_in_url: String,
    /// Single Logout Service, for the redirect binding.
    pub logout_url: Option<String>,
    /// What it signs with, in its order, each once; without those that have expired or whose keys are not accepted.
    pub certificates: Vec<Certificate>,
    /// When the metadata ends.
    pub valid_until: Option<Timestamp>,
    /// It wants requests signed.
    pub wants_signed_requests: bool,
}

/// Reads the metadata of one identity provider.
///
/// # Errors
/// By name, why it cannot be taken.
pub fn read_metadata(xml: &[u8], now: Timestamp) -> Result<IdpMetadata, MetadataFault> {
    if xml.len() > MAX_METADATA {
        return Err(MetadataFault::TooLarge);
    }
    let text = std::str::from_utf8(xml).map_err(|_| MetadataFault::NotXml)?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text).trim_start();
    let quotes = text.bytes().filter(|b| matches!(b, b'"' | b'\'')).count();
    if !is_shallow(text) || quotes > MAX_QUOTES || text.matches("xmlns").count() > MAX_NAMESPACES {
        return Err(MetadataFault::NotXml);
    }
    let options = ParsingOptions { allow_dtd: false, nodes_limit: MAX_NODES, ..ParsingOptions::default() };
    let document = Document::parse_with_options(text, options).map_err(|_| MetadataFault::NotXml)?;
    let root = Element(document.root_element());
    let entity = one_entity(root)?;
    let descriptor = idp_descriptor(entity)?;
    let valid_until = valid_until(&[root, entity, descriptor])?;
    if valid_until.is_some_and(|end| end <= now) {
        return Err(MetadataFault::Expired);
    }
    let entity_id = entity.attribute("entityID").map(str::trim).filter(|id| !id.is_empty());
    let entity_id = entity_id.ok_or(MetadataFault::NotMetadata)?;
    let sign_in_url = endpoint(descriptor, "SingleSignOnService")?.ok_or(MetadataFault::NoSignIn)?;
    // Microsoft's for all tenants together writes {tenantid}.
    if entity_id.contains('{') || sign_in_url.contains('{') {
        return Err(MetadataFault::AnyTenant);
    }
    let logout_url = endpoint(descriptor, "SingleLogoutService")?;
    if [Some(&sign_in_url), logout_url.as_ref()].into_iter().flatten().any(|url| !is_provider_address(url)) {
        return Err(MetadataFault::NotHttps);
    }
    let certificates = certificates(descriptor, now);
    if certificates.is_empty() {
        return Err(MetadataFault::NoCertificate);
    }
    let wants = descriptor.attribute("WantAuthnRequestsSigned");
    Ok(IdpMetadata {
        entity_id: entity_id.to_owned(),
        sign_in_url,
        logout_url,
        certificates,
        valid_until,
        wants_signed_requests: matches!(wants.map(str::trim), Some("true" | "1")),
    })
}

/// Elements are not too deep in each other: an upper bound, counted without a reader.
fn is_shallow(text: &str) -> bool {
    let mut depth = 0_usize;
    for part in text.split('<').skip(1) {
        if part.starts_with('/') {
            depth = depth.saturating_sub(1);
        } else if !part.starts_with(['!', '?']) && !part.split('>').next().unwrap_or_default().ends_with('/')
        {
            depth += 1;
        }
        if depth > MAX_DEPTH {
            return false;
        }
    }
    true
}

fn elements<'a, 'b>(parent: Element<'a, 'b>, name: Name) -> Vec<Element<'a, 'b>> {
    parent
        .0
        .children()
        .filter(roxmltree::Node::is_element)
        .map(Element)
        .filter(|child| child.is(name))
        .collect()
}

/// The one entity that is an identity provider.
fn one_entity<'a, 'b>(root: Element<'a, 'b>) -> Result<Element<'a, 'b>, MetadataFault> {
    let entity = Name::metadata("EntityDescriptor");
    if root.is(entity) {
        return Ok(root);
    }
    if !root.is(Name::metadata("EntitiesDescriptor")) {
        return Err(MetadataFault::NotMetadata);
    }
    let all: Vec<_> = root.0.descendants().map(Element).filter(|element| element.is(entity)).collect();
    let mut idps = all.iter().copied().filter(|entity| !idp_descriptors(*entity).is_empty());
    match (idps.next(), idps.next()) {
        (Some(one), None) => Ok(one),
        (Some(_), Some(_)) => Err(MetadataFault::Several),
        (None, _) => match all.first() {
            Some(other) => Ok(*other),
            None => Err(MetadataFault::NotMetadata),
        },
    }
}

fn idp_descriptors<'a, 'b>(entity: Element<'a, 'b>) -> Vec<Element<'a, 'b>> {
    elements(entity, Name::metadata("IDPSSODescriptor"))
}

/// The one description as identity provider, of SAML 2.0.
fn idp_descriptor<'a, 'b>(entity: Element<'a, 'b>) -> Result<Element<'a, 'b>, MetadataFault> {
    let all = idp_descriptors(entity);
    let speaks = |descriptor: &Element<'_, '_>| {
        let protocols = descriptor.attribute("protocolSupportEnumeration").unwrap_or_default();
        protocols.split_whitespace().any(|protocol| protocol == PROTOCOL)
    };
    let mut usable = all.iter().copied().filter(speaks);
    match (usable.next(), usable.next()) {
        (Some(one), None) => Ok(one),
        (Some(_), Some(_)) => Err(MetadataFault::Several),
        (None, _) if !all.is_empty() => Err(MetadataFault::NotMetadata),
        (None, _) if elements(entity, Name::metadata("SPSSODescriptor")).is_empty() => {
            Err(MetadataFault::NotMetadata)
        }
        (None, _) => Err(MetadataFault::ServiceProvider),
    }
}

/// The earliest end of what holds the description.
fn valid_until(holders: &[Element<'_, '_>]) -> Result<Option<Timestamp>, MetadataFault> {
    let mut earliest = None;
    for text in holders.iter().filter_map(|holder| holder.attribute("validUntil")) {
        let text = text.trim();
        let end = parse_time(text).or_else(|| text.parse().ok()).ok_or(MetadataFault::NotMetadata)?;
        earliest = Some(earliest.map_or(end, |other: Timestamp| other.min(end)));
    }
    Ok(earliest)
}

/// The first address of this kind for the redirect binding.
fn endpoint(descriptor: Element<'_, '_>, name: &'static str) -> Result<Option<String>, MetadataFault> {
    let services = elements(descriptor, Name::metadata(name));
    let Some(service) = services.iter().find(|service| service.attribute("Binding") == Some(REDIRECT)) else {
        return Ok(None);
    };
    let location = service.attribute("Location").map(str::trim).filter(|location| !location.is_empty());
    location.map(|location| Some(location.to_owned())).ok_or(MetadataFault::NotMetadata)
}

/// Certificates for signatures; a KeyDescriptor without `use` is for both purposes (metadata, 2.4.1.1).
fn certificates(descriptor: Element<'_, '_>, now: Timestamp) -> Vec<Certificate> {
    let keys = elements(descriptor, Name::metadata("KeyDescriptor"));
    let signing = keys.iter().filter(|key| matches!(key.attribute("use"), None | Some("signing")));
    let mut certificates: Vec<Certificate> = Vec::new();
    for key in signing {
        let texts =
            key.0.descendants().map(Element).filter(|element| element.is(Name::dsig("X509Certificate")));
        for text in texts.filter_map(|element| element.text().ok()) {
            let Ok(certificate) = Certificate::from_base64_der(&text) else { continue };
            let known = certificates.contains(&certificate);
            if !known && !certificate.expired_at(now) && certificates.len() < MAX_CERTIFICATES {
                certificates.push(certificate);
            }
        }
    }
    certificates
}
