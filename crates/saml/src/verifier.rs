//! The verification of a posted Response: gate, library, comparison.

mod compare;
mod library;
mod redact;
mod rules;

use domain::Timestamp;
use domain::sso::{Check, CheckResult};

use crate::form::message;
use crate::gate::{self, Assertion, Body, Element, Refusal, Response, shown};
use crate::{
    Attribute, CLOCK_SKEW_MS, Certificate, Identity, IdentityProvider, Report, ServiceProvider, Warning,
};

/// A request that we made, and that no Response has used yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pending {
    /// Its id.
    pub request_id: String,
}

/// Verifies what an identity provider posts.
pub trait SamlVerifier {
    /// Verifies the body of a form (`application/x-www-form-urlencoded`) that came to the Reply URL at `now`. `pending`
    /// is the request that its RelayState stands for; without one the Response must be unsolicited, and that allowed.
    ///
    /// Left to the caller: that the request was made by the same browser and is used once, and that no assertion is
    /// accepted twice.
    fn verify(
        &self,
        sp: &ServiceProvider,
        idp: &IdentityProvider,
        pending: Option<&Pending>,
        form: &[u8],
        now: Timestamp,
    ) -> Report;
}

/// A strict gate of our own, then saml-rs, then a comparison of what both have read.
#[derive(Debug, Clone, Copy, Default)]
pub struct Verifier;

impl SamlVerifier for Verifier {
    fn verify(
        &self,
        sp: &ServiceProvider,
        idp: &IdentityProvider,
        pending: Option<&Pending>,
        form: &[u8],
        now: Timestamp,
    ) -> Report {
        let mut report = Report::default();
        let parties = Parties { sp, idp, pending, now };
        match decide(&parties, form, &mut report) {
            Ok(identity) => report.identity = Some(identity),
            Err(Refusal { check, expected, received }) => {
                report.checks.push(CheckResult { check, passed: false, expected, received });
            }
        }
        report
    }
}

/// Between whom, and when.
struct Parties<'a> {
    sp: &'a ServiceProvider,
    idp: &'a IdentityProvider,
    pending: Option<&'a Pending>,
    now: Timestamp,
}

impl Parties<'_> {
    /// The certificates that have not expired.
    fn certificates(&self) -> Vec<&Certificate> {
        self.idp.certificates.iter().filter(|certificate| !certificate.expired_at(self.now)).collect()
    }

    /// Those that have, in words.
    fn expired(&self) -> Vec<String> {
        let expired = self.idp.certificates.iter().filter(|certificate| certificate.expired_at(self.now));
        expired
            .map(|certificate| {
                let day = certificate.not_after().to_string();
                format!("The certificate {} expired on {}.", shown(certificate.subject()), &day[..10])
            })
            .collect()
    }
}

impl Report {
    fn pass(&mut self, check: Check, expected: impl Into<String>, received: impl Into<String>) {
        let (expected, received) = (expected.into(), received.into());
        self.checks.push(CheckResult { check, passed: true, expected, received });
    }
}

fn decide(parties: &Parties<'_>, form: &[u8], report: &mut Report) -> Result<Identity, Refusal> {
    let xml = message(form, "SAMLResponse")?;
    report.pass(Check::Form, "", "");
    let text = gate::check_syntax(&xml)?;
    let document = gate::parse(text)?;
    report.pass(Check::Xml, "", "");
    report.redacted_xml = Some(redact::redacted(&document));
    gate::check_unique(&document)?;
    let response = Response::read(Element(document.root_element()))?;
    report.pass(Check::Shape, "", "");
    report.issuer.clone_from(&response.issuer);
    report.status = Some(response.status.clone());
    rules::status(&response.status)?;
    report.pass(Check::Status, "Success", "Success");
    match &response.body {
        Body::Plain(assertion) => {
            let read = Read { response: &response, assertion, text, decrypted: text };
            accept(parties, &read, report)
        }
        Body::Encrypted => accept_encrypted(parties, &response, text, report),
        Body::None => Err(Refusal::shape("A Response with one assertion.", "None.")),
    }
}

/// What the gate has read, and where it stood.
struct Read<'a> {
    response: &'a Response,
    assertion: &'a Assertion,
    /// As it came.
    text: &'a str,
    /// The same, when it came with a plain assertion.
    decrypted: &'a str,
}

impl Read<'_> {
    fn is_encrypted(&self) -> bool {
        self.text != self.decrypted
    }
}

fn accept_encrypted(
    parties: &Parties<'_>,
    response: &Response,
    text: &str,
    report: &mut Report,
) -> Result<Identity, Refusal> {
    // What can be known without the key comes first: a signed Response must be the identity provider's own before
    // anything of it is decrypted.
    rules::response_issuer(parties, response)?;
    rules::destination(parties, response)?;
    if let Some(signature) = &response.signature {
        signature.check_algorithms()?;
        library::verify_response_signature(parties, text)?;
    }
    let decrypted = library::decrypt(parties, text)?;
    report.pass(Check::Encryption, "", "Encrypted");
    let decrypted = gate::check_syntax(&decrypted)?;
    let document = gate::parse(decrypted)?;
    gate::check_unique(&document)?;
    let inner = Response::read(Element(document.root_element()))?;
    let Body::Plain(assertion) = &inner.body else {
        return Err(Refusal::shape("One assertion that is encrypted.", "Something else that is."));
    };
    let read = Read { response, assertion, text, decrypted };
    accept(parties, &read, report)
}

fn accept(parties: &Parties<'_>, read: &Read<'_>, report: &mut Report) -> Result<Identity, Refusal> {
    let Read { response, assertion, .. } = *read;
    report.issuer = assertion.issuer.clone().or_else(|| report.issuer.take());
    rules::response_issuer(parties, response)?;
    rules::assertion_issuer(parties, assertion)?;
    report.pass(Check::Issuer, &parties.idp.entity_id, &parties.idp.entity_id);
    rules::destination(parties, response)?;
    rules::recipient(parties, assertion)?;
    report.pass(Check::Recipient, &parties.sp.acs_url, &parties.sp.acs_url);
    rules::audience(parties, assertion)?;
    report.pass(Check::Audience, &parties.sp.entity_id, &parties.sp.entity_id);
    rules::request(parties, response, assertion)?;
    report.pass(Check::Request, "", response.in_response_to.as_deref().unwrap_or("Unsolicited"));
    rules::time(parties, response, assertion)?;
    report.pass(Check::Time, "", "");
    if !read.is_encrypted() {
        if parties.idp.require_encryption {
            return Err(Refusal::new(
                Check::Encryption,
                "An encrypted assertion.",
                "One that is not encrypted.",
            ));
        }
        report.pass(Check::Encryption, "", "Not encrypted");
    }
    let signatures: Vec<_> = [&response.signature, &assertion.signature].into_iter().flatten().collect();
    if signatures.is_empty() {
        return Err(Refusal::new(
            Check::Signature,
            "A signature of the assertion, of the Response, or of both.",
            "None.",
        ));
    }
    signatures.iter().try_for_each(|signature| signature.check_algorithms())?;
    report.pass(Check::Algorithm, "", signatures[0].method());
    let session = library::verify(parties, read)?;
    report.pass(Check::Signature, "", "");
    compare::check(&session, read)?;
    report.pass(Check::Comparison, "", "");
    let name_id = rules::name_id(assertion)?;
    report.pass(Check::NameId, "", &name_id);
    report.warnings = warnings(parties, response, assertion);
    Ok(identity(read, name_id))
}

fn identity(read: &Read<'_>, name_id: String) -> Identity {
    let assertion = read.assertion;
    let statements = assertion.statements.iter();
    let confirmed_until = assertion.confirmation.not_on_or_after;
    Identity {
        name_id,
        name_id_format: assertion.name_id_format.clone(),
        attributes: assertion
            .attributes
            .iter()
            .map(|attribute| Attribute {
                name: attribute.name.clone(),
                values: attribute.values.iter().map(|value| value.trim().to_owned()).collect(),
            })
            .collect(),
        assertion_id: assertion.id.clone(),
        in_response_to: read.response.in_response_to.clone(),
        session_index: statements.clone().find_map(|statement| statement.session_index.clone()),
        authn_instant: statements.clone().map(|statement| statement.instant).min().unwrap_or_default(),
        session_not_on_or_after: statements.filter_map(|statement| statement.session_not_on_or_after).min(),
        // Both are there: the check of time wants them.
        not_on_or_after: confirmed_until.max(assertion.conditions.not_on_or_after).unwrap_or_default(),
        encrypted: read.is_encrypted(),
    }
}

fn warnings(parties: &Parties<'_>, response: &Response, assertion: &Assertion) -> Vec<Warning> {
    let mut warnings = Vec::new();
    for certificate in
        parties.idp.certificates.iter().filter(|certificate| certificate.expired_at(parties.now))
    {
        let subject = certificate.subject().to_owned();
        warnings.push(Warning::CertificateExpired { subject, not_after: certificate.not_after() });
    }
    if assertion.attributes.iter().any(|attribute| attribute.name.ends_with("/claims/groups.link")) {
        warnings.push(Warning::GroupsLeftOut);
    }
    let latest = response
        .issue_instant
        .max(assertion.issue_instant)
        .max(assertion.conditions.not_before.unwrap_or_default());
    let ahead = latest.ms_since(parties.now);
    // A second is not worth a word.
    if (1_000..=CLOCK_SKEW_MS).contains(&ahead) {
        warnings.push(Warning::ClockAhead { ms: ahead });
    }
    warnings
}
