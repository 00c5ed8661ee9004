//! Responses that are refused, and by which check. What was changed before signing is signed by the identity provider's
//! own key: no case is refused merely because the signature does not fit.

mod encryption;
mod shape;
mod signatures;

use domain::Timestamp;
use domain::sso::Check;
use saml::{IdentityProvider, SamlVerifier as _, Verifier};

use crate::support::response::{NAME_ID, Signed, changed_and, good, part, sign, unsigned};
use crate::support::sign::Signer;
use crate::support::{form, idp, now, pending, refused, report, sp};

const BOTH_WAYS: [Signed; 3] = [Signed::Assertion, Signed::Response, Signed::Both];

/// The change is refused by this check, whatever is signed.
fn all_refused(check: Check, cases: &[(&str, &str, &str)]) {
    for (case, from, to) in cases {
        for signed in BOTH_WAYS {
            refused(&format!("{case}, {signed:?}"), check, &report(&changed_and(from, to, signed)));
        }
    }
}

fn by(idp: &IdentityProvider, xml: &str) -> saml::Report {
    Verifier.verify(&sp(), idp, Some(&pending()), &form(xml), now())
}

#[test]
fn a_failure_that_the_identity_provider_reports_is_shown_in_its_words() {
    let status = |code: &str| {
        format!(
            r#"<samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:{code}"><samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:AuthnFailed"/></samlp:StatusCode><samlp:StatusMessage>AADSTS50105: not assigned</samlp:StatusMessage>"#
        )
    };
    let success = part(&unsigned(), "<samlp:StatusCode ", "/>").to_owned();
    for code in ["Responder", "Requester", "VersionMismatch", "success", ""] {
        for signed in BOTH_WAYS {
            let report = report(&changed_and(&success, &status(code), signed));
            refused(code, Check::Status, &report);
            assert_eq!(report.status.unwrap().message.as_deref(), Some("AADSTS50105: not assigned"));
            assert!(report.checks.last().unwrap().received.contains("AuthnFailed; AADSTS50105"));
        }
    }
    // So it comes in truth: without an assertion.
    let xml = changed_and(&success, &status("Responder"), Signed::Nothing);
    let bare = xml.replacen(crate::support::response::assertion_of(&xml), "", 1);
    refused("without an assertion", Check::Status, &report(&bare));
    let xml = unsigned();
    let nothing = xml.replacen(crate::support::response::assertion_of(&xml), "", 1).replacen("@R@", "", 1);
    refused("success without an assertion", Check::Shape, &report(&nothing));
}

#[test]
fn r24_another_issuer_is_refused() {
    let other = "<saml:Issuer>https://sts.windows.net/other/</saml:Issuer>";
    let issuer = part(&unsigned(), "<saml:Issuer>", "</saml:Issuer>").to_owned();
    let in_assertion = format!("{issuer}@A@");
    all_refused(
        Check::Issuer,
        &[
            ("of the Response", &issuer, other),
            ("of the assertion", &in_assertion, &format!("{other}@A@")),
            ("none of the assertion", &in_assertion, "@A@"),
            ("an empty one", &in_assertion, "<saml:Issuer></saml:Issuer>@A@"),
            (
                "without its slash",
                &in_assertion,
                "<saml:Issuer>https://sts.windows.net/1f2e3d4c</saml:Issuer>@A@",
            ),
            ("in capitals", &in_assertion, "<saml:Issuer>HTTPS://sts.windows.net/1f2e3d4c/</saml:Issuer>@A@"),
        ],
    );
}

#[test]
fn r25_what_was_sent_to_another_address_is_refused() {
    let acs = "https://rollcall.example/saml/acs";
    let destination = format!(r#" Destination="{acs}""#);
    let recipient = format!(r#" Recipient="{acs}""#);
    all_refused(
        Check::Recipient,
        &[
            ("another Destination", &destination, r#" Destination="https://other.example/saml/acs""#),
            ("an empty Destination", &destination, r#" Destination="""#),
            ("a longer Destination", &destination, &format!(r#" Destination="{acs}/""#)),
            ("another Recipient", &recipient, r#" Recipient="https://other.example/saml/acs""#),
            ("no Recipient", &recipient, ""),
            ("a Recipient in capitals", &recipient, r#" Recipient="https://ROLLCALL.example/saml/acs""#),
        ],
    );
    for signed in [Signed::Response, Signed::Both] {
        let report = report(&changed_and(&destination, "", signed));
        refused("a signed Response without Destination", Check::Recipient, &report);
    }
}

#[test]
fn r25_what_is_for_somebody_else_is_refused() {
    let restriction =
        part(&unsigned(), "<saml:AudienceRestriction>", "</saml:AudienceRestriction>").to_owned();
    let audience = part(&unsigned(), "<saml:Audience>", "</saml:Audience>").to_owned();
    let other = "<saml:Audience>https://other.example</saml:Audience>";
    all_refused(
        Check::Audience,
        &[
            ("another", &audience, other),
            ("none", &restriction, ""),
            ("an empty restriction", &audience, ""),
            ("a second Audience", &audience, &format!("{audience}{other}")),
            (
                "a second restriction",
                &restriction,
                &format!("{restriction}<saml:AudienceRestriction>{other}</saml:AudienceRestriction>"),
            ),
            ("a longer one", &audience, "<saml:Audience>https://rollcall.example/saml/acs/</saml:Audience>"),
        ],
    );
}

#[test]
fn an_answer_to_another_request_is_refused() {
    let of_response = r#" InResponseTo="_q1"><saml:Issuer>"#;
    let of_assertion = r#"<saml:SubjectConfirmationData InResponseTo="_q1""#;
    all_refused(
        Check::Request,
        &[
            ("another, Response", of_response, r#" InResponseTo="_q2"><saml:Issuer>"#),
            ("another, assertion", of_assertion, r#"<saml:SubjectConfirmationData InResponseTo="_q2""#),
            ("none, Response", of_response, "><saml:Issuer>"),
            ("none, assertion", of_assertion, "<saml:SubjectConfirmationData"),
        ],
    );
}

#[test]
fn an_unsolicited_response_is_refused_where_that_is_off() {
    let unsolicited = unsigned().replace(r#" InResponseTo="_q1""#, "");
    let mut allowing = idp();
    allowing.allow_unsolicited = true;
    for signed in BOTH_WAYS {
        let xml = sign(&unsolicited, signed, &Signer::default());
        let report = Verifier.verify(&sp(), &idp(), None, &form(&xml), now());
        refused("switched off", Check::Request, &report);
        refused("to a request that is open", Check::Request, &by(&allowing, &xml));
        // An answer whose request is not known is not one that nobody asked for.
        let answer = sign(&unsigned(), signed, &Signer::default());
        let report = Verifier.verify(&sp(), &allowing, None, &form(&answer), now());
        refused("an answer", Check::Request, &report);
        for half in [
            unsigned().replacen(r#" InResponseTo="_q1""#, "", 1),
            unsigned().replacen(r#"Data InResponseTo="_q1""#, "Data", 1),
        ] {
            let xml = sign(&half, signed, &Signer::default());
            let report = Verifier.verify(&sp(), &allowing, None, &form(&xml), now());
            refused("half an answer", Check::Request, &report);
        }
    }
}

#[test]
fn an_unsolicited_assertion_must_be_young() {
    let mut idp = idp();
    idp.allow_unsolicited = true;
    let xml = unsigned()
        .replace(r#" InResponseTo="_q1""#, "")
        .replace("09:59:58.123Z", "09:51:59Z")
        .replace("09:55:00Z", "09:51:59Z");
    for signed in BOTH_WAYS {
        let xml = sign(&xml, signed, &Signer::default());
        refused("old", Check::Time, &Verifier.verify(&sp(), &idp, None, &form(&xml), now()));
    }
}

#[test]
fn what_is_not_valid_now_is_refused() {
    all_refused(
        Check::Time,
        &[
            ("conditions have ended", "2026-12-01T10:55:00Z", "2026-12-01T09:57:00Z"),
            ("conditions have not begun", "2026-12-01T09:55:00Z", "2026-12-01T10:03:00.001Z"),
            ("no end of the conditions", r#" NotOnOrAfter="2026-12-01T10:55:00Z""#, ""),
            ("the confirmation has ended", "2026-12-01T10:05:00Z", "2026-12-01T09:57:00Z"),
            ("no end of the confirmation", r#" NotOnOrAfter="2026-12-01T10:05:00Z""#, ""),
            (
                "the confirmation has not begun",
                r#" NotOnOrAfter="2026-12-01T10:05:00Z""#,
                r#" NotBefore="2026-12-01T10:04:00Z" NotOnOrAfter="2026-12-01T10:05:00Z""#,
            ),
            ("the session has ended", "2026-12-01T18:00:00Z", "2026-12-01T09:57:00Z"),
            ("signed in later than now", "2026-12-01T09:50:00Z", "2026-12-01T10:04:00Z"),
            ("made later than now", "2026-12-01T09:59:58.123Z", "2026-12-01T10:04:00Z"),
        ],
    );
    let xml = good();
    let at = |text: &str| {
        let now: Timestamp = text.parse().unwrap();
        Verifier.verify(&sp(), &idp(), Some(&pending()), &form(&xml), now)
    };
    refused("late", Check::Time, &at("2026-12-01T10:08:00Z"));
    refused("early", Check::Time, &at("2026-12-01T09:56:58.122Z"));
}

#[test]
fn r26_a_name_that_cannot_be_a_username_is_refused() {
    let long = format!("{}@contoso.example", "a".repeat(250));
    all_refused(
        Check::NameId,
        &[
            ("empty", NAME_ID, ""),
            ("blanks", NAME_ID, " \n "),
            ("too long", NAME_ID, &long),
            ("a line end in it", NAME_ID, "ada\n@contoso.example"),
            ("a tab in it", NAME_ID, "ada\t@contoso.example"),
            ("a line end as a number", NAME_ID, "ada&#10;@contoso.example"),
        ],
    );
}
