//! What stands in place of content: nothing yet, on its way, or failed; and notices beside it.

use super::badge::Tone;
use super::button::Button;
use super::icon::{Glyph, Icon};
use crate::text::common as text;
use crate::view::prelude::*;

/// Nothing is there: what it is, why it is empty, and what to do next.
#[component]
pub fn Empty(
    /// What would be here.
    #[prop(into)]
    title: String,
    /// Why it is not, and what to do.
    #[prop(into)]
    detail: String,
    /// What would be here, drawn.
    glyph: Glyph,
    /// The next step.
    #[prop(optional, into)]
    actions: Made,
) -> View {
    view! {
        <div class="empty">
            <span class="empty-icon"><Icon glyph /></span>
            <h2>{title}</h2>
            <p>{detail}</p>
            <div class="empty-actions">{actions}</div>
        </div>
    }
}

/// Something failed: what happened, why, what to do, and a reference for help.
#[component]
pub fn ErrorPanel(
    /// What happened.
    #[prop(into)]
    title: String,
    /// Why, and what to do.
    #[prop(into)]
    detail: String,
    /// What to quote when asking for help.
    #[prop(optional_no_strip)]
    request_id: Option<String>,
    /// Tries again.
    #[prop(optional_no_strip)]
    on_retry: Option<Callback<()>>,
) -> View {
    view! {
        <div class="error-panel" role="alert">
            <span class="empty-icon"><Icon glyph=Glyph::Alert /></span>
            <h2>{title}</h2>
            <p>{detail}</p>
            {request_id.map(|id| view! { <p class="error-reference">{text::reference(&id)}</p> })}
            {on_retry.map(|retry| view! { <Button label=text::retry() on_press=retry /> })}
        </div>
    }
}

/// A sentence that stands out, beside content that is there.
#[component]
pub fn Notice(
    /// What it means.
    #[prop(optional)]
    tone: Tone,
    /// The sentence.
    #[prop(into)]
    text: Signal<String>,
    /// Its heading.
    #[prop(optional, into)]
    title: Option<String>,
    /// What to do about it.
    #[prop(optional, into)]
    actions: Made,
) -> View {
    let glyph = match tone {
        Tone::Good => Glyph::Check,
        Tone::Warning | Tone::Bad => Glyph::Alert,
        Tone::Neutral | Tone::Info => Glyph::Info,
    };
    let role = if tone == Tone::Bad { Some("alert") } else { None };
    view! {
        <div class="notice" data-tone=tone.name() role=role>
            <Icon glyph />
            <div class="notice-text">
                {title.map(|title| view! { <p class="notice-title">{title}</p> })}
                <p>{text}</p>
            </div>
            <div class="notice-actions">{actions}</div>
        </div>
    }
}

/// Lines that stand for what is on its way.
#[component]
pub fn Skeleton(
    /// How many lines.
    #[prop(default = 3)]
    lines: usize,
) -> View {
    view! {
        <div class="skeleton" aria-hidden="true">
            {(0..lines).map(|_| view! { <span class="skeleton-line"></span> }).collect_view()}
        </div>
        <span class="visually-hidden" role="status">{text::loading()}</span>
    }
}
