//! An assertion (SAML 2.0 core, 2.3.3), of the one shape that is taken. The order of its parts does not matter: Microsoft
//! Entra puts the attributes before the statement of sign-in.

use domain::Timestamp;

use super::response::{issuer_text, missing, version_2};
use super::{Element, Name, Refusal, SignatureShape, shown};
use crate::Attribute;

const BEARER: &str = "urn:oasis:names:tc:SAML:2.0:cm:bearer";

/// What the gate has read of an assertion.
#[derive(Debug, Clone)]
pub(crate) struct Assertion {
    pub(crate) id: String,
    pub(crate) issue_instant: Timestamp,
    pub(crate) issuer: Option<String>,
    pub(crate) signature: Option<SignatureShape>,
    pub(crate) name_id: String,
    pub(crate) name_id_format: Option<String>,
    pub(crate) confirmation: Confirmation,
    pub(crate) conditions: Conditions,
    pub(crate) statements: Vec<Statement>,
    pub(crate) attributes: Vec<Attribute>,
}

/// SubjectConfirmationData: who may present the assertion, where, until when.
#[derive(Debug, Clone)]
pub(crate) struct Confirmation {
    pub(crate) recipient: Option<String>,
    pub(crate) in_response_to: Option<String>,
    pub(crate) not_before: Option<Timestamp>,
    pub(crate) not_on_or_after: Option<Timestamp>,
}

/// Conditions: when and for whom the assertion is valid.
#[derive(Debug, Clone)]
pub(crate) struct Conditions {
    pub(crate) not_before: Option<Timestamp>,
    pub(crate) not_on_or_after: Option<Timestamp>,
    pub(crate) audiences: Vec<String>,
}

/// AuthnStatement: that and when the person proved who they are.
#[derive(Debug, Clone)]
pub(crate) struct Statement {
    pub(crate) instant: Timestamp,
    pub(crate) session_index: Option<String>,
    pub(crate) session_not_on_or_after: Option<Timestamp>,
}

impl Assertion {
    pub(super) fn read(assertion: Element<'_, '_>) -> Result<Self, Refusal> {
        assertion.only_attributes(&["ID", "Version", "IssueInstant"])?;
        version_2(assertion)?;
        let id = assertion.required("ID")?.to_owned();
        let children = assertion.children()?;
        let names = [
            Name::assertion("Issuer"),
            Name::dsig("Signature"),
            Name::assertion("Subject"),
            Name::assertion("Conditions"),
            Name::assertion("AuthnStatement"),
            Name::assertion("AttributeStatement"),
        ];
        assertion.only_children(&children, &names)?;
        let signature =
            assertion.at_most_one(&children, names[1])?.map(|s| SignatureShape::read(s, &id)).transpose()?;
        let (name_id, confirmation) = read_subject(assertion.one(&children, names[2])?)?;
        let of = |name: Name| children.iter().copied().filter(move |child| child.is(name));
        let statements: Vec<Statement> = of(names[4]).map(read_statement).collect::<Result<_, _>>()?;
        if statements.is_empty() {
            return Err(missing("AuthnStatement"));
        }
        let mut attributes = Vec::new();
        of(names[5]).try_for_each(|statement| read_attributes(statement, &mut attributes))?;
        Ok(Self {
            issue_instant: assertion.time("IssueInstant")?.ok_or_else(|| missing("IssueInstant"))?,
            issuer: assertion.at_most_one(&children, names[0])?.map(issuer_text).transpose()?,
            name_id: name_id.text()?,
            name_id_format: name_id.attribute("Format").map(ToOwned::to_owned),
            conditions: read_conditions(assertion.one(&children, names[3])?)?,
            id,
            signature,
            confirmation,
            statements,
            attributes,
        })
    }
}

/// NameID, and who may present the assertion.
fn read_subject<'a, 'b>(subject: Element<'a, 'b>) -> Result<(Element<'a, 'b>, Confirmation), Refusal> {
    subject.only_attributes(&[])?;
    let children = subject.children()?;
    let names = [Name::assertion("NameID"), Name::assertion("SubjectConfirmation")];
    subject.only_children(&children, &names)?;
    let name_id = subject.one(&children, names[0])?;
    name_id.only_attributes(&["Format", "NameQualifier", "SPNameQualifier", "SPProvidedID"])?;
    let confirmation = subject.one(&children, names[1])?;
    confirmation.only_attributes(&["Method"])?;
    let method = confirmation.required("Method")?;
    if method != BEARER {
        return Err(Refusal::shape(
            "A subject that is confirmed by who bears the assertion (bearer).",
            format!("{}.", shown(method)),
        ));
    }
    let children = confirmation.children()?;
    let data = Name::assertion("SubjectConfirmationData");
    confirmation.only_children(&children, &[data])?;
    let data = confirmation.one(&children, data)?;
    data.only_attributes(&["Recipient", "InResponseTo", "NotBefore", "NotOnOrAfter", "Address"])?;
    data.empty()?;
    Ok((
        name_id,
        Confirmation {
            recipient: data.attribute("Recipient").map(ToOwned::to_owned),
            in_response_to: data.attribute("InResponseTo").map(ToOwned::to_owned),
            not_before: data.time("NotBefore")?,
            not_on_or_after: data.time("NotOnOrAfter")?,
        },
    ))
}

fn read_conditions(conditions: Element<'_, '_>) -> Result<Conditions, Refusal> {
    conditions.only_attributes(&["NotBefore", "NotOnOrAfter"])?;
    let children = conditions.children()?;
    let names = [
        Name::assertion("AudienceRestriction"),
        Name::assertion("OneTimeUse"),
        Name::assertion("ProxyRestriction"),
    ];
    // A condition that is not understood makes the assertion invalid (SAML 2.0 core, 2.5.1.1).
    conditions.only_children(&children, &names)?;
    let mut audiences = Vec::new();
    for restriction in children.iter().filter(|child| child.is(names[0])) {
        restriction.only_attributes(&[])?;
        let members = restriction.children()?;
        restriction.only_children(&members, &[Name::assertion("Audience")])?;
        for audience in members {
            audience.only_attributes(&[])?;
            audiences.push(audience.text()?);
        }
    }
    Ok(Conditions {
        not_before: conditions.time("NotBefore")?,
        not_on_or_after: conditions.time("NotOnOrAfter")?,
        audiences,
    })
}

fn read_statement(statement: Element<'_, '_>) -> Result<Statement, Refusal> {
    statement.only_attributes(&["AuthnInstant", "SessionIndex", "SessionNotOnOrAfter"])?;
    let children = statement.children()?;
    let names = [Name::assertion("SubjectLocality"), Name::assertion("AuthnContext")];
    statement.only_children(&children, &names)?;
    if let Some(locality) = statement.at_most_one(&children, names[0])? {
        locality.empty()?;
    }
    let context = statement.one(&children, names[1])?;
    let parts = context.children()?;
    context.only_children(
        &parts,
        &[
            Name::assertion("AuthnContextClassRef"),
            Name::assertion("AuthnContextDeclRef"),
            Name::assertion("AuthenticatingAuthority"),
        ],
    )?;
    parts.iter().try_for_each(|part| part.text().map(|_| ()))?;
    Ok(Statement {
        instant: statement.time("AuthnInstant")?.ok_or_else(|| missing("AuthnInstant"))?,
        session_index: statement.attribute("SessionIndex").map(ToOwned::to_owned),
        session_not_on_or_after: statement.time("SessionNotOnOrAfter")?,
    })
}

/// Adds the attributes of a statement. One whose name is there already adds its values to it.
fn read_attributes(statement: Element<'_, '_>, attributes: &mut Vec<Attribute>) -> Result<(), Refusal> {
    statement.only_attributes(&[])?;
    let children = statement.children()?;
    statement.only_children(&children, &[Name::assertion("Attribute")])?;
    for attribute in children {
        let name = attribute.required("Name")?;
        let members = attribute.children()?;
        attribute.only_children(&members, &[Name::assertion("AttributeValue")])?;
        let values = members.iter().map(|member| member.text()).collect::<Result<Vec<_>, _>>()?;
        match attributes.iter_mut().find(|known| known.name == name) {
            Some(known) => known.values.extend(values),
            None => attributes.push(Attribute { name: name.to_owned(), values }),
        }
    }
    Ok(())
}
