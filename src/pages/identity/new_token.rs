//! Making a token: its power is named before, its secret is shown once after.

use std::sync::Arc;

use api::NoParams;
use api::provisioning::{CreateToken, NewToken, Provisioning};
use domain::validation;

use crate::backend::Call;
use crate::forms::{Form, FormFrame, FormSelect, FormText};
use crate::layout::{SecretDialog, SecretWords, use_maker};
use crate::text::{common, identity as text};
use crate::ui::{Button, Choice, Notice, Tone, Variant};
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
    let made = RwSignal::new(None);
    let provider = settings.with_untracked(|settings| settings.identity_provider);
    let words = SecretWords {
        form: text::create_token(),
        made: text::token_created(),
        once: text::token_once(),
        label: text::secret_label(provider),
    };
    view! { <SecretDialog open words made form=ViewFn::from(move || view! { <TokenForm open made /> }) /> }
}

#[component]
fn TokenForm(open: RwSignal<bool>, made: RwSignal<Option<String>>) -> View {
    let form = Form::new();
    let name = form.input("name", text::token_name(), "", |text| validation::label(text).map(drop));
    let days = form.input("expires_in_days", text::token_expiry(), "365", |_| Ok(()));
    let maker = use_maker(form, made);
    let submit = Callback::new(move |()| {
        if form.check() {
            let expires_in_days = days.text().parse().ok().filter(|days| *days > 0);
            let body = NewToken { name: name.text(), expires_in_days };
            let call = Call::<CreateToken>::new(NoParams {}).body(body).idempotency_key(maker.key());
            maker.send(call.into_request());
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
                <Button label=text::create() variant=Variant::Primary submit=true busy=maker.write.pending />
            </div>
        </FormFrame>
    }
}
