//! Narrowing a list: a search that waits until typing pauses, and filters.

use std::time::Duration;

use super::choice::Choice;
use super::icon::{Glyph, Icon};
use crate::platform::{effect, focus, ids};
use crate::text::common as text;
use crate::view::prelude::*;

/// How long typing has to pause before the list is searched.
const PAUSE: Duration = Duration::from_millis(180);

/// A search field. `/` puts the focus here.
#[component]
pub fn SearchBox(
    /// What is searched.
    #[prop(into)]
    label: String,
    /// What is searched for now, as the URL says.
    #[prop(into)]
    value: Signal<String>,
    /// Typed: called when typing pauses, and at once on Enter or clear.
    #[prop(into)]
    on_search: Callback<String>,
) -> View {
    let id = ids::unique("search");
    let node = NodeRef::new();
    let entry = RwSignal::new(value.get_untracked());
    let timer = StoredValue::new(None::<TimeoutHandle>);
    let stop = move || {
        if let Some(Some(timer)) = timer.replace_value(None) {
            timer.clear()
        }
    };
    let ask = move || {
        stop();
        on_search.run(entry.get_untracked());
    };
    // The URL may change by other ways, such as Back; not while the person types.
    effect(move || {
        let value = value.get();
        if timer.with_value(Option::is_none) {
            entry.set(value);
        }
    });
    let typed = move |event: &web_sys::Event| {
        entry.set(event_target_value(event));
        stop();
        timer.set_value(set_timeout_with_handle(ask, PAUSE).ok());
    };
    let clear = move |_: &_| {
        entry.set(String::new());
        ask();
        if let Some(input) = node.get_untracked() {
            focus::to(&input);
        }
    };
    on_cleanup(stop);
    view! {
        <form class="search" role="search" on:submit=move |event| { event.prevent_default(); ask(); }>
            <label class="visually-hidden" for=id.clone()>{label.clone()}</label>
            <Icon glyph=Glyph::Search />
            <input
                node_ref=node
                id=id
                type="search"
                placeholder=label
                data-shortcut="search"
                autocomplete="off"
                spellcheck="false"
                prop:value=entry
                on:input=typed
            />
            <Show when=move || entry.with(|entry| !entry.is_empty())>
                <button type="button" class="icon-button" aria-label=text::clear_search() on:click=clear>
                    <Icon glyph=Glyph::Cross />
                </button>
            </Show>
        </form>
    }
}

/// A filter: a native drop-down list that reads as "Status: any".
#[component]
pub fn FilterSelect(
    /// What is filtered by.
    #[prop(into)]
    label: String,
    /// The chosen value; empty for any.
    #[prop(into)]
    value: Signal<String>,
    /// What is offered besides "any".
    #[prop(into)]
    choices: Signal<Vec<Choice>>,
    /// Chosen; empty for any.
    #[prop(into)]
    on_choose: Callback<String>,
) -> View {
    let id = ids::unique("filter");
    let options = move || {
        choices.get().into_iter().map(|choice| {
            let own = choice.value.clone();
            view! { <option value=choice.value selected=move || value.get() == own>{choice.label}</option> }
        }).collect_view()
    };
    view! {
        <span class="filter" data-active=move || value.with(|value| !value.is_empty()).then_some("true")>
            <label for=id.clone()>{label}</label>
            <select id=id on:change=move |event| on_choose.run(event_target_value(event))>
                <option value="" selected=move || value.with(String::is_empty)>{text::any()}</option>
                {options}
            </select>
            <Icon glyph=Glyph::ChevronDown />
        </span>
    }
}
