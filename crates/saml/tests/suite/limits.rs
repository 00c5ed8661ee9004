//! What is too much is refused before anything takes long: no time is measured here, but a case that took long would.

use domain::sso::Check;
use saml::{MAX_FORM, MAX_METADATA, SamlVerifier as _, Verifier, read_metadata};

use crate::support::response::{good, unsigned};
use crate::support::{form, idp, now, pending, refused, report, sp};

#[test]
fn four_megabytes_are_refused_by_the_form() {
    let xml = good().replacen("Everyone", &"x".repeat(4 * 1024 * 1024), 1);
    refused("4 MB", Check::Form, &report(&xml));
    let report = Verifier.verify(&sp(), &idp(), Some(&pending()), &vec![b'&'; MAX_FORM + 1], now());
    refused("separators", Check::Form, &report);
    let report = Verifier.verify(&sp(), &idp(), Some(&pending()), &vec![b'&'; MAX_FORM], now());
    refused("as many separators as there may be", Check::Form, &report);
}

#[test]
fn more_than_256_kilobytes_of_xml_are_refused() {
    let xml = good().replacen("Everyone", &"x".repeat(256 * 1024), 1);
    refused("256 KB", Check::Form, &report(&xml));
    let blanks = format!("{}{}", good(), " ".repeat(256 * 1024 - good().len()));
    assert!(report(&blanks).identity.is_some(), "as much as there may be");
}

#[test]
fn elements_20_000_deep_are_refused() {
    for depth in [25, 1_000, 20_000] {
        let deep = format!("{}{}", "<x>".repeat(depth), "</x>".repeat(depth));
        let xml = good().replacen("<samlp:Status>", &format!("{deep}<samlp:Status>"), 1);
        refused("deep", Check::Xml, &report(&xml));
        refused("deep, nothing else", Check::Xml, &report(&deep));
        refused("never closed", Check::Xml, &report(&"<x>".repeat(depth)));
    }
}

#[test]
fn sixty_thousand_attributes_are_refused() {
    for count in [33, 1_000, 35_000, 60_000] {
        let attributes: String = (0..count).map(|at| format!(" a{at}=''")).collect();
        let xml = format!("<x{attributes}/>");
        let check = if xml.len() > 256 * 1024 { Check::Form } else { Check::Xml };
        refused("attributes", check, &report(&xml));
        let namespaces: String = (0..count).map(|at| format!(" xmlns:a{at}='u:{at}'")).collect();
        let xml = format!("<x{namespaces}/>");
        let check = if xml.len() > 256 * 1024 + 8 { Check::Form } else { Check::Xml };
        refused("namespaces", check, &report(&xml));
    }
}

#[test]
fn many_elements_many_namespaces_and_many_values_are_refused() {
    let many = unsigned().replacen("<samlp:Status>", &format!("{}<samlp:Status>", "<x/>".repeat(5_001)), 1);
    refused("elements", Check::Xml, &report(&many));
    let declared: String = (0..30).map(|at| format!(" xmlns:a{at}='urn:{at}'")).collect();
    let nested = (0..20).fold(String::new(), |inner, _| format!("<x{declared}>{inner}</x>"));
    refused("namespaces within each other", Check::Shape, &report(&nested));
    let values = "<saml:Attribute Name='x'/>".repeat(6_000);
    let xml =
        good().replacen("</saml:AttributeStatement>", &format!("{values}</saml:AttributeStatement>"), 1);
    refused("attributes of a person", Check::Xml, &report(&xml));
    let references = good().replacen("Everyone", &"&amp;".repeat(50_000), 1);
    refused("references, and not what was signed", Check::Signature, &report(&references));
    let distinct: String = (0..2_000).map(|at| format!("<saml:Attribute Name='{at}'/>")).collect();
    let xml =
        good().replacen("</saml:AttributeStatement>", &format!("{distinct}</saml:AttributeStatement>"), 1);
    refused("as many as there may be, not signed", Check::Signature, &report(&xml));
}

#[test]
fn metadata_that_takes_long_is_refused() {
    let big = vec![b' '; MAX_METADATA + 1];
    assert!(read_metadata(&big, now()).is_err());
    let deep = "<x>".repeat(300_000);
    assert!(read_metadata(deep.as_bytes(), now()).is_err());
    let declared: String = (0..30_000).map(|at| format!(" xmlns:a{at}='u'")).collect();
    assert!(read_metadata(format!("<x{declared}/>").as_bytes(), now()).is_err());
    let many = format!("<x>{}</x>", "<y/>".repeat(200_000));
    assert!(read_metadata(many.as_bytes(), now()).is_err());
    let quotes = format!("<x>{}</x>", "\"".repeat(900_000));
    assert!(read_metadata(quotes.as_bytes(), now()).is_err());
    let _ = form("");
}
