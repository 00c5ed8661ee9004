//! What a request came to, as a badge.

use domain::Outcome;

use crate::text::provisioning_log as text;
use crate::ui::{Badge, Glyph, Tone};
use crate::view::prelude::*;

/// A word, a colour and a shape.
pub fn badge(outcome: Outcome) -> View {
    let (tone, icon) = match outcome {
        Outcome::Changed => (Tone::Good, Glyph::Check),
        Outcome::Unchanged => (Tone::Neutral, Glyph::Check),
        Outcome::Read => (Tone::Neutral, Glyph::Eye),
        Outcome::Refused => (Tone::Warning, Glyph::Blocked),
        Outcome::Failed => (Tone::Bad, Glyph::Alert),
    };
    view! { <Badge label=text::outcome_word(outcome) tone icon /> }
}
