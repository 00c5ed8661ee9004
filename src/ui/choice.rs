//! Choosing: one of several, or yes and no.

use super::field::{error_view, hint_view};
use crate::platform::ids;
use crate::text::common as text;
use crate::view::prelude::*;

/// One of the values that are offered.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Choice {
    /// The value.
    pub value: String,
    /// What a person reads.
    pub label: String,
    /// What it means, where the label does not say all.
    pub detail: Option<String>,
}

impl Choice {
    /// A choice without an explanation.
    #[must_use]
    pub fn new(value: impl Into<String>, label: impl Into<String>) -> Self {
        Self { value: value.into(), label: label.into(), detail: None }
    }

    /// The same with what it means.
    #[must_use]
    pub fn detail(mut self, detail: impl Into<String>) -> Self {
        self.detail = Some(detail.into());
        self
    }
}

/// A native drop-down list.
#[component]
pub fn SelectInput(
    /// What is chosen.
    #[prop(into)]
    label: Signal<String>,
    /// The chosen value.
    value: RwSignal<String>,
    /// What is offered.
    #[prop(into)]
    choices: Signal<Vec<Choice>>,
    /// What the choice means.
    #[prop(optional, into)]
    hint: Signal<Option<String>>,
    /// Why it is not accepted.
    #[prop(optional, into)]
    error: Signal<Option<String>>,
    /// Its id, where another element must find it.
    #[prop(optional, into)]
    id: Option<String>,
) -> View {
    let id = id.unwrap_or_else(|| ids::unique("select"));
    let hint_id = [&id, "-hint"].concat();
    let error_id = [&id, "-error"].concat();
    let describe = move || {
        if error.with(Option::is_some) {
            Some(error_id.clone())
        } else {
            hint.with(Option::is_some).then(|| hint_id.clone())
        }
    };
    let options = move || {
        choices.get().into_iter().map(|choice| {
            let own = choice.value.clone();
            view! { <option value=choice.value selected=move || value.get() == own>{choice.label}</option> }
        }).collect_view()
    };
    view! {
        <div class="field" data-invalid=move || error.with(Option::is_some).then_some("true")>
            <label for=id.clone()>{label}</label>
            <div class="field-box" data-select="true">
                <select
                    id=id.clone()
                    aria-invalid=move || error.with(Option::is_some).then_some("true")
                    aria-describedby=describe
                    on:change=move |event| value.set(event_target_value(event))
                >
                    {options}
                </select>
            </div>
            {error_view(&id, error)}
            {hint_view(&id, hint)}
        </div>
    }
}

/// A check box: takes effect when the form is saved.
#[component]
pub fn Checkbox(
    /// What is agreed to.
    #[prop(into)]
    label: Signal<String>,
    /// Checked.
    checked: RwSignal<bool>,
    /// What it means.
    #[prop(optional, into)]
    hint: Signal<Option<String>>,
) -> View {
    let id = ids::unique("check");
    let hint_id = [&id, "-hint"].concat();
    view! {
        <div class="check">
            <input
                id=id.clone()
                type="checkbox"
                bind:checked=checked
                aria-describedby=move || hint.with(Option::is_some).then(|| hint_id.clone())
            />
            <label for=id.clone()>{label}</label>
            {hint_view(&id, hint)}
        </div>
    }
}

/// A switch: acts at once. The state is the caller's; pressing asks for the other one.
#[component]
pub fn Switch(
    /// What is switched; it does not change with the state.
    #[prop(into)]
    label: Signal<String>,
    /// On.
    #[prop(into)]
    on: Signal<bool>,
    /// Asked for the other state.
    #[prop(into)]
    on_toggle: Callback<bool>,
    /// Why it cannot be switched.
    #[prop(optional, into)]
    disabled_reason: Signal<Option<String>>,
    /// Its work is under way.
    #[prop(optional, into)]
    busy: Signal<bool>,
    /// The label is shown elsewhere already: keep it for assistive technology alone.
    #[prop(optional)]
    hide_label: bool,
) -> View {
    let reason_id = ids::unique("reason");
    let described_by = reason_id.clone();
    let off = move || disabled_reason.with(Option::is_some) || busy.get();
    let toggle = move |_: &_| {
        if !off() {
            on_toggle.run(!on.get_untracked());
        }
    };
    view! {
        <span class="button-box">
            <button
                type="button"
                class="switch"
                role="switch"
                aria-checked=move || if on.get() { "true" } else { "false" }
                aria-label=label
                aria-disabled=move || off().then_some("true")
                aria-busy=move || busy.get().then_some("true")
                aria-describedby=move || disabled_reason.with(Option::is_some).then(|| described_by.clone())
                on:click=toggle
            >
                <span class="switch-track" aria-hidden="true"><span class="switch-thumb"></span></span>
                {(!hide_label).then(|| view! { <span class="switch-label" aria-hidden="true">{label}</span> })}
                <span class="switch-state" aria-hidden="true">{move || if on.get() { text::on() } else { text::off() }}</span>
            </button>
            {move || {
                let id = reason_id.clone();
                disabled_reason.get().map(|reason| view! { <span class="tooltip" role="tooltip" id=id>{reason}</span> })
            }}
        </span>
    }
}

/// One of a few, all of them in sight, each with what it means.
#[component]
pub fn RadioGroup(
    /// What is chosen.
    #[prop(into)]
    legend: String,
    /// The chosen value.
    value: RwSignal<String>,
    /// What is offered.
    choices: Vec<Choice>,
    /// Chosen by the person.
    #[prop(optional, into)]
    on_choose: Option<Callback<String>>,
    /// Why it cannot be changed.
    #[prop(optional, into)]
    disabled_reason: Signal<Option<String>>,
) -> View {
    let group = ids::unique("radio");
    let one = move |(index, choice): (usize, Choice)| {
        let id = [&group, "-", &index.to_string()].concat();
        let detail_id = [&id, "-detail"].concat();
        let (own, picked) = (choice.value.clone(), choice.value.clone());
        view! {
            <div class="radio">
                <input
                    id=id.clone()
                    type="radio"
                    name=group.clone()
                    value=choice.value
                    aria-describedby=choice.detail.is_some().then(|| detail_id.clone())
                    disabled=move || disabled_reason.with(Option::is_some)
                    prop:checked=move || value.get() == own
                    on:change=move |_| { value.set(picked.clone()); if let Some(chosen) = on_choose { chosen.run(picked.clone()); } }
                />
                <label for=id>{choice.label}</label>
                {choice.detail.map(|detail| view! { <p class="field-hint" id=detail_id>{detail}</p> })}
            </div>
        }
    };
    view! {
        <fieldset class="radio-group">
            <legend>{legend}</legend>
            {choices.into_iter().enumerate().map(one).collect_view()}
            {move || disabled_reason.get().map(|reason| view! { <p class="field-hint">{reason}</p> })}
        </fieldset>
    }
}
