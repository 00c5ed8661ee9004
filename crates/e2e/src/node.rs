//! Things as the accessibility tree has them, and the names by which they are found.

use std::fmt;

use serde_json::Value;

/// Which accessible name is meant. A `&str` means exactly that name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Name {
    /// This name.
    Exactly(String),
    /// A name with this in it.
    Containing(String),
    /// The name of a field with this label, with a colon or marked as optional or not.
    Label(String),
    /// Every name.
    Any,
}

/// A name with `part` in it.
#[must_use]
pub fn containing(part: impl Into<String>) -> Name {
    Name::Containing(part.into())
}

/// Every name.
#[must_use]
pub const fn any() -> Name {
    Name::Any
}

impl Name {
    /// Is it this one?
    #[must_use]
    pub fn accepts(&self, name: &str) -> bool {
        match self {
            Self::Exactly(wanted) => wanted == name,
            Self::Containing(part) => name.contains(part.as_str()),
            Self::Label(label) => {
                name.strip_prefix(label.as_str()).is_some_and(|rest| ["", ":", " optional"].contains(&rest))
            }
            Self::Any => true,
        }
    }
}

impl From<&str> for Name {
    fn from(name: &str) -> Self {
        Self::Exactly(name.to_owned())
    }
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Exactly(name) => write!(f, "“{name}”"),
            Self::Containing(part) => write!(f, "with “{part}” in its name"),
            Self::Label(label) => write!(f, "labelled “{label}”"),
            Self::Any => f.write_str("of any name"),
        }
    }
}

/// A thing on the page, as the accessibility tree has it.
#[derive(Debug, Clone)]
pub struct Node {
    /// Its role, as in WAI-ARIA.
    pub role: String,
    /// Its accessible name.
    pub name: String,
    /// Its accessible description: hints, reasons of locks, field errors.
    pub description: String,
    /// Its value: what is in a field.
    pub value: String,
    properties: Value,
    pub(crate) backend_id: u64,
}

impl Node {
    /// From an `AXNode` of the DevTools protocol, or of the script that makes the same; none where it is ignored.
    pub(crate) fn read(node: &Value) -> Option<Self> {
        let text = |key: &str| {
            let value = &node[key]["value"];
            value
                .as_str()
                .map_or_else(|| if value.is_null() { String::new() } else { value.to_string() }, one_line)
        };
        if node["ignored"] == true {
            return None;
        }
        Some(Self {
            role: text("role"),
            name: text("name"),
            description: text("description"),
            value: node["value"]["value"].as_str().unwrap_or_default().to_owned(),
            properties: node["properties"].clone(),
            backend_id: node["backendDOMNodeId"].as_u64()?,
        })
    }

    /// A property such as `checked`, `readonly`, `disabled`, `expanded`, `focused`, `invalid`, as text.
    #[must_use]
    pub fn property(&self, name: &str) -> Option<String> {
        let property = self.properties.as_array()?.iter().find(|property| property["name"] == name)?;
        let value = &property["value"]["value"];
        Some(value.as_str().map_or_else(|| value.to_string(), str::to_owned))
    }

    /// Is the property there and true?
    #[must_use]
    pub fn is(&self, name: &str) -> bool {
        self.property(name).as_deref() == Some("true")
    }
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
