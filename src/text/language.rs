//! The languages of the console.

use api::preferences::Language as Saved;
use leptos::prelude::{document, window};

use crate::platform::storage;

/// Where `boot.js` finds what was chosen.
const KEY: &str = "rollcall.language";

/// A language that there are texts of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Language {
    /// English.
    #[default]
    En,
    /// German.
    De,
    /// Spanish.
    Es,
}

impl Language {
    /// Every language, in the order in which they are offered.
    pub const ALL: [Self; 3] = [Self::En, Self::De, Self::Es];

    /// Its tag, in storage and in `<html lang>`.
    #[must_use]
    pub const fn tag(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::De => "de",
            Self::Es => "es",
        }
    }

    /// What `Intl` is asked for. The English of the texts is British.
    #[must_use]
    pub const fn locale(self) -> &'static str {
        match self {
            Self::En => "en-GB",
            other => other.tag(),
        }
    }

    /// Its name in itself.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::En => "English",
            Self::De => "Deutsch",
            Self::Es => "Español",
        }
    }

    /// That of the page, as `boot.js` has set it.
    #[must_use]
    pub fn of_page() -> Self {
        let tag =
            document().document_element().and_then(|root| root.get_attribute("lang")).unwrap_or_default();
        Self::ALL.into_iter().find(|language| language.tag() == tag).unwrap_or_default()
    }

    /// Remembers it in this browser; [`follow`](Self::follow) opens the page in it.
    pub fn choose(self) {
        storage::set(KEY, self.tag());
    }

    /// The person has chosen it elsewhere: it is taken, unless another one was chosen in this browser.
    pub fn adopt(self) {
        if storage::get(KEY).is_none() && self != super::language() {
            self.choose();
            Self::follow();
        }
    }

    /// Opens the page anew if it is in another language than was chosen in this browser. Where nothing is remembered, neither was
    /// anything chosen: so it is not opened again and again.
    pub fn follow() {
        let chosen = storage::get(KEY);
        let other =
            |language: &Self| chosen.as_deref() == Some(language.tag()) && *language != super::language();
        if Self::ALL.iter().any(other) {
            // Fails only in pages that are being left.
            let _ = window().location().reload();
        }
    }
}

impl From<Saved> for Language {
    fn from(saved: Saved) -> Self {
        match saved {
            Saved::En => Self::En,
            Saved::De => Self::De,
            Saved::Es => Self::Es,
        }
    }
}

impl From<Language> for Saved {
    fn from(language: Language) -> Self {
        match language {
            Language::En => Self::En,
            Language::De => Self::De,
            Language::Es => Self::Es,
        }
    }
}
