//! `application/problem+json` (RFC 9457): what happened, why, what to do, and a reference.

use domain::Reason;
use domain::validation::Invalid;
use serde::{Deserialize, Serialize};

/// The media type of a [`Problem`].
pub const MEDIA_TYPE: &str = "application/problem+json";

/// What kind of problem it is: the one list for programs to decide by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Code {
    /// The request cannot be read: not JSON, a wrong type, an unknown field, a bad query.
    InvalidRequest,
    /// Single fields are not accepted: see `errors`.
    InvalidFields,
    /// A rule refuses: see `reason`.
    Refused,
    /// The cursor is not one that this list gave.
    InvalidCursor,
    /// Not signed in, or the session has ended.
    NotSignedIn,
    /// Username or password is wrong, or the person may not sign in: deliberately not said which.
    SignInFailed,
    /// Too many failed attempts: see `retry_after`.
    TooManyAttempts,
    /// A one-time link has been used, has expired, or was never given.
    LinkInvalid,
    /// The role does not carry the right.
    Forbidden,
    /// No such thing, or not in this organization.
    NotFound,
    /// The path knows other methods.
    MethodNotAllowed,
    /// `If-Match` is missing on an edit.
    PreconditionRequired,
    /// Somebody else changed it in the meantime: see `current`.
    ChangedElsewhere,
    /// The `Idempotency-Key` was used for another request.
    IdempotencyMismatch,
    /// The body is larger than allowed.
    TooLarge,
    /// An uploaded file is not in UTF-8: to be sent again with its encoding.
    EncodingNeeded,
    /// The body is not `application/json`, or, of a file, not `text/csv`.
    UnsupportedMediaType,
    /// The request comes from another site.
    CrossSite,
    /// Our fault.
    Internal,
    /// The service cannot answer now.
    Unavailable,
}

impl Code {
    /// The HTTP status.
    #[must_use]
    pub const fn status(self) -> u16 {
        match self {
            Self::InvalidRequest | Self::InvalidCursor => 400,
            Self::InvalidFields | Self::EncodingNeeded => 422,
            Self::Refused | Self::IdempotencyMismatch => 409,
            Self::NotSignedIn | Self::SignInFailed => 401,
            Self::TooManyAttempts => 429,
            Self::LinkInvalid => 410,
            Self::Forbidden | Self::CrossSite => 403,
            Self::NotFound => 404,
            Self::MethodNotAllowed => 405,
            Self::PreconditionRequired => 428,
            Self::ChangedElsewhere => 412,
            Self::TooLarge => 413,
            Self::UnsupportedMediaType => 415,
            Self::Internal => 500,
            Self::Unavailable => 503,
        }
    }

    /// What happened, as a heading.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::InvalidRequest => "The request cannot be read",
            Self::InvalidFields => "Some values are not accepted",
            Self::Refused => "This is not allowed",
            Self::InvalidCursor => "This page of the list is gone",
            Self::NotSignedIn => "You are not signed in",
            Self::SignInFailed => "Signing in did not work",
            Self::TooManyAttempts => "Too many attempts",
            Self::LinkInvalid => "This link no longer works",
            Self::Forbidden => "Your role does not allow this",
            Self::NotFound => "Not found",
            Self::MethodNotAllowed => "This address does not take that method",
            Self::PreconditionRequired => "The version is missing",
            Self::ChangedElsewhere => "Somebody else changed this",
            Self::IdempotencyMismatch => "This request was already sent with other values",
            Self::TooLarge => "The request is too large",
            Self::EncodingNeeded => "The encoding of the file is not known",
            Self::UnsupportedMediaType => "The form of the request is not taken here",
            Self::CrossSite => "The request came from another site",
            Self::Internal => "Something went wrong on our side",
            Self::Unavailable => "The service is not available right now",
        }
    }
}

/// One field that is not accepted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FieldError {
    /// The field's name in the request body.
    pub field: String,
    /// Why; the console words it in the reader's language.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<Object>))]
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub invalid: Option<Invalid>,
    /// The rule that refuses the field, where it is one.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<Object>))]
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub reason: Option<Reason>,
    /// Why, in English.
    pub message: String,
}

impl FieldError {
    /// A value of the wrong form.
    #[must_use]
    pub fn invalid(field: &str, invalid: Invalid) -> Self {
        Self { field: field.to_owned(), invalid: Some(invalid), reason: None, message: invalid.to_string() }
    }

    /// A value that a rule refuses.
    #[must_use]
    pub fn refused(field: &str, reason: Reason) -> Self {
        Self { field: field.to_owned(), invalid: None, reason: Some(reason), message: reason.to_string() }
    }
}

/// The body of every answer that is not a success.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Problem {
    /// `about:blank`: the code says it all.
    pub r#type: String,
    /// What happened.
    pub title: String,
    /// The HTTP status again.
    pub status: u16,
    /// Why, and what to do.
    pub detail: String,
    /// For programs.
    pub code: Code,
    /// The rule that refuses, as in `R12`.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub rule: Option<String>,
    /// The refusal, with its details.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<Object>))]
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub reason: Option<Reason>,
    /// Every field that is not accepted, all at once.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub errors: Vec<FieldError>,
    /// Seconds to wait before trying again.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub retry_after: Option<u64>,
    /// With `changed_elsewhere`: the thing as it is now.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<Object>))]
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub current: Option<serde_json::Value>,
    /// To quote when asking for help; the server's log has it.
    #[serde(default)]
    pub request_id: String,
}

impl Problem {
    /// A problem of that kind, with why and what to do.
    #[must_use]
    pub fn new(code: Code, detail: impl Into<String>) -> Self {
        Self {
            r#type: "about:blank".to_owned(),
            title: code.title().to_owned(),
            status: code.status(),
            detail: detail.into(),
            code,
            rule: None,
            reason: None,
            errors: Vec::new(),
            retry_after: None,
            current: None,
            request_id: String::new(),
        }
    }

    /// A refusal by a rule: 403 for a missing right (R32), 409 for everything else.
    #[must_use]
    pub fn refused(reason: Reason) -> Self {
        let code = match reason {
            Reason::RightMissing { .. } => Code::Forbidden,
            _ => Code::Refused,
        };
        let rule = Some(reason.rule().to_owned());
        Self { rule, reason: Some(reason), ..Self::new(code, reason.to_string()) }
    }

    /// Fields that are not accepted.
    #[must_use]
    pub fn fields(errors: Vec<FieldError>) -> Self {
        let detail = match errors.len() {
            1 => "One value needs to be put right. Nothing was saved.".to_owned(),
            n => format!("{n} values need to be put right. Nothing was saved."),
        };
        let rule = errors.iter().find_map(|e| e.reason.map(|reason| reason.rule().to_owned()));
        Self { errors, rule, ..Self::new(Code::InvalidFields, detail) }
    }
}

impl From<Reason> for Problem {
    fn from(reason: Reason) -> Self {
        Self::refused(reason)
    }
}
