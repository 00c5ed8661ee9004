//! Why a scene stopped, in words.

use std::fmt;

/// What went wrong: every error becomes one, by `?`.
pub struct Failure(String);

/// The result of a step of a scene.
pub type Outcome<T = ()> = Result<T, Failure>;

impl Failure {
    /// A failure in those words.
    pub fn new(words: impl Into<String>) -> Self {
        Self(words.into())
    }

    /// An outcome that failed in those words.
    ///
    /// # Errors
    /// Always.
    pub fn because<T>(words: impl Into<String>) -> Outcome<T> {
        Err(Self::new(words))
    }
}

impl<E: std::error::Error> From<E> for Failure {
    fn from(error: E) -> Self {
        let mut words = error.to_string();
        let mut source = error.source();
        while let Some(inner) = source {
            words = format!("{words}: {inner}");
            source = inner.source();
        }
        Self(words)
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
