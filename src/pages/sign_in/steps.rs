//! The two steps of signing in.

use super::Attempt;
use crate::forms::{FormFrame, FormText};
use crate::platform::effect;
use crate::platform::focus;
use crate::text::sign_in as text;
use crate::ui::{Button, InputKind, Notice, Tone, Variant};
use crate::view::prelude::*;

/// Puts the focus where typing goes on, once the step is in the page.
fn focus_on(id: String) {
    effect(move || {
        let id = id.clone();
        request_animation_frame(move || focus::to_id(&id));
    });
}

/// Who it is.
#[component]
pub(super) fn UsernameStep(
    /// The attempt.
    attempt: Attempt,
    /// More than one organization lives on this server.
    needs_organization: bool,
) -> View {
    let next = move |()| {
        if attempt.form.check() {
            attempt.second.set(true);
        }
    };
    focus_on(attempt.username.id());
    view! {
        <FormFrame form=attempt.form on_submit=next>
            {needs_organization.then(|| view! {
                <FormText input=attempt.organization hint=text::organization_hint() autocomplete="organization" />
            })}
            <FormText input=attempt.username hint=text::username_hint() autocomplete="username" />
            <div class="form-stretch"><Button label=text::next() variant=Variant::Primary submit=true /></div>
        </FormFrame>
    }
}

/// The proof.
#[component]
pub(super) fn PasswordStep(
    /// The attempt.
    attempt: Attempt,
    /// Sends it.
    submit: Callback<()>,
    /// It is on its way.
    #[prop(into)]
    busy: Signal<bool>,
) -> View {
    let username = attempt.username.text();
    let back = move |()| {
        attempt.refused.set(None);
        attempt.second.set(false);
    };
    focus_on(attempt.password.id());
    effect(move || {
        if attempt.refused.with(Option::is_some) {
            focus::to_id(&attempt.password.id());
        }
    });
    let refused = move || attempt.refused.get().map(|why| view! { <Notice tone=Tone::Bad text=why /> });
    view! {
        <form class="form" novalidate on:submit=move |event| { event.prevent_default(); submit.run(()); }>
            {move || refused()}
            <div class="signing-in-as">
                <span>{text::signing_in_as()} " " <strong>{username.clone()}</strong></span>
                <Button label=text::change_username() variant=Variant::Quiet on_press=back />
            </div>
            // Password managers look for the username beside the password.
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
            <FormText input=attempt.password kind=InputKind::Password autocomplete="current-password" />
            <div class="form-stretch"><Button label=text::submit() variant=Variant::Primary submit=true busy /></div>
        </form>
    }
}
