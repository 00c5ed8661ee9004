//! Text fields: a visible label, a hint, and the error at the field.

use super::copy::CopyButton;
use super::icon::{Glyph, Icon};
use crate::platform::ids;
use crate::text::common as text;
use crate::view::prelude::*;

/// What kind of text is entered: decides the keyboard on phones, and what browsers fill in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[expect(missing_docs, reason = "each name says it")]
pub enum InputKind {
    #[default]
    Text,
    Email,
    Phone,
    Password,
    Number,
    /// Several lines.
    Lines,
}

impl InputKind {
    const fn name(self) -> &'static str {
        match self {
            Self::Text | Self::Lines => "text",
            Self::Email => "email",
            Self::Phone => "tel",
            Self::Password => "password",
            Self::Number => "number",
        }
    }
}

/// Which of the texts under a field exist, as `aria-describedby`.
fn described_by(id: &str, hint: bool, error: bool) -> Option<String> {
    let mut ids = String::new();
    for (suffix, present) in [("-error", error), ("-hint", hint)] {
        if present {
            ids = [ids.as_str(), if ids.is_empty() { "" } else { " " }, id, suffix].concat();
        }
    }
    (!ids.is_empty()).then_some(ids)
}

/// The error under a field.
pub(super) fn error_view(id: &str, error: Signal<Option<String>>) -> View {
    let id = [id, "-error"].concat();
    view! {
        {move || {
            let id = id.clone();
            error.get().map(|error| view! {
                <p class="field-error" id=id><Icon glyph=Glyph::Alert /><span>{error}</span></p>
            })
        }}
    }
}

/// The hint under a field.
pub(super) fn hint_view(id: &str, hint: Signal<Option<String>>) -> View {
    let id = [id, "-hint"].concat();
    view! {
        {move || {
            let id = id.clone();
            hint.get().map(|hint| view! { <p class="field-hint" id=id>{hint}</p> })
        }}
    }
}

/// A text field: one line, but for [`InputKind::Lines`].
#[component]
pub fn TextInput(
    /// What is entered.
    #[prop(into)]
    label: Signal<String>,
    /// The text.
    value: RwSignal<String>,
    /// How it is to be written.
    #[prop(optional, into)]
    hint: Signal<Option<String>>,
    /// Why it is not accepted.
    #[prop(optional, into)]
    error: Signal<Option<String>>,
    /// Left.
    #[prop(optional, into)]
    on_blur: Option<Callback<()>>,
    /// Its id, where another element must find it.
    #[prop(optional, into)]
    id: Option<String>,
    /// Its name in the request.
    #[prop(optional)]
    name: &'static str,
    /// The kind of text.
    #[prop(optional)]
    kind: InputKind,
    /// The token of WCAG 1.3.5, such as `given-name`.
    #[prop(default = "off")]
    autocomplete: &'static str,
    /// It may stay empty: said beside the label, because most fields may not.
    #[prop(optional)]
    optional: bool,
    /// A control inside the field's end, such as the one that shows a password.
    #[prop(optional, into)]
    end: Made,
    /// Overrides the kind while shown, for passwords that are revealed.
    #[prop(optional, into)]
    reveal: Signal<bool>,
) -> View {
    let id = id.unwrap_or_else(|| ids::unique("field"));
    let describe = {
        let id = id.clone();
        move || described_by(&id, hint.with(Option::is_some), error.with(Option::is_some))
    };
    let invalid = move || error.with(Option::is_some).then_some("true");
    // A field that is taken away with the focus in it is left after its callback is gone.
    let blur = move |_: &web_sys::FocusEvent| {
        if let Some(on_blur) = on_blur {
            on_blur.run(());
        }
    };
    let control = match kind {
        InputKind::Lines => view! {
            <textarea
                id=id.clone()
                name=name
                rows="4"
                autocomplete=autocomplete
                aria-invalid=invalid
                aria-describedby=describe
                bind:value=value
                on:blur=blur
            ></textarea>
        },
        _ => view! {
            <input
                id=id.clone()
                name=name
                type=move || if reveal.get() { "text" } else { kind.name() }
                autocomplete=autocomplete
                autocapitalize="none"
                spellcheck="false"
                required=!optional
                aria-invalid=invalid
                aria-describedby=describe
                bind:value=value
                on:blur=blur
            />
        },
    };
    view! {
        <div class="field" data-invalid=invalid>
            <label for=id.clone()>
                {label}
                {optional.then(|| view! { <span class="field-optional">{text::optional()}</span> })}
            </label>
            <div class="field-box">
                {control}
                {end}
            </div>
            {error_view(&id, error)}
            {hint_view(&id, hint)}
        </div>
    }
}

/// A value that is read and copied here, and changed elsewhere (R4): never hidden, never merely disabled.
#[component]
pub fn LockedField(
    /// What it is.
    #[prop(into)]
    label: Signal<String>,
    /// The value.
    #[prop(into)]
    value: Signal<String>,
    /// Who manages it, and where to change it.
    #[prop(into)]
    reason: Signal<String>,
) -> View {
    let id = ids::unique("locked");
    let reason_id = [&id, "-reason"].concat();
    view! {
        <div class="field" data-locked="true">
            <label for=id.clone()>{label}</label>
            <div class="field-box">
                <input id=id type="text" readonly prop:value=value aria-describedby=reason_id.clone() />
                <span class="field-end">
                    <CopyButton label value />
                    <span class="field-lock"><Icon glyph=Glyph::Lock /></span>
                </span>
            </div>
            <p class="field-hint" id=reason_id>{reason}</p>
        </div>
    }
}
