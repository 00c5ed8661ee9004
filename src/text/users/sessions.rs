//! The sessions of a user.

pub use crate::text::messages::users::sessions::*;

/// After ending several.
#[must_use]
pub fn ended(n: u64) -> String {
    if n == 0 { ended_none().to_owned() } else { ended_some(n) }
}
