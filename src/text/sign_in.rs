//! Signing in, and setting a password by a link.

pub use super::messages::sign_in::*;

/// Too many attempts.
#[must_use]
pub fn wait(seconds: u64) -> String {
    wait_minutes(seconds.div_ceil(60))
}
