//! Paths: what a name in a filter, a PATCH, a sort or a selection means (RFC 7644 §3.5.2, figure 7).
//!
//! A URN is matched as a whole before anything is split: "2.0" in it holds a dot, and the site's holds digits
//! after a colon.

use std::fmt;

use crate::filter::{self, Filter};
use crate::schema::{Attribute, COMMON, ResourceType, Schema, TUTORIAL_SITE_URN};

/// Longest path that is read, in bytes.
const MAX_PATH: usize = 2_048;

/// An attribute of the schema table, or a part of one.
#[derive(Debug, Clone, Copy)]
pub struct AttributePath {
    /// The schema that it belongs to. The common attributes (`id`, `meta` …) count to the core schema.
    pub schema: &'static Schema,
    /// The attribute.
    pub attribute: &'static Attribute,
    /// Its part, where one is named.
    pub sub_attribute: Option<&'static Attribute>,
}

impl AttributePath {
    pub(crate) const fn new(schema: &'static Schema, attribute: &'static Attribute) -> Self {
        Self { schema, attribute, sub_attribute: None }
    }

    pub(crate) const fn with(self, sub_attribute: &'static Attribute) -> Self {
        Self { sub_attribute: Some(sub_attribute), ..self }
    }

    /// The path to that attribute, read as [`Path`]s are, without value filters.
    #[must_use]
    pub fn parse(resource_type: ResourceType, text: &str) -> Option<Self> {
        match Path::parse(resource_type, text) {
            Ok(Path::Attribute { path, filter: None }) => Some(path),
            _ => None,
        }
    }

    /// What the value is an instance of: the part, or else the attribute.
    #[must_use]
    pub fn leaf(&self) -> &'static Attribute {
        self.sub_attribute.unwrap_or(self.attribute)
    }

    /// Names in canonical spelling, without URN: they are unique over a resource type, so one may match on them.
    #[must_use]
    pub fn names(&self) -> (&'static str, Option<&'static str>) {
        (self.attribute.name, self.sub_attribute.map(|part| part.name))
    }

    /// Where no part of a complex attribute is named, its `value` is meant (RFC 7644 §3.4.2.2: `emails co "x"`).
    #[must_use]
    pub fn or_value(self) -> Self {
        let value = if self.sub_attribute.is_none() { self.attribute.sub_attribute("value") } else { None };
        Self { sub_attribute: self.sub_attribute.or(value), ..self }
    }
}

impl PartialEq for AttributePath {
    fn eq(&self, other: &Self) -> bool {
        (self.schema.urn, self.names()) == (other.schema.urn, other.names())
    }
}

impl Eq for AttributePath {}

impl fmt::Display for AttributePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.schema.extension {
            write!(f, "{}:", self.schema.urn)?;
        }
        f.write_str(self.attribute.name)?;
        self.sub_attribute.map_or(Ok(()), |part| write!(f, ".{}", part.name))
    }
}

/// What a PATCH operation, or a key of its value, is about.
#[derive(Debug, Clone, PartialEq)]
pub enum Path {
    /// All attributes of one schema: a path that is a URN alone.
    Schema(&'static Schema),
    /// An attribute, one of its parts, or those elements that a value filter selects.
    Attribute {
        /// The attribute, with the part behind the filter where there is one.
        path: AttributePath,
        /// `[type eq "work"]`: relative to an element.
        filter: Option<Filter>,
    },
}

/// Why a text is not a path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PathError {
    /// Well formed, but no attribute has that name.
    Unknown,
    /// Not a path at all; the sentence says why.
    Malformed(String),
}

impl Path {
    /// Reads a path. Names are compared without case; an attribute of an extension may also be named without its
    /// URN (Entra: `manager`) or with a dot after it (Entra's legacy job: `urn:…:User.department`).
    ///
    /// # Errors
    /// [`PathError`].
    pub fn parse(resource_type: ResourceType, text: &str) -> Result<Self, PathError> {
        let text = text.trim();
        if text.is_empty() || text.len() > MAX_PATH {
            return Err(PathError::Malformed(format!("a path has 1 to {MAX_PATH} characters")));
        }
        let (schema, rest) = split_urn(resource_type, text);
        if schema.is_none() && text.get(..4).is_some_and(|start| start.eq_ignore_ascii_case("urn:")) {
            return Err(PathError::Unknown);
        }
        match schema {
            Some(schema) if rest.is_empty() => Ok(Self::Schema(schema)),
            _ => parse_names(resource_type, schema, rest),
        }
    }
}

/// Is the site named under the other one of its two URNs?
pub(crate) fn names_tutorial_site(text: &str) -> bool {
    strip_urn(text.trim(), TUTORIAL_SITE_URN).is_some()
}

/// What follows after `urn` and its separator, if `text` begins with it.
fn strip_urn<'a>(text: &'a str, urn: &str) -> Option<&'a str> {
    let start = text.get(..urn.len()).filter(|start| start.eq_ignore_ascii_case(urn))?;
    let rest = &text[start.len()..];
    if rest.is_empty() { Some(rest) } else { rest.strip_prefix([':', '.']) }
}

fn split_urn(resource_type: ResourceType, text: &str) -> (Option<&'static Schema>, &str) {
    for schema in resource_type.schemas() {
        let urns = [Some(schema.urn), schema.alias];
        if let Some(rest) = urns.into_iter().flatten().find_map(|urn| strip_urn(text, urn)) {
            return (Some(schema), rest);
        }
    }
    (None, text)
}

fn parse_names(
    resource_type: ResourceType,
    schema: Option<&'static Schema>,
    text: &str,
) -> Result<Path, PathError> {
    let Some((name, rest)) = text.split_once('[') else {
        let (name, part) = text.split_once('.').map_or((text, None), |(name, part)| (name, Some(part)));
        return Ok(Path::Attribute { path: resolve(resource_type, schema, name, part)?, filter: None });
    };
    let (inner, after) = split_bracket(rest)?;
    let part = match after.trim() {
        "" => None,
        after => {
            Some(after.strip_prefix('.').ok_or_else(|| malformed("after ] comes nothing, or . and a name"))?)
        }
    };
    let element = resolve(resource_type, schema, name.trim(), None)?;
    if !element.attribute.multi_valued || element.attribute.sub_attributes.is_empty() {
        return Err(malformed("only an attribute with several values takes a filter in brackets"));
    }
    let filter = filter::parse_element(element, inner).map_err(|error| PathError::Malformed(error.detail))?;
    Ok(Path::Attribute { path: resolve(resource_type, schema, name.trim(), part)?, filter: Some(filter) })
}

fn malformed(why: &str) -> PathError {
    PathError::Malformed(why.to_owned())
}

/// What stands before the closing bracket, and after it; a bracket within quotes does not close.
fn split_bracket(text: &str) -> Result<(&str, &str), PathError> {
    let (mut quoted, mut escaped) = (false, false);
    for (at, c) in text.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' if quoted => escaped = true,
            '"' => quoted = !quoted,
            ']' if !quoted => return Ok((&text[..at], &text[at + 1..])),
            _ => {}
        }
    }
    Err(malformed("[ has no ]"))
}

/// `ATTRNAME = ALPHA *(nameChar)`, and `$ref` (RFC 7643 §2.1).
fn is_name(text: &str) -> bool {
    let rest = text.strip_prefix('$').unwrap_or(text);
    rest.starts_with(|c: char| c.is_ascii_alphabetic())
        && rest.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
}

fn resolve(
    resource_type: ResourceType,
    schema: Option<&'static Schema>,
    name: &str,
    part: Option<&str>,
) -> Result<AttributePath, PathError> {
    if !is_name(name) || !part.is_none_or(is_name) {
        return Err(malformed("a name is a letter, then letters, digits, hyphens and underscores"));
    }
    let path = match schema {
        Some(schema) if schema.extension => schema.attribute(name).map(|a| AttributePath::new(schema, a)),
        Some(core) => of_core(core, name),
        None => of_core(resource_type.core(), name).or_else(|| of_extension(resource_type, name)),
    };
    let path = path.ok_or(PathError::Unknown)?;
    match part {
        None => Ok(path),
        Some(part) => path.attribute.sub_attribute(part).map(|sub| path.with(sub)).ok_or(PathError::Unknown),
    }
}

fn of_core(core: &'static Schema, name: &str) -> Option<AttributePath> {
    let common = || COMMON.iter().find(|attribute| attribute.name.eq_ignore_ascii_case(name));
    core.attribute(name).or_else(common).map(|attribute| AttributePath::new(core, attribute))
}

fn of_extension(resource_type: ResourceType, name: &str) -> Option<AttributePath> {
    let extensions = resource_type.schemas().iter().filter(|schema| schema.extension);
    extensions.into_iter().find_map(|schema| schema.attribute(name).map(|a| AttributePath::new(schema, a)))
}

#[cfg(test)]
mod tests;
