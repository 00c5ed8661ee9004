//! Guard over a whole message: what must not be there twice, or not there at all, wherever it stands.

use std::collections::HashSet;

use roxmltree::{Document, Node};

use super::{Refusal, shown};
use crate::xml::{ASSERTION, DSIG, PROTOCOL};

/// Names that must not stand anywhere but in their place, whatever their namespace.
const PLACED: [&str; 8] = [
    "Assertion",
    "EncryptedAssertion",
    "EncryptedID",
    "EncryptedAttribute",
    "Response",
    "Signature",
    "LogoutRequest",
    "LogoutResponse",
];
/// Prefixes that mean something at one place; messages have some five.
const MAX_NAMESPACES: usize = 16;
/// The namespace of attributes such as `xsi:type`.
const SCHEMA_INSTANCE: &str = "http://www.w3.org/2001/XMLSchema-instance";

/// IDs are unique and without namespace, names with a meaning stand in their places, namespaces are absolute.
pub(crate) fn check(document: &Document<'_>) -> Result<(), Refusal> {
    let mut ids = HashSet::new();
    for node in document.descendants().filter(Node::is_element) {
        check_place(node)?;
        check_attributes(node, &mut ids)?;
        check_namespaces(node)?;
    }
    Ok(())
}

fn check_place(node: Node<'_, '_>) -> Result<(), Refusal> {
    let name = node.tag_name().name();
    if !PLACED.iter().any(|placed| placed.eq_ignore_ascii_case(name)) {
        return Ok(());
    }
    let parent = node.parent_element();
    let in_place = match (name, node.tag_name().namespace()) {
        ("Response" | "LogoutRequest" | "LogoutResponse", Some(PROTOCOL)) => parent.is_none(),
        ("Assertion" | "EncryptedAssertion", Some(ASSERTION)) => {
            parent.is_none_or(|parent| parent == node.document().root_element())
        }
        ("Signature", Some(DSIG)) => parent.is_some_and(|parent| {
            let owner = (parent.tag_name().name(), parent.tag_name().namespace());
            matches!(
                owner,
                ("Response" | "LogoutRequest" | "LogoutResponse", Some(PROTOCOL))
                    | ("Assertion", Some(ASSERTION))
            )
        }),
        _ => false,
    };
    let received = || {
        let parent = parent.map_or("the document", |parent| parent.tag_name().name());
        format!("{} in {}.", shown(name), shown(parent))
    };
    if in_place {
        Ok(())
    } else {
        Err(Refusal::shape("One message with one assertion, each signature in its place.", received()))
    }
}

fn check_attributes<'a>(node: Node<'a, '_>, ids: &mut HashSet<&'a str>) -> Result<(), Refusal> {
    let mut names = HashSet::new();
    for attribute in node.attributes() {
        // Readers that do not know namespaces take `x:ID` for `ID`.
        if !names.insert(attribute.name()) {
            return Err(Refusal::shape(
                "Each attribute once, whatever its namespace.",
                format!("{} twice.", shown(attribute.name())),
            ));
        }
        let is_id = ["id", "assertionid"].iter().any(|id| attribute.name().eq_ignore_ascii_case(id));
        if !is_id {
            continue;
        }
        if attribute.namespace().is_some() {
            return Err(Refusal::shape("ID without a namespace.", "ID with one."));
        }
        if attribute.value().is_empty() || !ids.insert(attribute.value()) {
            return Err(Refusal::shape(
                "Each ID once, in any spelling of its name.",
                format!("{} twice, or empty.", shown(attribute.value())),
            ));
        }
    }
    Ok(())
}

fn check_namespaces(node: Node<'_, '_>) -> Result<(), Refusal> {
    if node.namespaces().count() > MAX_NAMESPACES {
        return Err(Refusal::shape(format!("{MAX_NAMESPACES} namespaces at a place at most."), "More."));
    }
    let inherited = node.parent_element();
    let relative = node
        .namespaces()
        .filter(|namespace| {
            inherited.is_none_or(|parent| !parent.namespaces().any(|other| other == *namespace))
        })
        .find(|namespace| !is_absolute(namespace.uri()));
    match relative {
        None => Ok(()),
        Some(namespace) => Err(Refusal::shape(
            format!("Namespaces that are absolute URIs, such as {SCHEMA_INSTANCE}."),
            format!("{:?}.", shown(namespace.uri())),
        )),
    }
}

/// A scheme and a colon (RFC 3986, 3.1). Canonical XML is not defined for relative ones.
fn is_absolute(uri: &str) -> bool {
    uri.split_once(':').is_some_and(|(scheme, rest)| {
        scheme.starts_with(|c: char| c.is_ascii_alphabetic())
            && scheme.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'-' | b'.'))
            && !rest.is_empty()
            && !uri.contains(char::is_whitespace)
    })
}
