//! Why a command ended without success: one sentence for the person who called it.

use std::{fmt, io, path::Path};

/// A reason to stop, worded for the person at the terminal: what happened, and what to do.
#[derive(Debug)]
pub struct Failure(String);

/// What every command and step returns.
pub type Result<T = ()> = std::result::Result<T, Failure>;

impl Failure {
    /// A failure with this sentence.
    pub fn new(sentence: impl Into<String>) -> Self {
        Self(sentence.into())
    }

    /// An adaptor for `map_err`: what could not be done with which file, and the system's reason.
    pub fn io(what: &str, path: &Path) -> impl FnOnce(io::Error) -> Self {
        let start = format!("Could not {what} {}", path.display());
        move |error| Self(format!("{start}: {error}."))
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
