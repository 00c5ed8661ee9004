//! Why an act on a person is not done.

use api::problem::FieldError;
use api::{Code, Problem};
use domain::Reason;

use crate::http::Failure;

/// Nothing was written, because:
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// There is no such person in the organization, or the identity provider may not see them (R30).
    #[error("There is no such person in this organization.")]
    NotFound,
    /// A rule refuses.
    #[error("{0}")]
    Refused(Reason),
    /// Single values are not accepted.
    #[error("{} values are not accepted.", .0.len())]
    Fields(Vec<FieldError>),
    /// No site of the organization has or had that name (R13).
    #[error(
        "There is no site named \"{name}\". Make a site of that name, or rename one to it, in the console under Sites."
    )]
    UnknownSite {
        /// The name that was sent.
        name: String,
    },
    /// Not the version that the caller has seen.
    #[error("It was changed after it was read.")]
    Stale,
    /// The database failed.
    #[error(transparent)]
    Store(store::Error),
}

impl From<Reason> for Error {
    fn from(reason: Reason) -> Self {
        Self::Refused(reason)
    }
}

impl From<store::Error> for Error {
    fn from(error: store::Error) -> Self {
        match (error.reason(), error) {
            (Some(reason), _) => Self::Refused(reason),
            (None, store::Error::Stale) => Self::Stale,
            (None, error) => Self::Store(error),
        }
    }
}

/// For an operation that takes no version, a stale write is one that lost a race: the caller may repeat it.
impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        match error {
            Error::NotFound => Self::not_found("user"),
            Error::Refused(reason) => reason.into(),
            Error::Fields(errors) => Problem::fields(errors).into(),
            Error::UnknownSite { .. } => Self::new(Code::Refused, error.to_string()),
            Error::Stale => Self::new(
                Code::ChangedElsewhere,
                "Somebody else changed it at the same moment. Nothing was saved: look at how it is now, and try again.",
            ),
            Error::Store(error) => error.into(),
        }
    }
}
