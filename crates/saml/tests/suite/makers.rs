//! Responses by other hands: pysaml2 with xmlsec1 (`fixtures/pysaml2/make.py`), kept as they came. Time stands still at
//! a second after each was made.

use domain::Timestamp;
use domain::sso::Check;
use saml::{IdentityProvider, Report, SamlVerifier as _, Verifier};

use crate::support::response::part;
use crate::support::{accepted, form, idp, pending, refused, sp};

macro_rules! made {
    ($name:literal) => {
        ($name, include_str!(concat!("../fixtures/pysaml2/", $name, ".xml")))
    };
}

const NAME: &str = "juergen@contoso.example";

fn pysaml2() -> IdentityProvider {
    let mut idp = idp();
    idp.entity_id = "https://idp.example/metadata".to_owned();
    idp
}

/// When a Response was made.
fn made_at(xml: &str) -> Timestamp {
    let issued = part(xml, "IssueInstant=\"", "Z\"");
    issued.trim_start_matches("IssueInstant=\"").trim_end_matches('"').parse().expect("the test is right")
}

fn report(xml: &str) -> Report {
    Verifier.verify(&sp(), &pysaml2(), Some(&pending()), &form(xml), made_at(xml).plus_ms(1_000))
}

#[test]
fn responses_of_pysaml2_are_accepted() {
    for (name, xml) in [
        made!("assertion"),
        made!("response"),
        made!("both"),
        made!("encrypted"),
        made!("encrypted-both"),
        made!("encrypted-gcm"),
    ] {
        let identity = accepted(name, report(xml));
        assert_eq!(identity.name_id, NAME, "{name}");
        assert_eq!(identity.encrypted, name.starts_with("encrypted"), "{name}");
        let given = identity.attributes.iter().find(|attribute| attribute.values == ["Jürgen"]);
        assert!(given.is_some(), "{name}: {:?}", identity.attributes);
    }
}

#[test]
fn triple_des_as_pysaml2_chooses_by_itself_is_refused() {
    let (name, xml) = made!("encrypted-triple-des");
    refused(name, Check::Encryption, &report(xml));
}

#[test]
fn responses_of_pysaml2_that_were_changed_are_refused() {
    for (name, xml) in [made!("assertion"), made!("response"), made!("both")] {
        refused(name, Check::Signature, &report(&xml.replacen(NAME, "eve@contoso.example", 1)));
        let late = Verifier.verify(
            &sp(),
            &pysaml2(),
            Some(&pending()),
            &form(xml),
            made_at(xml).plus_ms(18 * 60_000),
        );
        refused(name, Check::Time, &late);
    }
}
