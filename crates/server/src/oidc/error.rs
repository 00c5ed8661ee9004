//! Errors, by the names that OAuth 2.0 and OpenID Connect give them.

use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;

use crate::http::Failure;

/// The name of an error.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ErrorCode {
    /// A parameter is missing, twice, or cannot be read (RFC 6749).
    InvalidRequest,
    /// The application has not proved who it is.
    InvalidClient,
    /// The code or the token is wrong, over, used, or somebody else's.
    InvalidGrant,
    /// No such way to get tokens.
    UnsupportedGrantType,
    /// No such answer of the authorization endpoint.
    UnsupportedResponseType,
    /// `openid` is missing, or more is asked for than was granted.
    InvalidScope,
    /// The access token is wrong, over, or revoked (RFC 6750).
    InvalidToken,
    /// The person has to sign in, and must not be asked (OpenID Connect Core §3.1.2.6).
    LoginRequired,
    /// Likewise: a request object.
    RequestNotSupported,
    /// Likewise: a request object elsewhere.
    RequestUriNotSupported,
    /// Likewise: a registration with the request.
    RegistrationNotSupported,
    /// Our fault.
    ServerError,
    /// Too many requests, or the database is away.
    TemporarilyUnavailable,
}

/// An error, and what happened in a sentence.
#[derive(Debug, Clone)]
pub struct Error {
    /// Its name.
    pub code: ErrorCode,
    /// In a sentence, of plain characters without quotes (RFC 6749 §5.2).
    pub description: String,
    /// The scheme to answer with, of an application that has tried one.
    challenge: Option<&'static str>,
    retry_after: Option<u64>,
    /// It is not too many requests, but the database that is away.
    away: bool,
}

impl Error {
    /// An error of that name.
    #[must_use]
    pub fn new(code: ErrorCode, description: impl Into<String>) -> Self {
        Self { code, description: description.into(), challenge: None, retry_after: None, away: false }
    }

    /// Answers with `WWW-Authenticate: <scheme>` (RFC 6749 §5.2).
    #[must_use]
    pub fn challenging(self, scheme: &'static str) -> Self {
        Self { challenge: Some(scheme), ..self }
    }

    /// Its name as text.
    #[must_use]
    pub fn name(&self) -> String {
        crate::audit::name(self.code)
    }

    fn status(&self) -> StatusCode {
        match self.code {
            ErrorCode::InvalidClient | ErrorCode::InvalidToken => StatusCode::UNAUTHORIZED,
            ErrorCode::ServerError => StatusCode::INTERNAL_SERVER_ERROR,
            ErrorCode::TemporarilyUnavailable if self.away => StatusCode::SERVICE_UNAVAILABLE,
            ErrorCode::TemporarilyUnavailable => StatusCode::TOO_MANY_REQUESTS,
            _ => StatusCode::BAD_REQUEST,
        }
    }
}

/// Our fault, too many requests, or not now: what else fails inside has an error of its own.
impl From<Failure> for Error {
    fn from(failure: Failure) -> Self {
        let problem = failure.0;
        let code = match problem.code {
            api::Code::TooManyAttempts | api::Code::Unavailable => ErrorCode::TemporarilyUnavailable,
            _ => ErrorCode::ServerError,
        };
        let away = problem.code == api::Code::Unavailable;
        Self {
            retry_after: problem.retry_after,
            away,
            ..Self::new(code, problem.detail.replace(['"', '\\'], ""))
        }
    }
}

impl From<store::Error> for Error {
    fn from(error: store::Error) -> Self {
        Failure::from(error).into()
    }
}

#[derive(Serialize)]
struct Body<'a> {
    error: ErrorCode,
    error_description: &'a str,
}

impl IntoResponse for Error {
    fn into_response(self) -> Response {
        let body = Body { error: self.code, error_description: &self.description };
        let mut response = (self.status(), Json(body)).into_response();
        let headers = response.headers_mut();
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        headers.extend(self.retry_after.map(|seconds| (header::RETRY_AFTER, HeaderValue::from(seconds))));
        if let Some(scheme) = self.challenge {
            let text = match self.code {
                ErrorCode::InvalidToken => format!("{scheme} error=\"invalid_token\""),
                _ => format!("{scheme} realm=\"rollcall\""),
            };
            headers.extend(HeaderValue::from_str(&text).ok().map(|value| (header::WWW_AUTHENTICATE, value)));
        }
        response
    }
}
