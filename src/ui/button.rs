//! Buttons, and links that look like them. A button that is off always says why.

use super::icon::{Glyph, Icon};
use crate::platform::ids;
use crate::view::prelude::*;

/// How much weight a button has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Variant {
    /// The one thing to do on this page.
    Primary,
    /// Anything else.
    #[default]
    Secondary,
    /// Takes something away.
    Danger,
    /// Beside other things, without a border.
    Quiet,
}

impl Variant {
    /// For `data-variant`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Primary => "primary",
            Self::Secondary => "secondary",
            Self::Danger => "danger",
            Self::Quiet => "quiet",
        }
    }
}

/// A button. While `disabled_reason` holds a sentence it stays focusable, does nothing, and shows that sentence.
#[component]
pub fn Button(
    /// What it does.
    #[prop(into)]
    label: Signal<String>,
    /// Its weight.
    #[prop(optional)]
    variant: Variant,
    /// Before the label.
    #[prop(optional, into)]
    icon: Option<Glyph>,
    /// Pressed; not called while off or busy.
    #[prop(optional, into)]
    on_press: Option<Callback<()>>,
    /// Why it is off.
    #[prop(optional, into)]
    disabled_reason: Signal<Option<String>>,
    /// Its work is under way.
    #[prop(optional, into)]
    busy: Signal<bool>,
    /// It submits the form that it is in.
    #[prop(optional)]
    submit: bool,
    /// A longer name for assistive technology, where several buttons have the same label.
    #[prop(optional, into)]
    aria_label: Option<String>,
) -> View {
    let reason_id = ids::unique("reason");
    let described_by = reason_id.clone();
    let off = move || disabled_reason.with(Option::is_some) || busy.get();
    let press = move |event: &web_sys::MouseEvent| {
        if off() {
            event.prevent_default();
        } else if let Some(on_press) = on_press {
            on_press.run(());
        }
    };
    view! {
        <span class="button-box">
            <button
                type=if submit { "submit" } else { "button" }
                class="button"
                data-variant=variant.name()
                aria-disabled=move || off().then_some("true")
                aria-busy=move || busy.get().then_some("true")
                aria-label=aria_label
                aria-describedby=move || disabled_reason.with(Option::is_some).then(|| described_by.clone())
                on:click=press
            >
                {icon.map(|glyph| view! { <Icon glyph /> })}
                <span class="button-label">{label}</span>
            </button>
            {move || {
                let id = reason_id.clone();
                disabled_reason.get().map(|reason| view! { <span class="tooltip" role="tooltip" id=id>{reason}</span> })
            }}
        </span>
    }
}

/// A button of an icon alone; its label is its name and its tooltip.
#[component]
pub fn IconButton(
    /// What it does.
    #[prop(into)]
    label: Signal<String>,
    /// What is drawn.
    #[prop(into)]
    icon: Signal<Glyph>,
    /// Pressed.
    #[prop(into)]
    on_press: Callback<()>,
    /// For a button that switches something: whether it is on.
    #[prop(optional, into)]
    pressed: Option<Signal<bool>>,
) -> View {
    view! {
        <span class="button-box">
            <button
                type="button"
                class="icon-button"
                aria-label=label
                aria-pressed=pressed.map(|pressed| move || if pressed.get() { "true" } else { "false" })
                on:click=move |_| on_press.run(())
            >
                {move || view! { <Icon glyph=icon.get() /> }}
            </button>
            <span class="tooltip" aria-hidden="true">{label}</span>
        </span>
    }
}

/// A link that looks like a button: it leads somewhere.
#[component]
pub fn ButtonLink(
    /// Where it leads, in words.
    #[prop(into)]
    label: Signal<String>,
    /// Where it leads.
    #[prop(into)]
    href: Signal<String>,
    /// Its weight.
    #[prop(optional)]
    variant: Variant,
    /// Before the label.
    #[prop(optional, into)]
    icon: Option<Glyph>,
) -> View {
    view! {
        <a class="button" data-variant=variant.name() href=href>
            {icon.map(|glyph| view! { <Icon glyph /> })}
            <span class="button-label">{label}</span>
        </a>
    }
}

/// A link that looks like a button, and leads to a file.
#[component]
pub fn DownloadLink(
    /// What the file is.
    #[prop(into)]
    label: Signal<String>,
    /// Where it is.
    #[prop(into)]
    href: Signal<String>,
) -> View {
    view! {
        <a class="button" href=href download="">
            <Icon glyph=Glyph::Download />
            <span class="button-label">{label}</span>
        </a>
    }
}
