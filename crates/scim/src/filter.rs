//! Filters (RFC 7644 §3.4.2.2): a text becomes a tree whose attributes are those of the schema table.
//!
//! Three steps: `rewrite` turns what identity providers write into the grammar of the RFC; the grammar crate reads
//! that, with its precedence; `resolve` looks the names up and brings values to their types. The tree is for two
//! readers who must agree: [`Filter::matches`] in memory, and the server's SQL.

mod matching;
mod resolve;
mod rewrite;

use std::fmt;

use domain::Timestamp;
use serde_json::Value;

use crate::path::AttributePath;
use crate::schema::ResourceType;
use crate::{Object, ScimError};

/// Longest filter, in bytes.
pub const MAX_FILTER: usize = 8_192;
/// Deepest nesting of a filter.
pub const MAX_DEPTH: usize = 20;
/// Most comparisons in a filter.
pub const MAX_TERMS: usize = 200;

/// A comparison. There is no `ne`: it is the negation of `eq`, so it holds where there is no value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CompareOp {
    /// Equal.
    Eq,
    /// Contains.
    Co,
    /// Starts with.
    Sw,
    /// Ends with.
    Ew,
    /// Greater than.
    Gt,
    /// Greater than or equal.
    Ge,
    /// Less than.
    Lt,
    /// Less than or equal.
    Le,
}

impl CompareOp {
    /// As it is written in a filter.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Eq => "eq",
            Self::Co => "co",
            Self::Sw => "sw",
            Self::Ew => "ew",
            Self::Gt => "gt",
            Self::Ge => "ge",
            Self::Lt => "lt",
            Self::Le => "le",
        }
    }
}

/// What an attribute is compared with: of the attribute's type.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CompareValue {
    /// A text as the client wrote it. Where the attribute is not `case_exact`, both sides are to be folded
    /// ([`domain::fold::fold`]).
    Text(String),
    /// Only ever compared with `eq`.
    Boolean(bool),
    /// A point in time; never compared with `co`, `sw` or `ew`.
    DateTime(Timestamp),
}

/// A filter, resolved against the schema table. At most [`MAX_DEPTH`] deep, at most [`MAX_TERMS`] leaves.
#[derive(Debug, Clone, PartialEq)]
pub enum Filter {
    /// All of them; two at least.
    And(Vec<Self>),
    /// One of them; two at least.
    Or(Vec<Self>),
    /// Not this. What has no value satisfies it.
    Not(Box<Self>),
    /// Does a value compare so? Of a multi-valued attribute: does any? The path leads to a simple value.
    Compare {
        /// The attribute.
        path: AttributePath,
        /// How.
        op: CompareOp,
        /// With what.
        value: CompareValue,
    },
    /// Is there a value that is not empty? The path may lead to a complex attribute.
    Present(AttributePath),
    /// Is there an element for which all of the inner filter holds? The paths in it lead to parts of `attribute`.
    ValuePath {
        /// The multi-valued attribute.
        attribute: AttributePath,
        /// About one element.
        filter: Box<Self>,
    },
    /// A comparison of an attribute that is not known here: it has no value, so this matches nothing.
    Unknown(String),
}

impl Filter {
    /// Reads a filter on resources of that type.
    ///
    /// # Errors
    /// `invalidFilter`, with what is wrong and where.
    pub fn parse(resource_type: ResourceType, text: &str) -> Result<Self, ScimError> {
        if text.len() > MAX_FILTER {
            return Err(ScimError::filter(format!(
                "The filter has more than {MAX_FILTER} bytes. Ask for less at once."
            )));
        }
        let parsed = rewrite::rewrite(text)?.parse().map_err(|error| resolve::refusal(text, &error))?;
        resolve::resolve(resource_type, &parsed)
    }

    /// Does the resource satisfy the filter? `resource` is as it is returned, in canonical spelling.
    #[must_use]
    pub fn matches(&self, resource: &Object) -> bool {
        matching::of_resource(self, resource)
    }

    /// Does the element satisfy this inner filter of a [`ValuePath`](Self::ValuePath)?
    pub(crate) fn matches_element(&self, element: &Object) -> bool {
        matching::of_element(self, element)
    }

    /// The parts of an element that this filter asks for, when it asks for equality only: what a PATCH to an element
    /// that is not there makes of it.
    pub(crate) fn stamp(&self) -> Option<Object> {
        match self {
            Self::And(terms) => {
                let mut all = Object::new();
                for term in terms {
                    all.extend(term.stamp()?);
                }
                Some(all)
            }
            Self::Compare { path, op: CompareOp::Eq, value } => {
                let value = match value {
                    CompareValue::Text(text) => Value::String(text.clone()),
                    CompareValue::Boolean(flag) => Value::Bool(*flag),
                    CompareValue::DateTime(_) => return None,
                };
                Some(Object::from_iter([(path.leaf().name.to_owned(), value)]))
            }
            _ => None,
        }
    }
}

/// Reads the inner filter of a value path: what stands in the brackets after `attribute`.
pub(crate) fn parse_element(attribute: AttributePath, inner: &str) -> Result<Filter, ScimError> {
    // The resource type decides nothing within the brackets: the attribute is resolved already.
    let resource_type =
        if attribute.schema == ResourceType::Group.core() { ResourceType::Group } else { ResourceType::User };
    match Filter::parse(resource_type, &format!("{attribute}[{inner}]"))? {
        Filter::ValuePath { filter, .. } => Ok(*filter),
        _ => Err(ScimError::filter("The filter in brackets cannot be read.")),
    }
}

impl fmt::Display for Filter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.write(f, false)
    }
}

impl Filter {
    /// Writes the filter as RFC 7644 spells it; within brackets, paths are the names of the parts.
    fn write(&self, f: &mut fmt::Formatter<'_>, within: bool) -> fmt::Result {
        match self {
            Self::And(terms) => write_joined(f, terms, " and ", within),
            Self::Or(terms) => write_joined(f, terms, " or ", within),
            Self::Not(inner) => {
                f.write_str("not (")?;
                inner.write(f, within)?;
                f.write_str(")")
            }
            Self::Compare { path, op, value } => {
                write_path(f, path, within)?;
                write!(f, " {} {value}", op.name())
            }
            Self::Present(path) => {
                write_path(f, path, within)?;
                f.write_str(" pr")
            }
            Self::ValuePath { attribute, filter } => {
                write!(f, "{attribute}[")?;
                filter.write(f, true)?;
                f.write_str("]")
            }
            Self::Unknown(name) => write!(f, "{name} pr"),
        }
    }
}

fn write_path(f: &mut fmt::Formatter<'_>, path: &AttributePath, within: bool) -> fmt::Result {
    if within { f.write_str(path.leaf().name) } else { write!(f, "{path}") }
}

fn write_joined(f: &mut fmt::Formatter<'_>, terms: &[Filter], joint: &str, within: bool) -> fmt::Result {
    for (at, term) in terms.iter().enumerate() {
        if at > 0 {
            f.write_str(joint)?;
        }
        if matches!(term, Filter::Or(_) | Filter::And(_)) {
            f.write_str("(")?;
            term.write(f, within)?;
            f.write_str(")")?;
        } else {
            term.write(f, within)?;
        }
    }
    Ok(())
}

impl fmt::Display for CompareValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(text) => write!(f, "{}", Value::String(text.clone())),
            Self::Boolean(flag) => write!(f, "{flag}"),
            Self::DateTime(time) => write!(f, "\"{time}\""),
        }
    }
}

#[cfg(test)]
mod tests;
