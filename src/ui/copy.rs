//! Values to be copied out, such as the URL and the token that go into the identity provider.

use std::time::Duration;

use leptos::task::spawn_local;

use super::icon::{Glyph, Icon};
use crate::platform::{clipboard, ids};
use crate::text::common as text;
use crate::view::prelude::*;

/// What became of copying.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Outcome {
    Idle,
    Copied,
    Refused,
}

/// How long "Copied" is shown.
const SHOWN: Duration = Duration::from_secs(3);

fn copy_to(outcome: RwSignal<Outcome>, value: String) {
    spawn_local(async move {
        let copied = clipboard::copy(&value).await;
        outcome.try_set(if copied { Outcome::Copied } else { Outcome::Refused });
        if copied {
            set_timeout(
                move || {
                    outcome.try_set(Outcome::Idle);
                },
                SHOWN,
            );
        }
    });
}

/// A button that copies a value, and says so.
#[component]
pub fn CopyButton(
    /// What the value is; its name is "Copy …".
    #[prop(into)]
    label: Signal<String>,
    /// The value.
    #[prop(into)]
    value: Signal<String>,
    /// The word "Copy" is shown beside the icon.
    #[prop(optional)]
    wide: bool,
) -> View {
    let outcome = RwSignal::new(Outcome::Idle);
    let glyph = move || if outcome.get() == Outcome::Copied { Glyph::Check } else { Glyph::Copy };
    let said = move || match outcome.get() {
        Outcome::Idle => String::new(),
        Outcome::Copied => text::copied_what(&label.get()),
        Outcome::Refused => text::copy_failed().to_owned(),
    };
    let word = move || if outcome.get() == Outcome::Copied { text::copied() } else { text::copy() };
    view! {
        <button
            type="button"
            class=if wide { "button" } else { "icon-button" }
            data-copied=move || (outcome.get() == Outcome::Copied).then_some("true")
            aria-label=move || text::copy_what(&label.get())
            on:click=move |_| copy_to(outcome, value.get_untracked())
        >
            {move || view! { <Icon glyph=glyph() /> }}
            {wide.then(|| view! { <span>{move || word()}</span> })}
        </button>
        <span role="status" class="visually-hidden">{move || said()}</span>
    }
}

/// A click or Tab into the field selects the whole value, ready to be copied by hand.
fn select_all(event: &web_sys::FocusEvent) {
    event_target::<web_sys::HtmlInputElement>(event).select();
}

/// A value that is only to be copied. A secret is dots until it is shown.
#[component]
pub fn CopyField(
    /// What it is.
    #[prop(into)]
    label: Signal<String>,
    /// The value.
    #[prop(into)]
    value: Signal<String>,
    /// Where it goes.
    #[prop(optional, into)]
    hint: Signal<Option<String>>,
    /// Hidden until the person asks to see it.
    #[prop(optional)]
    secret: bool,
) -> View {
    let id = ids::unique("copy");
    let hint_id = [&id, "-hint"].concat();
    let shown = RwSignal::new(!secret);
    let reveal = move || {
        view! {
            <button
                type="button"
                class="icon-button"
                aria-pressed=move || if shown.get() { "true" } else { "false" }
                aria-label=move || [&text::show(), " ", &label.get()].concat()
                on:click=move |_| shown.update(|shown| *shown = !*shown)
            >
                {move || view! { <Icon glyph=if shown.get() { Glyph::EyeOff } else { Glyph::Eye } /> }}
            </button>
        }
    };
    view! {
        <div class="field copy-field">
            <label for=id.clone()>{label}</label>
            <div class="field-box">
                <input
                    id=id
                    readonly
                    class="mono"
                    type=move || if shown.get() { "text" } else { "password" }
                    autocomplete="off"
                    prop:value=value
                    aria-describedby=hint_id.clone()
                    on:focus=select_all
                />
                <span class="field-end">{secret.then(reveal)}<CopyButton label value wide=true /></span>
            </div>
            <p class="field-hint" id=hint_id>{hint}</p>
        </div>
    }
}
