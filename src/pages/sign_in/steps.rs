//! The steps of signing in.

use api::sessions::SignInMethod;

use super::attempt::{Attempt, Step};
use crate::backend::use_client;
use crate::forms::{FormFrame, FormText, PasswordOf};
use crate::platform::{effect, focus, ids};
use crate::router::use_query_map;
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
    /// Asks how to go on.
    submit: Callback<()>,
    /// It is on its way.
    #[prop(into)]
    busy: Signal<bool>,
) -> View {
    // The identity provider led back, by whichever way.
    let led_away =
        use_query_map().with_untracked(|query| query.get("sso").or_else(|| query.get("failed"))).is_some();
    focus_on(attempt.username.id());
    view! {
        <FormFrame form=attempt.form on_submit=submit>
            <FormText input=attempt.username hint=text::username_hint() autocomplete="username" />
            <Show when=move || attempt.asks.get()>
                <FormText input=attempt.organization hint=text::organization_hint() autocomplete="organization" />
            </Show>
            <div class="form-stretch"><Button label=text::next() variant=Variant::Primary submit=true busy /></div>
            {led_away.then(|| with_password(attempt))}
        </FormFrame>
    }
}

/// Who is signing in, and the way to be somebody else.
fn who(attempt: Attempt, words: View) -> View {
    let back = move |()| {
        attempt.refused.set(None);
        attempt.step.set(Step::Username);
    };
    view! {
        <div class="signing-in-as">
            {words}
            <Button label=text::change_username() variant=Variant::Quiet on_press=back />
        </div>
    }
}

/// The other way in while people sign in with the identity provider (R27).
fn with_password(attempt: Attempt) -> View {
    let press = move |()| {
        if attempt.is_given() {
            // The identity provider's page may be on its way still.
            let _ = window().stop();
            attempt.step.set(Step::Password);
        }
    };
    view! {
        <div>
            <Button label=text::with_password() variant=Variant::Quiet on_press=press />
            <p class="field-hint">{text::with_password_hint()}</p>
        </div>
    }
}

/// The browser is on its way to the identity provider; it may have come back from there.
#[component]
pub(super) fn ProviderStep(
    /// The attempt.
    attempt: Attempt,
    /// Where it leads.
    method: SignInMethod,
) -> View {
    let client = use_client();
    let SignInMethod { sso_url, provider, .. } = method;
    let leave = move |()| sso_url.iter().for_each(|url| client.transport().visit(url));
    let id = ids::unique("step");
    focus_on(id.clone());
    let words = text::taking_you(&provider.unwrap_or_else(|| text::provider().to_owned()));
    view! {
        <div class="form">
            {who(attempt, view! { <span id=id tabindex="-1">{words}</span> })}
            <div class="form-stretch"><Button label=text::next() variant=Variant::Primary on_press=leave /></div>
            {with_password(attempt)}
        </div>
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
            {who(attempt, view! { <span>{text::signing_in_as()} " " <strong>{username.clone()}</strong></span> })}
            <PasswordOf username />
            <FormText input=attempt.password kind=InputKind::Password autocomplete="current-password" />
            <div class="form-stretch"><Button label=text::submit() variant=Variant::Primary submit=true busy /></div>
        </form>
    }
}
