//! The sign-in log, and how somebody signed in, in words.

use api::sign_ins::{Method, Summary};

pub use super::messages::sign_in_log::*;
use crate::text::Message;

/// How somebody signed in.
#[must_use]
pub fn method_of(method: Method) -> Message {
    methods(method as usize)
}

/// Who it was, as far as that is known.
#[must_use]
pub fn who(one: &Summary) -> String {
    one.username.clone().unwrap_or_else(|| unknown().to_owned())
}
