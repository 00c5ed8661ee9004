//! Small marks: a status in a word, a colour and a shape; a part of a whole.

use super::icon::{Glyph, Icon};
use crate::view::prelude::*;

/// What a colour means, everywhere the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Tone {
    /// Nothing in particular.
    #[default]
    Neutral,
    /// For information.
    Info,
    /// Active, well.
    Good,
    /// Needs attention.
    Warning,
    /// Failed, or takes something away.
    Bad,
}

impl Tone {
    /// For `data-tone`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Neutral => "neutral",
            Self::Info => "info",
            Self::Good => "good",
            Self::Warning => "warning",
            Self::Bad => "bad",
        }
    }
}

/// A word with a colour, and with a shape for those who do not see the colour: a dot where no icon is given.
#[component]
pub fn Badge(
    /// The word.
    #[prop(into)]
    label: Signal<String>,
    /// What it means.
    #[prop(optional)]
    tone: Tone,
    /// Its shape.
    #[prop(optional, into)]
    icon: Option<Glyph>,
) -> View {
    let shape = match icon {
        Some(glyph) => view! { <Icon glyph /> },
        None => view! { <span class="badge-dot" aria-hidden="true"></span> },
    };
    view! { <span class="badge" data-tone=tone.name()>{shape}<span>{label}</span></span> }
}

/// How much of a whole is used.
#[component]
pub fn Meter(
    /// What is measured.
    #[prop(into)]
    label: Signal<String>,
    /// The part.
    #[prop(into)]
    value: Signal<u64>,
    /// The whole.
    #[prop(into)]
    max: Signal<u64>,
) -> View {
    view! {
        <meter
            class="meter"
            min="0"
            max=move || max.get().to_string()
            value=move || value.get().to_string()
            aria-label=label
        ></meter>
    }
}
