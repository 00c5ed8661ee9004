//! Home.

pub use super::messages::home::*;

/// When a token stops or stopped working, and what to do.
#[must_use]
pub fn token_detail(day: &str, gone: bool) -> String {
    if gone { token_stopped(day) } else { token_works_until(day) }
}
