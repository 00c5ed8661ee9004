//! Responses in the shapes that identity providers give them: prefixes, order, what is signed. Written after their
//! documentation and public examples, with our parties.

use crate::support::response::NAME_ID;
use crate::support::sign::Signer;
use crate::support::{ACS, IDP, REQUEST, accepted, report};

/// Microsoft Entra: attributes first, namespaces declared anew where they are needed, the assertion signed.
#[test]
fn a_response_of_microsoft_entra_is_accepted() {
    let xml = format!(
        r#"<samlp:Response ID="_r1" Version="2.0" IssueInstant="2026-12-01T09:59:58.876Z" Destination="{ACS}" InResponseTo="{REQUEST}" xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol"><Issuer xmlns="urn:oasis:names:tc:SAML:2.0:assertion">{IDP}</Issuer><samlp:Status><samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:Success"/></samlp:Status><Assertion ID="_a1" IssueInstant="2026-12-01T09:59:58.876Z" Version="2.0" xmlns="urn:oasis:names:tc:SAML:2.0:assertion"><Issuer>{IDP}</Issuer>@A@<Subject><NameID Format="urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress">{NAME_ID}</NameID><SubjectConfirmation Method="urn:oasis:names:tc:SAML:2.0:cm:bearer"><SubjectConfirmationData InResponseTo="{REQUEST}" NotOnOrAfter="2026-12-01T10:59:58.751Z" Recipient="{ACS}"/></SubjectConfirmation></Subject><Conditions NotBefore="2026-12-01T09:54:58.751Z" NotOnOrAfter="2026-12-01T10:59:58.751Z"><AudienceRestriction><Audience>{ACS}</Audience></AudienceRestriction></Conditions><AttributeStatement><Attribute Name="http://schemas.microsoft.com/identity/claims/tenantid"><AttributeValue>1f2e3d4c</AttributeValue></Attribute><Attribute Name="http://schemas.microsoft.com/claims/authnmethodsreferences"><AttributeValue>http://schemas.microsoft.com/ws/2008/06/identity/authenticationmethod/password</AttributeValue><AttributeValue>http://schemas.microsoft.com/claims/multipleauthn</AttributeValue></Attribute></AttributeStatement><AuthnStatement AuthnInstant="2026-11-28T07:01:02.333Z" SessionIndex="_a1"><AuthnContext><AuthnContextClassRef>urn:oasis:names:tc:SAML:2.0:ac:classes:Password</AuthnContextClassRef></AuthnContext></AuthnStatement></Assertion></samlp:Response>"#
    );
    let identity = accepted("Entra", report(&Signer::default().sign(&xml, "_a1", "@A@")));
    assert_eq!(identity.name_id, NAME_ID);
    assert_eq!(identity.session_not_on_or_after, None);
    assert_eq!(identity.attribute("http://schemas.microsoft.com/claims/authnmethodsreferences").len(), 2);
}

/// Okta: both signed, `xs` in the list of prefixes, each part declares its namespace anew.
#[test]
fn a_response_of_okta_is_accepted() {
    let saml2 = r#"xmlns:saml2="urn:oasis:names:tc:SAML:2.0:assertion""#;
    let xs = r#"xmlns:xs="http://www.w3.org/2001/XMLSchema""#;
    let xml = format!(
        r#"<?xml version="1.0" encoding="UTF-8"?><saml2p:Response Destination="{ACS}" ID="_r1" InResponseTo="{REQUEST}" IssueInstant="2026-12-01T09:59:58.876Z" Version="2.0" xmlns:saml2p="urn:oasis:names:tc:SAML:2.0:protocol" {xs}><saml2:Issuer Format="urn:oasis:names:tc:SAML:2.0:nameid-format:entity" {saml2}>{IDP}</saml2:Issuer>@R@<saml2p:Status xmlns:saml2p="urn:oasis:names:tc:SAML:2.0:protocol"><saml2p:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:Success"/></saml2p:Status><saml2:Assertion ID="_a1" IssueInstant="2026-12-01T09:59:58.876Z" Version="2.0" {saml2} {xs}><saml2:Issuer Format="urn:oasis:names:tc:SAML:2.0:nameid-format:entity" {saml2}>{IDP}</saml2:Issuer>@A@<saml2:Subject {saml2}><saml2:NameID Format="urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified">{NAME_ID}</saml2:NameID><saml2:SubjectConfirmation Method="urn:oasis:names:tc:SAML:2.0:cm:bearer"><saml2:SubjectConfirmationData InResponseTo="{REQUEST}" NotOnOrAfter="2026-12-01T10:04:58.876Z" Recipient="{ACS}"/></saml2:SubjectConfirmation></saml2:Subject><saml2:Conditions NotBefore="2026-12-01T09:54:58.876Z" NotOnOrAfter="2026-12-01T10:04:58.876Z" {saml2}><saml2:AudienceRestriction><saml2:Audience>{ACS}</saml2:Audience></saml2:AudienceRestriction></saml2:Conditions><saml2:AuthnStatement AuthnInstant="2026-12-01T09:59:58.876Z" SessionIndex="id1" {saml2}><saml2:AuthnContext><saml2:AuthnContextClassRef>urn:oasis:names:tc:SAML:2.0:ac:classes:PasswordProtectedTransport</saml2:AuthnContextClassRef></saml2:AuthnContext></saml2:AuthnStatement><saml2:AttributeStatement {saml2}><saml2:Attribute Name="firstName" NameFormat="urn:oasis:names:tc:SAML:2.0:attrname-format:unspecified"><saml2:AttributeValue {xs} xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:type="xs:string">Ada</saml2:AttributeValue></saml2:Attribute></saml2:AttributeStatement></saml2:Assertion></saml2p:Response>"#
    );
    let signer = Signer::with(|signer| signer.prefixes = vec!["xs"]);
    let alone = signer.sign(&xml.replacen("@R@", "", 1), "_a1", "@A@");
    let from = alone.find("<ds:Signature ").expect("it is signed");
    let to = alone.find("</ds:Signature>").expect("it is signed") + "</ds:Signature>".len();
    let plain = Signer::default();
    let both = plain.sign(&xml.replacen("@A@", &alone[from..to], 1), "_r1", "@R@");
    let identity = accepted("Okta", report(&both));
    assert_eq!(identity.attribute("firstName"), ["Ada".to_owned()]);
}

/// Google Workspace: the Response signed, line breaks, values of any type.
#[test]
fn a_response_of_google_is_accepted() {
    let xml = format!(
        r#"<?xml version="1.0" encoding="UTF-8" standalone="no"?><saml2p:Response xmlns:saml2p="urn:oasis:names:tc:SAML:2.0:protocol" Destination="{ACS}" ID="_r1" InResponseTo="{REQUEST}" IssueInstant="2026-12-01T09:59:58.876Z" Version="2.0">
  <saml2:Issuer xmlns:saml2="urn:oasis:names:tc:SAML:2.0:assertion">{IDP}</saml2:Issuer>
  @R@<saml2p:Status>
    <saml2p:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:Success"/>
  </saml2p:Status>
  <saml2:Assertion xmlns:saml2="urn:oasis:names:tc:SAML:2.0:assertion" ID="_a1" IssueInstant="2026-12-01T09:59:58.876Z" Version="2.0">
    <saml2:Issuer>{IDP}</saml2:Issuer>
    <saml2:Subject>
      <saml2:NameID>{NAME_ID}</saml2:NameID>
      <saml2:SubjectConfirmation Method="urn:oasis:names:tc:SAML:2.0:cm:bearer">
        <saml2:SubjectConfirmationData InResponseTo="{REQUEST}" NotOnOrAfter="2026-12-01T10:04:58.876Z" Recipient="{ACS}"/>
      </saml2:SubjectConfirmation>
    </saml2:Subject>
    <saml2:Conditions NotBefore="2026-12-01T09:54:58.876Z" NotOnOrAfter="2026-12-01T10:04:58.876Z">
      <saml2:AudienceRestriction>
        <saml2:Audience>{ACS}</saml2:Audience>
      </saml2:AudienceRestriction>
    </saml2:Conditions>
    <saml2:AttributeStatement>
      <saml2:Attribute Name="phone"/>
      <saml2:Attribute Name="firstName">
        <saml2:AttributeValue xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:type="xs:anyType">Ada</saml2:AttributeValue>
      </saml2:Attribute>
    </saml2:AttributeStatement>
    <saml2:AuthnStatement AuthnInstant="2026-12-01T08:00:00.000Z" SessionIndex="_a1">
      <saml2:AuthnContext>
        <saml2:AuthnContextClassRef>urn:oasis:names:tc:SAML:2.0:ac:classes:unspecified</saml2:AuthnContextClassRef>
      </saml2:AuthnContext>
    </saml2:AuthnStatement>
  </saml2:Assertion>
</saml2p:Response>
"#
    );
    let identity = accepted("Google", report(&Signer::default().sign(&xml, "_r1", "@R@")));
    assert_eq!(identity.name_id_format, None);
    assert_eq!(identity.attribute("firstName"), ["Ada".to_owned()]);
}
