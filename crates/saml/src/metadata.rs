//! Metadata (SAML 2.0 metadata): ours, and that of an identity provider.

mod read;

pub use read::{IdpMetadata, MAX_METADATA, read_metadata};

use crate::ServiceProvider;
use crate::xml::{DSIG, METADATA, POST, PROTOCOL, REDIRECT, escaped};

/// What a NameID may be here: any of these, as long as it is a username (R26).
const NAME_ID_FORMATS: [&str; 3] = [
    "urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress",
    "urn:oasis:names:tc:SAML:2.0:nameid-format:persistent",
    "urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified",
];

/// Our metadata, for an identity provider to import: Reply URL, logout address, and the certificate when there is a key.
#[must_use]
pub fn metadata(sp: &ServiceProvider) -> String {
    let keys: String = sp.key.iter().flat_map(|key| [("signing", key), ("encryption", key)]).map(|(r#use, key)| {
        format!(
            r#"<md:KeyDescriptor use="{use}"><ds:KeyInfo xmlns:ds="{DSIG}"><ds:X509Data><ds:X509Certificate>{certificate}</ds:X509Certificate></ds:X509Data></ds:KeyInfo></md:KeyDescriptor>"#,
            certificate = key.certificate().base64_der(),
        )
    }).collect();
    let logout: String = [REDIRECT, POST]
        .iter()
        .map(|binding| {
            format!(r#"<md:SingleLogoutService Binding="{binding}" Location="{}"/>"#, escaped(&sp.logout_url))
        })
        .collect();
    let formats: String =
        NAME_ID_FORMATS.iter().map(|format| format!("<md:NameIDFormat>{format}</md:NameIDFormat>")).collect();
    format!(
        r#"<?xml version="1.0" encoding="UTF-8"?>
<md:EntityDescriptor xmlns:md="{METADATA}" entityID="{entity_id}"><md:SPSSODescriptor AuthnRequestsSigned="{signs}" WantAssertionsSigned="true" protocolSupportEnumeration="{PROTOCOL}">{keys}{logout}{formats}<md:AssertionConsumerService Binding="{POST}" Location="{acs_url}" index="0" isDefault="true"/></md:SPSSODescriptor></md:EntityDescriptor>
"#,
        entity_id = escaped(&sp.entity_id),
        acs_url = escaped(&sp.acs_url),
        signs = sp.key.is_some(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn r25_entity_id_and_reply_url_are_in_our_metadata() {
        let sp = ServiceProvider {
            entity_id: "https://rollcall.example/saml/acs?org=a&b".to_owned(),
            acs_url: "https://rollcall.example/saml/acs?org=a&b".to_owned(),
            logout_url: "https://rollcall.example/saml/logout".to_owned(),
            key: None,
        };
        let xml = metadata(&sp);
        let document = roxmltree::Document::parse(&xml).unwrap();
        let root = document.root_element();
        assert_eq!(root.attribute("entityID"), Some(sp.entity_id.as_str()));
        let find = |name: &str| {
            document.descendants().filter(|node| node.has_tag_name((METADATA, name))).collect::<Vec<_>>()
        };
        assert_eq!(find("AssertionConsumerService")[0].attribute("Location"), Some(sp.acs_url.as_str()));
        assert_eq!(find("SingleLogoutService").len(), 2);
        assert_eq!(find("NameIDFormat").len(), 3);
        assert!(find("KeyDescriptor").is_empty());
        assert_eq!(find("SPSSODescriptor")[0].attribute("AuthnRequestsSigned"), Some("false"));
    }
}
