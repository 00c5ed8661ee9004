//! What a handler fails with: a [`Problem`], from whatever went wrong.

use api::problem::FieldError;
use api::{Code, Problem};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use domain::Reason;
use domain::validation::Invalid;
use store::Conflict;

/// How long whoever is told that the database is away should wait, in seconds: a new primary is there within a few.
pub const RETRY_AFTER: u64 = 1;

/// A [`Problem`] on its way out. `?` makes one from a [`Reason`], a [`Problem`] or an error of the store.
#[derive(Debug, Clone)]
pub struct Failure(pub Box<Problem>);

impl Failure {
    /// A problem of that kind, with why and what to do.
    #[must_use]
    pub fn new(code: Code, detail: impl Into<String>) -> Self {
        Problem::new(code, detail).into()
    }

    /// No such thing, or not in this organization: deliberately the same words for both.
    #[must_use]
    pub fn not_found(noun: &str) -> Self {
        Self::new(
            Code::NotFound,
            format!("There is no such {noun} in your organization. It may have been deleted."),
        )
    }

    /// The database is away for now, or too busy.
    #[must_use]
    pub fn unavailable() -> Self {
        let detail = "The database cannot be reached right now. Try again in a few seconds. If you changed something, look first \
                      whether it was saved.";
        Problem { retry_after: Some(RETRY_AFTER), ..Problem::new(Code::Unavailable, detail) }.into()
    }

    /// Our fault: `error` goes to the log, and only the request's id to the client.
    pub fn internal(error: &dyn std::fmt::Display) -> Self {
        tracing::error!(%error, "a request failed inside");
        Self::new(
            Code::Internal,
            "Nothing was saved. Try again; if it happens again, give the operator the request id below.",
        )
    }
}

impl From<Problem> for Failure {
    fn from(problem: Problem) -> Self {
        Self(Box::new(problem))
    }
}

impl From<Reason> for Failure {
    fn from(reason: Reason) -> Self {
        Problem::refused(reason).into()
    }
}

impl From<store::Error> for Failure {
    fn from(error: store::Error) -> Self {
        match error {
            store::Error::Conflict(Conflict::Rule(reason)) => reason.into(),
            store::Error::Conflict(Conflict::SlugTaken) => Problem::fields(vec![FieldError {
                message: Conflict::SlugTaken.to_string(),
                ..FieldError::invalid("slug", Invalid::NotAChoice)
            }])
            .into(),
            store::Error::Conflict(Conflict::KeyUsed) => Problem {
                retry_after: Some(RETRY_AFTER),
                ..Problem::new(Code::Unavailable, error.to_string())
            }
            .into(),
            store::Error::InvalidCursor => Self::new(Code::InvalidCursor, error.to_string()),
            store::Error::Stale => Self::new(Code::ChangedElsewhere, error.to_string()),
            other if other.is_unavailable() => {
                note_unavailable(&other);
                Self::unavailable()
            }
            other => Self::internal(&other),
        }
    }
}

/// Into the log, unless it is a collision: within a transaction the next run is about to mend that, and the store says when it does not.
pub fn note_unavailable(error: &store::Error) {
    if !error.is_collision() {
        tracing::warn!(%error, "a request could not be carried out now");
    }
}

/// The problem travels as an extension; [`super::request_id`] writes it out with the id of the request.
impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.0.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let mut response = status.into_response();
        response.extensions_mut().insert(self);
        response
    }
}
