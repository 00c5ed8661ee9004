//! Forms on the screen.

use super::state::{Form, Input};
use crate::platform::focus;
use crate::text::common as text;
use crate::ui::{Choice, Glyph, Icon, InputKind, SelectInput, TextInput};
use crate::view::prelude::*;

/// A form with the summary of what needs to be put right.
#[component]
pub fn FormFrame(
    /// The form.
    form: Form,
    /// Submitted; check the form first.
    #[prop(into)]
    on_submit: Callback<()>,
    /// The fields and the buttons.
    children: Made,
) -> View {
    view! {
        <form
            class="form"
            novalidate
            on:submit=move |event| {
                event.prevent_default();
                on_submit.run(());
            }
        >
            <Summary form />
            {children}
        </form>
    }
}

/// What needs to be put right, with links to the fields.
#[component]
fn Summary(form: Form) -> View {
    let due = move || form.summary.with(|wrong| !wrong.is_empty()) || form.refusal.with(Option::is_some);
    let refusal = move || {
        form.refusal.get().map(|failure| {
            let reference = failure.request_id().filter(|_| failure.may_be_retried());
            view! {
                <p class="notice-title">{failure.title()}</p>
                <p>{failure.detail()}</p>
                {reference.map(|id| view! { <p class="error-reference">{text::reference(&id)}</p> })}
            }
        })
    };
    let line = |(id, message): (String, String)| {
        let href = ["#", &id].concat();
        let jump = move |event: &web_sys::MouseEvent| {
            event.prevent_default();
            focus::to_id(&id);
        };
        view! { <li><a href=href on:click=jump>{message}</a></li> }
    };
    let fields = move || {
        let wrong = form.summary.get();
        (!wrong.is_empty()).then(|| {
            view! {
                <p class="notice-title">{text::summary_title()}</p>
                <ul>{wrong.into_iter().map(line).collect_view()}</ul>
            }
        })
    };
    view! {
        <Show when=due>
            <div class="notice" data-tone="bad" role="alert" id=form.summary_id.get_value() tabindex="-1">
                <Icon glyph=Glyph::Alert />
                <div class="notice-text">{move || refusal()} {move || fields()}</div>
            </div>
        </Show>
    }
}

/// A text field of a form.
#[component]
pub fn FormText(
    /// The field.
    input: Input,
    /// How it is to be written.
    #[prop(optional, into)]
    hint: Signal<Option<String>>,
    /// The kind of text.
    #[prop(optional)]
    kind: InputKind,
    /// The token of WCAG 1.3.5.
    #[prop(default = "off")]
    autocomplete: &'static str,
    /// It may stay empty.
    #[prop(optional)]
    optional: bool,
) -> View {
    let shown = RwSignal::new(false);
    let reveal = move || {
        let glyph = move || if shown.get() { Glyph::EyeOff } else { Glyph::Eye };
        view! {
            <span class="field-end">
                <button
                    type="button"
                    class="icon-button"
                    aria-label=crate::text::sign_in::show_password()
                    aria-pressed=move || if shown.get() { "true" } else { "false" }
                    on:click=move |_| shown.update(|shown| *shown = !*shown)
                >
                    {move || view! { <Icon glyph=glyph() /> }}
                </button>
            </span>
        }
    };
    let end = move || if kind == InputKind::Password { reveal() } else { View::empty() };
    view! {
        <TextInput
            label=input.label
            value=input.value
            hint
            error=input.error
            id=input.id()
            name=input.name
            kind
            autocomplete
            optional
            reveal=shown
            end=end
            on_blur=move |()| input.left()
        />
    }
}

/// A drop-down list of a form.
#[component]
pub fn FormSelect(
    /// The field.
    input: Input,
    /// What is offered.
    #[prop(into)]
    choices: Signal<Vec<Choice>>,
    /// What the choice means.
    #[prop(optional, into)]
    hint: Signal<Option<String>>,
) -> View {
    view! { <SelectInput label=input.label value=input.value choices hint error=input.error id=input.id() /> }
}

/// Whose the password beside it is, for password managers, which store it under that name.
#[component]
pub fn PasswordOf(
    /// The username.
    username: String,
) -> View {
    view! {
        <input
            class="visually-hidden"
            type="text"
            name="username"
            autocomplete="username"
            tabindex="-1"
            aria-hidden="true"
            readonly
            value=username
        />
    }
}
