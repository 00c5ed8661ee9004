//! What a command fails with.

use std::fmt;

use crate::http::Failure;

/// One sentence or two for the operator: what happened, and what to do.
#[derive(Debug)]
pub struct Error(String);

impl Error {
    /// An error in those words.
    #[must_use]
    pub fn new(words: impl Into<String>) -> Self {
        Self(words.into())
    }

    /// The organization that is not there.
    #[must_use]
    pub(super) fn no_organization(slug: &str) -> Self {
        Self(format!(
            "There is no organization \"{slug}\". Check how it is written, or create it: rollcall org create --slug {slug} …"
        ))
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Error {}

impl From<store::OpenError> for Error {
    fn from(error: store::OpenError) -> Self {
        Self(error.to_string())
    }
}

impl From<store::CopyError> for Error {
    fn from(error: store::CopyError) -> Self {
        Self(error.to_string())
    }
}

impl From<crate::backup::Error> for Error {
    fn from(error: crate::backup::Error) -> Self {
        Self(error.to_string())
    }
}

impl From<store::Error> for Error {
    fn from(error: store::Error) -> Self {
        match error {
            store::Error::Database(cause) => {
                Self(format!("The database failed: {cause}. Check that it runs and has room, and try again."))
            }
            other => Self(other.to_string()),
        }
    }
}

/// The detail of a problem, or each field that is not accepted.
impl From<Failure> for Error {
    fn from(Failure(problem): Failure) -> Self {
        if problem.errors.is_empty() {
            return Self(problem.detail);
        }
        let fields: Vec<String> = problem
            .errors
            .iter()
            .map(|error| format!("{}: {}", error.field.replace('_', " "), error.message))
            .collect();
        Self(fields.join("\n"))
    }
}
