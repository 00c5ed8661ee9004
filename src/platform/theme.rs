//! Light, dark, or as the system. `boot.js` sets it before the first paint; this changes it afterwards.

use leptos::prelude::document;

use super::storage;

const KEY: &str = "rollcall.theme";

/// A colour theme.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Theme {
    /// What the operating system says.
    #[default]
    System,
    /// Dark on light.
    Light,
    /// Light on dark.
    Dark,
}

impl Theme {
    /// Every theme, in the order in which they are offered.
    pub const ALL: [Self; 3] = [Self::System, Self::Light, Self::Dark];

    /// Its name in storage and in `data-theme`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    /// What was chosen before.
    #[must_use]
    pub fn remembered() -> Self {
        let name = storage::get(KEY).unwrap_or_default();
        Self::ALL.into_iter().find(|theme| theme.name() == name).unwrap_or_default()
    }

    /// Shows the page in this theme, and remembers it.
    pub fn apply(self) {
        storage::set(KEY, self.name());
        if let Some(root) = document().document_element() {
            // Setting an attribute of the root does not fail: its name is valid.
            let _ = root.set_attribute("data-theme", self.name());
        }
    }
}
