//! `If-Match` and `ETag` (RFC 9110 §13.1.1): nobody overwrites what somebody else changed in the meantime.

use api::{Code, Problem};
use axum::http::{HeaderMap, HeaderValue, header};
use serde::Serialize;

use super::Failure;

/// The versions that the client is willing to change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IfMatch {
    /// `*`, or no header on an operation that needs none: whatever the version is.
    Any,
    /// Only this version.
    Version(u64),
}

impl IfMatch {
    /// May the thing be changed, being at `current`?
    #[must_use]
    pub fn admits(self, current: u64) -> bool {
        self == Self::Any || self == Self::Version(current)
    }

    /// The version that must still be there; nothing when any will do.
    #[must_use]
    pub const fn version(self) -> Option<u64> {
        match self {
            Self::Any => None,
            Self::Version(version) => Some(version),
        }
    }

    /// Reads the header.
    ///
    /// # Errors
    /// `precondition_required` when it is missing and `required`, `invalid_request` when it cannot be read.
    pub(super) fn from_headers(headers: &HeaderMap, required: bool) -> Result<Self, Failure> {
        let Some(value) = headers.get(header::IF_MATCH) else {
            return if required { Err(missing()) } else { Ok(Self::Any) };
        };
        let text = value.to_str().unwrap_or_default().trim();
        if text == "*" {
            return Ok(Self::Any);
        }
        let tag = text.strip_prefix("W/").unwrap_or(text);
        let version = tag.strip_prefix('"').and_then(|t| t.strip_suffix('"')).and_then(|t| t.parse().ok());
        version.map(Self::Version).ok_or_else(|| {
            Failure::new(
                Code::InvalidRequest,
                "The If-Match header holds no version of ours. Send the ETag of the answer that you edited, such as \"7\".",
            )
        })
    }
}

fn missing() -> Failure {
    Failure::new(
        Code::PreconditionRequired,
        "An edit needs the If-Match header with the ETag of what you edited, so that nobody's change is lost. Read it, then send it along.",
    )
}

/// The `ETag` of a version.
pub(super) fn etag(version: u64) -> HeaderValue {
    HeaderValue::from_str(&format!("\"{version}\"")).expect("digits between quotes are a header value")
}

/// `changed_elsewhere`, with the thing as it is now.
#[must_use]
pub fn changed_elsewhere<T: Serialize>(current: &T) -> Failure {
    let problem = Problem::new(
        Code::ChangedElsewhere,
        "It was changed after you opened it. Nothing was saved: look at how it is now, and make your change again.",
    );
    Problem { current: serde_json::to_value(current).ok(), ..problem }.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(value: &'static str) -> Result<IfMatch, Failure> {
        let headers = HeaderMap::from_iter([(header::IF_MATCH, HeaderValue::from_static(value))]);
        IfMatch::from_headers(&headers, true)
    }

    #[test]
    fn a_strong_tag_a_weak_tag_and_a_star_are_read() {
        assert_eq!(read("\"7\"").unwrap(), IfMatch::Version(7));
        assert_eq!(read("W/\"7\"").unwrap(), IfMatch::Version(7));
        assert_eq!(read("*").unwrap(), IfMatch::Any);
    }

    #[test]
    fn anything_else_is_a_bad_request_and_nothing_is_a_missing_precondition() {
        for value in ["7", "\"seven\"", "\"7", ""] {
            assert_eq!(read(value).unwrap_err().0.code, Code::InvalidRequest, "{value}");
        }
        let missing = IfMatch::from_headers(&HeaderMap::new(), true).unwrap_err();
        assert_eq!(missing.0.code, Code::PreconditionRequired);
        assert_eq!(IfMatch::from_headers(&HeaderMap::new(), false).unwrap(), IfMatch::Any);
    }
}
