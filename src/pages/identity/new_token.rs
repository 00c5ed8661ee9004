//! Making a token: its power is named before, its secret is shown once after.

use std::sync::Arc;

use api::NoParams;
use api::provisioning::{CreateToken, CreatedToken, NewToken, Provisioning};
use domain::validation;

use crate::backend::{Call, use_mutation};
use crate::forms::{Form, FormFrame, FormSelect, FormText};
use crate::platform::effect;
use crate::platform::ids;
use crate::text::{common, identity as text};
use crate::ui::{Button, Choice, CopyField, Dialog, Notice, Tone, Variant};
use crate::view::prelude::*;

/// Days that are offered; 0 stands for always.
pub(super) const DAYS: [u32; 5] = [30, 90, 180, 365, 0];

/// The dialog.
#[component]
pub fn NewTokenDialog(
    /// Whether it is shown.
    open: RwSignal<bool>,
    /// The settings.
    settings: Signal<Arc<Provisioning>>,
) -> View {
    let made = RwSignal::new(None::<CreatedToken>);
    // Closed, the secret is gone for good.
    effect(move || {
        if !open.get() {
            made.set(None);
        }
    });
    let title = derive(move || {
        if made.with(Option::is_some) {
            text::token_created().to_owned()
        } else {
            text::create_token().to_owned()
        }
    });
    let content = move || match made.get() {
        Some(made) => view! { <Secret made open settings /> },
        None => view! { <TokenForm open made /> },
    };
    view! { <Dialog open title>{content}</Dialog> }
}

#[component]
fn TokenForm(open: RwSignal<bool>, made: RwSignal<Option<CreatedToken>>) -> View {
    let form = Form::new();
    let name = form.input("name", text::token_name(), "", |text| validation::label(text).map(drop));
    let days = form.input("expires_in_days", text::token_expiry(), "365", |_| Ok(()));
    let key = StoredValue::new(ids::random());
    let create = use_mutation::<CreateToken>(move |outcome| match outcome {
        Ok(created) => drop(made.try_set(Some(created))),
        Err(failure) => {
            if failure.problem().is_some() {
                key.set_value(ids::random());
            }
            form.refuse(&failure);
        }
    });
    let submit = Callback::new(move |()| {
        if form.check() {
            let expires_in_days = days.text().parse().ok().filter(|days| *days > 0);
            let body = NewToken { name: name.text(), expires_in_days };
            create.run(Call::new(NoParams {}).body(body).idempotency_key(key.get_value()));
        }
    });
    let choices = DAYS.map(|days| Choice::new(days.to_string(), text::token_days(days))).to_vec();
    view! {
        <FormFrame form on_submit=submit>
            <Notice tone=Tone::Warning text=text::token_power() />
            <FormText input=name hint=text::token_name_hint() />
            <FormSelect input=days choices=Signal::stored(choices) />
            <div class="dialog-actions">
                <Button label=common::cancel() on_press=move |()| open.set(false) />
                <Button label=text::create() variant=Variant::Primary submit=true busy=create.pending />
            </div>
        </FormFrame>
    }
}

/// The secret, once.
#[component]
fn Secret(made: CreatedToken, open: RwSignal<bool>, settings: Signal<Arc<Provisioning>>) -> View {
    let provider = settings.with_untracked(|settings| settings.identity_provider);
    view! {
        <Notice tone=Tone::Warning text=text::token_once() />
        <CopyField label=text::secret_label(provider) value=made.secret.clone() />
        <div class="dialog-actions">
            <Button label=text::done() variant=Variant::Primary on_press=move |()| open.set(false) />
        </div>
    }
}
