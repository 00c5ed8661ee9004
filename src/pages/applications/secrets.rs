//! The secrets of an application: two at most, so that one is exchanged without a gap; each is shown once.

use std::sync::Arc;

use api::applications::{
    Application, ApplicationParams, ApplicationSecret, CreateSecret, RevokeSecret, SecretParams,
};
use domain::applications::MOST_SECRETS;
use domain::{Reason, Right, SecretId};

use super::list::used;
use crate::backend::{Call, json, use_write};
use crate::layout::{refusal, use_act};
use crate::text::{applications as text, identity, reasons};
use crate::ui::{Button, Card, ConfirmDialog, CopyField, Glyph, Notice, Tone};
use crate::view::prelude::*;

/// The card. A new secret stands in it until the page is left: then it is gone for good.
pub(super) fn secrets(application: Signal<Arc<Application>>) -> View {
    let id = application.with_untracked(|one| one.id);
    let made = RwSignal::new(None::<String>);
    let (act, asked, asking) = (use_act(), StoredValue::new(SecretId(0)), RwSignal::new(false));
    let create = use_write();
    let role = refusal(Right::EditIdentity);
    let reason = derive(move || {
        let full = application.with(|one| one.secrets.len() as u64 >= MOST_SECRETS);
        let reason = || reasons::reason(&Reason::TooManySecrets { most: MOST_SECRETS });
        role.get().or_else(|| full.then(reason))
    });
    let press = move |()| {
        create.run(Call::<CreateSecret>::new(ApplicationParams { id }), move |outcome| {
            if let Ok(answer) = outcome {
                made.try_set(json::text_at(&answer, "value"));
            }
        });
    };
    let actions = move || view! { <Button label=text::create_secret() icon=Glyph::Plus busy=create.pending disabled_reason=reason on_press=press /> };
    let ask = Callback::new(move |secret| {
        asked.set_value(secret);
        asking.set(true);
    });
    let revoke = Callback::new(move |()| {
        asking.set(false);
        let call = Call::<RevokeSecret>::new(SecretParams { id, secret_id: asked.get_value() });
        act.run((call.into_request(), text::revoked().to_owned()));
    });
    let said = move || {
        let failure =
            create.failure.get().map(|failure| view! { <Notice tone=Tone::Bad text=failure.detail() /> });
        let secret = made.get().map(|value| {
            view! { <Notice tone=Tone::Warning text=identity::token_once() /> <CopyField label=text::secret() value /> }
        });
        view! { {failure} {secret} }
    };
    let rows = move || application.get().secrets.iter().map(|secret| row(secret, ask)).collect_view();
    view! {
        <Card title=text::secrets() detail=text::secrets_detail() actions>{said} {rows}</Card>
        <ConfirmDialog open=asking title=text::revoke_title() confirm=identity::revoke() on_confirm=revoke>
            <p>{text::revoke_detail()}</p>
        </ConfirmDialog>
    }
}

fn row(secret: &ApplicationSecret, ask: Callback<SecretId>) -> View {
    let id = secret.id;
    view! {
        <p>
            {identity::ends_with()} " " <code>{secret.last_four.clone()}</code> " · "
            {identity::last_used()} ": " {used(secret.last_used_at)} " "
            <Button
                label=identity::revoke()
                aria_label=text::revoke_secret(&secret.last_four)
                disabled_reason=refusal(Right::EditIdentity)
                on_press=move |()| ask.run(id)
            />
        </p>
    }
}
