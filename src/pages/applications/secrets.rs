//! The secrets of an application: two at most, so that one is exchanged without a gap; each is shown once.

use std::sync::Arc;

use api::applications::{
    Application, ApplicationParams, ApplicationSecret, CreateSecret, RevokeSecret, SecretParams,
};
use domain::applications::MOST_SECRETS;
use domain::{Reason, Right, SecretId};

use crate::backend::{Call, use_mutation};
use crate::layout::refusal;
use crate::platform::effect;
use crate::text::{applications as text, identity, reasons};
use crate::ui::{Button, Card, ConfirmDialog, CopyField, Dialog, Glyph, Notice, TimeAgo, Tone, Variant};
use crate::view::prelude::*;

/// The card.
#[component]
pub fn Secrets(
    /// The application.
    application: Signal<Arc<Application>>,
) -> View {
    let id = application.with_untracked(|one| one.id);
    let (made, asking) = (RwSignal::new(None::<String>), RwSignal::new(None::<SecretId>));
    let create = use_mutation::<CreateSecret>(move |outcome| {
        if let Ok(created) = outcome {
            made.try_set(Some(created.value));
        }
    });
    let role = refusal(Right::EditIdentity);
    let reason = derive(move || {
        let full = application.with(|one| one.secrets.len() as u64 >= MOST_SECRETS);
        let reason = || reasons::reason(&Reason::TooManySecrets { most: MOST_SECRETS });
        role.get().or_else(|| full.then(reason))
    });
    let press = move |()| create.run(Call::new(ApplicationParams { id }));
    let actions = move || view! { <Button label=text::create_secret() icon=Glyph::Plus busy=create.pending disabled_reason=reason on_press=press /> };
    let failed =
        move || create.failure.get().map(|failure| view! { <Notice tone=Tone::Bad text=failure.detail() /> });
    view! {
        <Card title=text::secrets() detail=text::secrets_detail() actions>
            {failed}
            <ul>
                <For
                    each=move || application.get().secrets.clone()
                    key=|secret| (secret.id, secret.last_used_at)
                    let:secret
                >
                    {row(&secret, asking)}
                </For>
            </ul>
        </Card>
        <Created made />
        <Revoke application asking />
    }
}

fn row(secret: &ApplicationSecret, asking: RwSignal<Option<SecretId>>) -> View {
    let id = secret.id;
    let used = match secret.last_used_at {
        Some(at) => view! { <TimeAgo at /> },
        None => identity::never_used().into_view(),
    };
    view! {
        <li>
            <p>
                {identity::ends_with()} " " <code>{secret.last_four.clone()}</code> " · "
                {identity::last_used()} ": " {used} " "
                <Button
                    label=identity::revoke()
                    aria_label=identity::revoke_name(&secret.last_four)
                    disabled_reason=refusal(Right::EditIdentity)
                    on_press=move |()| asking.set(Some(id))
                />
            </p>
        </li>
    }
}

/// The secret, once: closed, it is gone for good.
#[component]
fn Created(made: RwSignal<Option<String>>) -> View {
    let open = RwSignal::new(false);
    effect(move || {
        if made.with(Option::is_some) {
            open.set(true);
        }
    });
    effect(move || {
        if !open.get() {
            made.set(None);
        }
    });
    let secret = move || made.get().map(|value| view! { <CopyField label=text::secret() value /> });
    view! {
        <Dialog open title=text::create_secret()>
            <Notice tone=Tone::Warning text=identity::token_once() />
            {secret}
            <div class="dialog-actions">
                <Button label=identity::done() variant=Variant::Primary on_press=move |()| open.set(false) />
            </div>
        </Dialog>
    }
}

#[component]
fn Revoke(application: Signal<Arc<Application>>, asking: RwSignal<Option<SecretId>>) -> View {
    let (open, gone) = (RwSignal::new(false), StoredValue::new(None::<SecretId>));
    effect(move || {
        if let Some(id) = asking.get() {
            gone.set_value(Some(id));
            asking.set(None);
            open.set(true);
        }
    });
    let revoke = use_mutation::<RevokeSecret>(move |outcome| {
        if outcome.is_ok() {
            open.try_set(false);
        }
    });
    let run = Callback::new(move |()| {
        if let Some(secret_id) = gone.get_value() {
            let id = application.with_untracked(|one| one.id);
            revoke.run(Call::new(SecretParams { id, secret_id }));
        }
    });
    let failure = derive(move || revoke.failure.get().map(|failure| failure.detail()));
    view! {
        <ConfirmDialog open title=text::revoke_title() confirm=identity::revoke() on_confirm=run busy=revoke.pending failure>
            <p>{text::revoke_detail()}</p>
        </ConfirmDialog>
    }
}
