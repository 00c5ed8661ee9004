//! Metadata of identity providers.

use domain::sso::MetadataFault;
use saml::{IdpMetadata, metadata, read_metadata};

use crate::support::{IDP_CERTIFICATE, NEXT_CERTIFICATE, OLD_CERTIFICATE, base64_of, certificate, now, sp};

const REDIRECT: &str = "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect";

fn key(r#use: &str, pem: &str) -> String {
    let lines: Vec<&str> = pem.lines().filter(|line| !line.starts_with('-')).collect();
    format!(
        r#"<KeyDescriptor{use}><KeyInfo xmlns="http://www.w3.org/2000/09/xmldsig#"><X509Data><X509Certificate>
{}
</X509Certificate></X509Data></KeyInfo></KeyDescriptor>"#,
        lines.join("\n")
    )
}

/// As Microsoft Entra writes it: other descriptions besides, each with keys of its own.
fn entra() -> String {
    let signing = key(r#" use="signing""#, IDP_CERTIFICATE);
    let other = key(r#" use="signing""#, NEXT_CERTIFICATE);
    format!(
        r#"<?xml version="1.0" encoding="utf-8"?><EntityDescriptor ID="_5" entityID="https://sts.windows.net/1f2e3d4c/" xmlns="urn:oasis:names:tc:SAML:2.0:metadata"><Signature xmlns="http://www.w3.org/2000/09/xmldsig#"><SignedInfo/></Signature><RoleDescriptor xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:fed="http://docs.oasis-open.org/wsfed/federation/200706" xsi:type="fed:SecurityTokenServiceType" protocolSupportEnumeration="http://docs.oasis-open.org/wsfed/federation/200706">{other}</RoleDescriptor><IDPSSODescriptor protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol">{signing}<SingleLogoutService Binding="{REDIRECT}" Location="https://login.microsoftonline.com/1f2e3d4c/saml2"/><SingleSignOnService Binding="{REDIRECT}" Location="https://login.microsoftonline.com/1f2e3d4c/saml2"/><SingleSignOnService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST" Location="https://login.microsoftonline.com/1f2e3d4c/post"/></IDPSSODescriptor></EntityDescriptor>"#
    )
}

/// As Okta writes it.
fn okta() -> String {
    format!(
        r#"<md:EntityDescriptor entityID="http://www.okta.com/exk1" xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata"><!-- an app --><md:IDPSSODescriptor WantAuthnRequestsSigned="false" protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol"><md:KeyDescriptor use="signing"><ds:KeyInfo xmlns:ds="http://www.w3.org/2000/09/xmldsig#"><ds:X509Data><ds:X509Certificate>{}</ds:X509Certificate></ds:X509Data></ds:KeyInfo></md:KeyDescriptor><md:NameIDFormat>urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress</md:NameIDFormat><md:SingleSignOnService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST" Location="https://x.okta.com/app/exk1/sso/saml"/><md:SingleSignOnService Binding="{REDIRECT}" Location="https://x.okta.com/app/exk1/sso/saml"/></md:IDPSSODescriptor></md:EntityDescriptor>"#,
        base64_of(IDP_CERTIFICATE)
    )
}

fn read(xml: &str) -> Result<IdpMetadata, MetadataFault> {
    read_metadata(xml.as_bytes(), now())
}

fn changed(from: &str, to: &str) -> Result<IdpMetadata, MetadataFault> {
    let xml = entra();
    assert!(xml.contains(from), "{from}");
    read(&xml.replace(from, to))
}

#[test]
fn r24_metadata_says_what_the_settings_need() {
    let expected = IdpMetadata {
        entity_id: "https://sts.windows.net/1f2e3d4c/".to_owned(),
        sign_in_url: "https://login.microsoftonline.com/1f2e3d4c/saml2".to_owned(),
        logout_url: Some("https://login.microsoftonline.com/1f2e3d4c/saml2".to_owned()),
        certificates: vec![certificate(IDP_CERTIFICATE)],
        valid_until: None,
        wants_signed_requests: false,
    };
    assert_eq!(read(&entra()), Ok(expected.clone()));
    assert_eq!(read(&format!("\u{feff}{}\r\n", entra().replace('\n', "\r\n"))), Ok(expected));
    let okta = read(&okta()).unwrap();
    assert_eq!(okta.entity_id, "http://www.okta.com/exk1");
    assert_eq!(okta.sign_in_url, "https://x.okta.com/app/exk1/sso/saml");
    assert_eq!(okta.logout_url, None);
}

#[test]
fn every_key_for_signatures_is_taken_once_unless_it_has_expired() {
    let signing = key(r#" use="signing""#, IDP_CERTIFICATE);
    let keys = [
        signing.clone(),
        key("", NEXT_CERTIFICATE),
        signing.clone(),
        key(r#" use="signing""#, OLD_CERTIFICATE),
        key(r#" use="encryption""#, crate::support::STRANGER_CERTIFICATE),
        r#"<KeyDescriptor use="signing"><KeyInfo xmlns="http://www.w3.org/2000/09/xmldsig#"><X509Data><X509Certificate>no</X509Certificate></X509Data></KeyInfo></KeyDescriptor>"#.to_owned(),
    ];
    let read = read(&entra().replacen(&signing, &keys.concat(), 1)).unwrap();
    assert_eq!(read.certificates, [certificate(IDP_CERTIFICATE), certificate(NEXT_CERTIFICATE)]);
}

#[test]
fn an_end_in_the_future_and_a_wish_for_signatures_are_read() {
    let read = changed("ID=\"_5\"", "validUntil=\"2027-01-01T00:00:00Z\" ID=\"_5\"").unwrap();
    assert_eq!(read.valid_until.unwrap().to_string(), "2027-01-01T00:00:00.000Z");
    for wish in ["true", "1"] {
        let read =
            changed("<IDPSSODescriptor ", &format!("<IDPSSODescriptor WantAuthnRequestsSigned=\"{wish}\" "));
        assert!(read.unwrap().wants_signed_requests);
    }
}

#[test]
fn one_identity_provider_within_a_list_is_found() {
    let entity = entra().replacen("<?xml version=\"1.0\" encoding=\"utf-8\"?>", "", 1);
    let ours = metadata(&sp()).replacen("<?xml version=\"1.0\" encoding=\"UTF-8\"?>", "", 1);
    let list = |inside: &str| {
        format!(
            r#"<EntitiesDescriptor xmlns="urn:oasis:names:tc:SAML:2.0:metadata">{inside}</EntitiesDescriptor>"#
        )
    };
    assert!(read(&list(&entity)).is_ok());
    assert!(read(&list(&format!("{ours}{entity}"))).is_ok());
    assert_eq!(read(&list(&format!("{entity}{entity}"))), Err(MetadataFault::Several));
    assert_eq!(read(&list(&ours)), Err(MetadataFault::ServiceProvider));
    assert_eq!(read(&list("")), Err(MetadataFault::NotMetadata));
}

#[test]
fn metadata_that_cannot_be_used_is_refused_by_name() {
    use MetadataFault::{
        AnyTenant, Expired, NoCertificate, NoSignIn, NotHttps, NotMetadata, NotXml, ServiceProvider, Several,
        TooLarge,
    };
    let login = "https://login.microsoftonline.com/1f2e3d4c/saml2";
    let redirect = format!(r#"<SingleSignOnService Binding="{REDIRECT}""#);
    let descriptor = {
        let xml = entra();
        let from = xml.find("<IDPSSODescriptor").unwrap();
        xml[from..xml.find("</EntityDescriptor>").unwrap()].to_owned()
    };
    let signing = key(r#" use="signing""#, IDP_CERTIFICATE);
    for (case, result, fault) in [
        ("our own", read(&metadata(&sp())), ServiceProvider),
        ("nothing", read(""), NotXml),
        ("a page", read("<!DOCTYPE html><html></html>"), NotXml),
        ("a document type", read(&format!("<!DOCTYPE x [<!ENTITY a 'b'>]>{}", okta())), NotXml),
        (
            "a Response",
            read("<samlp:Response xmlns:samlp='urn:oasis:names:tc:SAML:2.0:protocol'/>"),
            NotMetadata,
        ),
        ("another XML", read("<x/>"), NotMetadata),
        ("cut", read(&entra()[..500]), NotXml),
        ("no identity provider", changed(&descriptor, ""), NotMetadata),
        ("two descriptions", changed(&descriptor, &format!("{descriptor}{descriptor}")), Several),
        ("SAML 1.1", changed("SAML:2.0:protocol", "SAML:1.1:protocol"), NotMetadata),
        ("no name", changed("https://sts.windows.net/1f2e3d4c/", " "), NotMetadata),
        ("ended", changed("ID=\"_5\"", "validUntil=\"2026-12-01T10:00:00Z\""), Expired),
        (
            "ended, within",
            changed("<IDPSSODescriptor ", "<IDPSSODescriptor validUntil=\"2026-01-01T00:00:00Z\" "),
            Expired,
        ),
        ("an end that is none", changed("ID=\"_5\"", "validUntil=\"tomorrow\""), NotMetadata),
        ("all tenants", changed("1f2e3d4c", "{tenant}"), AnyTenant),
        (
            "all tenants, by id",
            changed("https://sts.windows.net/1f2e3d4c/", "https://sts.windows.net/{tenantid}/"),
            AnyTenant,
        ),
        ("no sign-in by redirect", changed(&redirect, "<SingleSignOnService Binding=\"x\""), NoSignIn),
        (
            "an empty address",
            changed(&format!("{redirect} Location=\"{login}\""), &format!("{redirect} Location=\"\"")),
            NotMetadata,
        ),
        ("http", changed("https://login", "http://login"), NotHttps),
        ("a script", changed(login, "javascript:alert(1)"), NotHttps),
        ("no key", changed(&signing, ""), NoCertificate),
        (
            "a key for encryption",
            changed(&signing, &key(r#" use="encryption""#, IDP_CERTIFICATE)),
            NoCertificate,
        ),
        ("an expired key", changed(&signing, &key("", OLD_CERTIFICATE)), NoCertificate),
        ("too large", read(&" ".repeat(1024 * 1024 + 1)), TooLarge),
    ] {
        assert_eq!(result, Err(fault), "{case}");
    }
    assert_eq!(read_metadata(b"\xff\xfe<\x00", now()), Err(NotXml), "UTF-16");
}
