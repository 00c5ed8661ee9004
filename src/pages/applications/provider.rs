//! What applications are configured with: Rollcall as their provider, and its signing key.

use std::sync::Arc;

use api::applications::{GetProvider, Provider as Known, RotateKey};
use api::{NoParams, NoQuery};
use domain::Right;

use crate::backend::{Call, use_mutation, use_query};
use crate::layout::{Loaded, refusal};
use crate::text::applications as text;
use crate::ui::{Button, Card, ConfirmDialog, CopyField, TimeAgo, Variant, use_toasts};
use crate::view::prelude::*;

/// The card.
#[component]
pub fn Provider(
    /// The id of the application that is configured.
    #[prop(optional, into)]
    client_id: Option<String>,
    /// The signing key is shown, and exchanged.
    #[prop(optional)]
    keys: bool,
) -> View {
    let provider = use_query::<GetProvider>(|| (NoParams {}, NoQuery {}));
    view! {
        <Card title=text::values() detail=text::values_detail()>
            {client_id.map(|id| view! { <CopyField label=text::client_id() value=id /> })}
            <Loaded query=provider let:provider>
                {view! {
                    <CopyField label=text::issuer() value=derive(move || provider.with(|p| p.issuer.clone())) />
                    <CopyField label=text::discovery() value=derive(move || provider.with(|p| p.discovery_url.clone())) />
                    {keys.then(|| view! { <Key provider /> })}
                }}
            </Loaded>
        </Card>
    }
}

#[component]
fn Key(provider: Signal<Arc<Known>>) -> View {
    let (toasts, asking) = (use_toasts(), RwSignal::new(false));
    let rotate = use_mutation::<RotateKey>(move |outcome| {
        if outcome.is_ok() {
            asking.try_set(false);
            toasts.success(text::rotated());
        }
    });
    let since = move || {
        let since = provider.with(|provider| provider.key_signs_since);
        since.map(|at| view! { <p class="secondary">{text::key_since()} " " <TimeAgo at /></p> })
    };
    let run = Callback::new(move |()| rotate.run(Call::new(NoParams {})));
    let failure = derive(move || rotate.failure.get().map(|failure| failure.detail()));
    view! {
        {since}
        <div class="card-foot">
            <Button
                label=text::rotate()
                disabled_reason=refusal(Right::EditIdentity)
                on_press=move |()| asking.set(true)
            />
        </div>
        <ConfirmDialog
            open=asking
            title=text::rotate_title()
            confirm=text::rotate()
            on_confirm=run
            busy=rotate.pending
            failure
            variant=Variant::Primary
        >
            <p>{text::rotate_detail()}</p>
        </ConfirmDialog>
    }
}
