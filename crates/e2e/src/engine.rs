//! Which browser the tests run in.

use std::fmt;

use crate::{Failure, Outcome};

/// The environment variable that names another than Chromium.
pub const VARIABLE: &str = "ROLLCALL_E2E_BROWSER";

/// A family of browsers, by what draws their pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Engine {
    /// Blink: Chromium, Chrome, Edge.
    Chromium,
    /// Gecko: Firefox.
    Firefox,
    /// WebKitGTK, the nearest to Safari that runs on Linux.
    WebKit,
}

impl Engine {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Chromium, Self::Firefox, Self::WebKit];

    /// As in the environment variable and on the command line of `cargo xtask test`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Chromium => "chromium",
            Self::Firefox => "firefox",
            Self::WebKit => "webkit",
        }
    }

    /// The one of this run.
    ///
    /// # Errors
    /// When the environment names one that is not known.
    pub fn current() -> Outcome<Self> {
        let Some(wanted) = std::env::var_os(VARIABLE) else { return Ok(Self::Chromium) };
        let known = Self::ALL.into_iter().find(|engine| wanted == engine.name());
        known.ok_or_else(|| {
            let known = Self::ALL.map(Self::name).join(", ");
            Failure::new(format!("{VARIABLE} is {}: known are {known}", wanted.display()))
        })
    }
}

impl fmt::Display for Engine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
