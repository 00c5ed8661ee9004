//! Why a call did not succeed: a closed set, so that every caller can word each case.

use api::Code;
use api::problem::FieldError;
use domain::Reason;
use serde::Deserialize;

use super::json::Text;

/// What the console reads of [`api::Problem`]. The thing as it is now stays a text until somebody asks for it: read as any JSON, it
/// would bring the code for all JSON with it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Problem {
    /// Why, and what to do, in the server's English.
    pub detail: String,
    /// For programs.
    pub code: Code,
    /// The refusal, with its details.
    pub reason: Option<Reason>,
    /// Every field that is not accepted, all at once.
    pub errors: Vec<FieldError>,
    /// Seconds to wait before trying again.
    pub retry_after: Option<u64>,
    /// With `changed_elsewhere`: the thing as it is now.
    pub current: Option<Text>,
    /// To quote when asking for help; the server's log has it.
    pub request_id: String,
}

/// A call that did not succeed.
#[derive(Debug, Clone, PartialEq)]
pub enum Failure {
    /// The server said no, and why.
    Problem(Box<Problem>),
    /// No answer came: the network is down, or the server is not running.
    Network,
    /// An answer came that is not of the API: another version of the server, or something in between.
    Decode {
        /// The HTTP status of that answer.
        status: u16,
    },
}

impl Failure {
    /// The code of the problem, if the server stated one.
    #[must_use]
    pub fn code(&self) -> Option<Code> {
        self.problem().map(|problem| problem.code)
    }

    /// The problem, if the server stated one.
    #[must_use]
    pub const fn problem(&self) -> Option<&Problem> {
        match self {
            Self::Problem(problem) => Some(problem),
            Self::Network | Self::Decode { .. } => None,
        }
    }

    /// What happened, as a heading.
    #[must_use]
    pub fn title(&self) -> String {
        match self {
            Self::Problem(problem) => crate::text::problems::title(problem.code).to_owned(),
            Self::Network => crate::text::common::no_connection_title().to_owned(),
            Self::Decode { .. } => crate::text::common::odd_answer_title().to_owned(),
        }
    }

    /// Why, and what to do.
    #[must_use]
    pub fn detail(&self) -> String {
        match self {
            Self::Problem(problem) => crate::text::problems::detail(problem),
            Self::Network => crate::text::common::no_connection_detail().to_owned(),
            Self::Decode { status } => crate::text::common::odd_answer_detail(u64::from(*status)),
        }
    }

    /// What to quote when asking for help.
    #[must_use]
    pub fn request_id(&self) -> Option<String> {
        self.problem().map(|problem| problem.request_id.clone()).filter(|id| !id.is_empty())
    }

    /// The fields that the server did not accept.
    #[must_use]
    pub fn field_errors(&self) -> &[FieldError] {
        self.problem().map_or(&[], |problem| &problem.errors)
    }

    /// Would the same call, sent again, perhaps succeed?
    #[must_use]
    pub fn may_be_retried(&self) -> bool {
        match self {
            Self::Network | Self::Decode { .. } => true,
            Self::Problem(problem) => {
                matches!(problem.code, Code::Internal | Code::Unavailable | Code::TooManyAttempts)
            }
        }
    }
}
