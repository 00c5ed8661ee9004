//! The strict gate before the library that verifies: it refuses all syntax on which XML readers differ, every shape but the
//! plain one, and reads the rest by itself, so that what the library reads can be compared.
//!
//! A signature says that certain bytes are the identity provider's; an attack makes the verifier look at those and the
//! reader at others (signature wrapping; parsers that disagree, as in CVE-2025-25291). What the gate lets through has one
//! meaning only.

mod assertion;
mod element;
mod encryption;
mod response;
mod signature;
mod syntax;
mod unique;

pub(crate) use assertion::Assertion;
pub(crate) use element::{Element, Name, parse_time};
pub(crate) use response::{Body, Response};
pub(crate) use signature::SignatureShape;
pub(crate) use syntax::check as check_syntax;
pub(crate) use unique::check as check_unique;

use domain::sso::Check;
use roxmltree::{Document, ParsingOptions};

/// XML is this many bytes long at most.
pub(crate) const MAX_XML: usize = 256 * 1024;
/// Elements in one message at most; a person in 150 groups has some 200.
pub(crate) const MAX_ELEMENTS: usize = 5_000;
/// Elements within each other at most; an encrypted assertion's key is eight deep.
pub(crate) const MAX_DEPTH: usize = 24;
/// Attributes of one element at most, with declarations of namespaces.
pub(crate) const MAX_ATTRIBUTES: usize = 32;

/// A check that failed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Refusal {
    pub(crate) check: Check,
    pub(crate) expected: String,
    pub(crate) received: String,
}

impl Refusal {
    pub(crate) fn new(check: Check, expected: impl Into<String>, received: impl Into<String>) -> Self {
        Self { check, expected: expected.into(), received: received.into() }
    }

    pub(crate) fn xml(expected: impl Into<String>, received: impl Into<String>) -> Self {
        Self::new(Check::Xml, expected, received)
    }

    pub(crate) fn shape(expected: impl Into<String>, received: impl Into<String>) -> Self {
        Self::new(Check::Shape, expected, received)
    }
}

/// A text that [`check_syntax`] let through, as tree.
pub(crate) fn parse(text: &str) -> Result<Document<'_>, Refusal> {
    // Text nodes and attributes do not count among the elements of the limit; twice as many nodes are enough for them.
    let nodes_limit = u32::try_from(2 * MAX_ELEMENTS + 2).unwrap_or(u32::MAX);
    let options = ParsingOptions { allow_dtd: false, nodes_limit, ..ParsingOptions::default() };
    Document::parse_with_options(text, options)
        .map_err(|error| Refusal::xml("Well-formed XML.", format!("XML with a fault: {error}.")))
}

/// A text for an admin: short, and of one line.
pub(crate) fn shown(text: &str) -> String {
    const SHOWN: usize = 200;
    let line: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).take(SHOWN).collect();
    if text.chars().count() > SHOWN { format!("{line}…") } else { line }
}
