//! What did not work, by the code of the API's problem.

use api::Code;

use crate::backend::Problem;

pub use super::messages::problems::*;
use crate::text::Message;

/// What happened, as a heading. A test keeps the English that of `crates/api`.
#[must_use]
pub fn title(code: Code) -> Message {
    match code {
        Code::InvalidRequest => invalid_request(),
        Code::InvalidFields => invalid_fields(),
        Code::Refused => refused(),
        Code::InvalidCursor => invalid_cursor(),
        Code::NotSignedIn => not_signed_in(),
        Code::SignInFailed => sign_in_failed(),
        Code::TooManyAttempts => too_many_attempts(),
        Code::LinkInvalid => link_invalid(),
        Code::Forbidden => forbidden(),
        Code::NotFound => not_found(),
        Code::MethodNotAllowed => method_not_allowed(),
        Code::PreconditionRequired => precondition_required(),
        Code::ChangedElsewhere => changed_elsewhere(),
        Code::IdempotencyMismatch => idempotency_mismatch(),
        Code::TooLarge => too_large(),
        Code::EncodingNeeded => encoding_needed(),
        Code::UnsupportedMediaType => unsupported_media_type(),
        Code::CrossSite => cross_site(),
        Code::Internal => internal(),
        Code::Unavailable => unavailable(),
    }
}

/// Why, and what to do. Where only the server knows that, in its English.
#[must_use]
pub fn detail(problem: &Problem) -> String {
    if let Some(reason) = &problem.reason {
        return super::reasons::reason(reason);
    }
    let words = match problem.code {
        Code::InvalidCursor => invalid_cursor_detail(),
        Code::NotSignedIn => not_signed_in_detail(),
        Code::SignInFailed => sign_in_failed_detail(),
        Code::LinkInvalid => link_invalid_detail(),
        Code::NotFound => not_found_detail(),
        Code::ChangedElsewhere => changed_elsewhere_detail(),
        Code::CrossSite => cross_site_detail(),
        Code::Internal => internal_detail(),
        Code::Unavailable => unavailable_detail(),
        Code::TooManyAttempts => match problem.retry_after {
            Some(seconds) => return super::sign_in::wait(seconds),
            None => return problem.detail.clone(),
        },
        _ => return problem.detail.clone(),
    };
    words.to_owned()
}
