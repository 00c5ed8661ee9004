//! Errors of the protocol (RFC 7644 §3.12).

use std::borrow::Cow;
use std::fmt;

use serde_json::{Value, json};

/// The URN of an error message.
pub const ERROR_URN: &str = "urn:ietf:params:scim:api:messages:2.0:Error";

/// The detail keyword of a 400 or 409 (RFC 7644 §3.12, table 9).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ScimType {
    /// A filter that cannot be read, or that compares what cannot be compared.
    InvalidFilter,
    /// More results than the server processes.
    TooMany,
    /// A value that must be unique is taken.
    Uniqueness,
    /// A change of a readOnly or immutable attribute, or removal of a required one.
    Mutability,
    /// A body that is not JSON, or not of the shape of its message.
    InvalidSyntax,
    /// A PATCH path that is malformed or unknown.
    InvalidPath,
    /// A PATCH path that leads to nothing that can be operated on.
    NoTarget,
    /// A required value is missing, or a value is not of its type.
    InvalidValue,
    /// A value that must not stand in a URL.
    Sensitive,
    /// A cursor that was not given out for this list (RFC 9865 §2.1).
    InvalidCursor,
    /// A cursor that was given out too long ago.
    ExpiredCursor,
    /// Another `count` than the one that the cursor was given out for.
    InvalidCount,
}

impl ScimType {
    /// The keyword as it is written in the body.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::InvalidFilter => "invalidFilter",
            Self::TooMany => "tooMany",
            Self::Uniqueness => "uniqueness",
            Self::Mutability => "mutability",
            Self::InvalidSyntax => "invalidSyntax",
            Self::InvalidPath => "invalidPath",
            Self::NoTarget => "noTarget",
            Self::InvalidValue => "invalidValue",
            Self::Sensitive => "sensitive",
            Self::InvalidCursor => "invalidCursor",
            Self::ExpiredCursor => "expiredCursor",
            Self::InvalidCount => "invalidCount",
        }
    }
}

/// What a refused value should have been, for the provisioning log (R31).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mismatch {
    /// The attribute, by its path.
    pub attribute: String,
    /// What it takes.
    pub expected: Cow<'static, str>,
    /// What was sent, cut short; empty when nothing was.
    pub received: String,
}

/// A refusal, as the client is told it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{detail}")]
pub struct ScimError {
    /// The HTTP status.
    pub status: u16,
    /// The keyword, where the status has one.
    pub scim_type: Option<ScimType>,
    /// What happened and what to do, for the admin of the identity provider who reads it in the log there.
    pub detail: String,
    /// The value that was refused, where it was one.
    pub mismatch: Option<Box<Mismatch>>,
}

/// Characters of a refused value that are kept.
const RECEIVED: usize = 300;

impl ScimError {
    /// An error with a status that has no keyword, such as 404.
    #[must_use]
    pub fn new(status: u16, detail: impl Into<String>) -> Self {
        Self { status, scim_type: None, detail: detail.into(), mismatch: None }
    }

    /// An error with a keyword; its status follows from it (RFC 7644 §3.12).
    #[must_use]
    pub fn of(scim_type: ScimType, detail: impl Into<String>) -> Self {
        let status = match scim_type {
            ScimType::Uniqueness => 409,
            ScimType::Sensitive => 403,
            _ => 400,
        };
        Self { status, scim_type: Some(scim_type), detail: detail.into(), mismatch: None }
    }

    pub(crate) fn filter(detail: impl Into<String>) -> Self {
        Self::of(ScimType::InvalidFilter, detail)
    }

    pub(crate) fn syntax(detail: impl Into<String>) -> Self {
        Self::of(ScimType::InvalidSyntax, detail)
    }

    pub(crate) fn path(detail: impl Into<String>) -> Self {
        Self::of(ScimType::InvalidPath, detail)
    }

    pub(crate) fn value(detail: impl Into<String>) -> Self {
        Self::of(ScimType::InvalidValue, detail)
    }

    /// The same about that value, unless it is known already.
    #[must_use]
    pub(crate) fn about(
        mut self,
        attribute: impl fmt::Display,
        expected: impl Into<Cow<'static, str>>,
        received: &Value,
    ) -> Self {
        let received = match received {
            Value::Null => String::new(),
            Value::String(text) => text.chars().take(RECEIVED).collect(),
            other => other.to_string().chars().take(RECEIVED).collect(),
        };
        let mismatch = Mismatch { attribute: attribute.to_string(), expected: expected.into(), received };
        self.mismatch.get_or_insert_with(|| Box::new(mismatch));
        self
    }

    /// The body of the response. `status` is a string there (RFC 7644 §3.12).
    #[must_use]
    pub fn to_json(&self) -> Value {
        let mut body =
            json!({"schemas": [ERROR_URN], "status": self.status.to_string(), "detail": self.detail});
        if let Some(scim_type) = self.scim_type {
            body["scimType"] = scim_type.name().into();
        }
        body
    }
}

/// A text of the client, quoted for a sentence: cut short, control characters shown as escapes.
pub(crate) struct Quoted<'a>(pub &'a str);

impl fmt::Display for Quoted<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const SHOWN: usize = 80;
        f.write_str("\"")?;
        for c in self.0.chars().take(SHOWN) {
            if c.is_control() { write!(f, "{}", c.escape_default())? } else { write!(f, "{c}")? }
        }
        f.write_str(if self.0.chars().nth(SHOWN).is_some() { "…\"" } else { "\"" })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_status_in_the_body_is_a_string() {
        let error = ScimError::of(ScimType::Uniqueness, "That userName is taken.");
        assert_eq!(
            error.to_json(),
            json!({"schemas": [ERROR_URN], "status": "409", "scimType": "uniqueness", "detail": "That userName is taken."})
        );
        assert_eq!(ScimError::new(404, "No such user.").to_json().get("scimType"), None);
    }

    #[test]
    fn a_quoted_text_is_cut_and_shows_its_control_characters() {
        assert_eq!(Quoted("a\nb").to_string(), "\"a\\nb\"");
        assert_eq!(Quoted(&"x".repeat(81)).to_string(), format!("\"{}…\"", "x".repeat(80)));
    }
}
