//! What applications are configured with: Rollcall as their provider, and its signing key.

use std::sync::Arc;

use api::applications::{GetProvider, Provider, RotateKey};
use api::{NoParams, NoQuery};
use domain::Right;

use crate::backend::{Call, use_query};
use crate::layout::{Loaded, refusal, use_act};
use crate::text::Message;
use crate::text::applications as text;
use crate::ui::{Button, Card, ConfirmDialog, CopyField, Variant};
use crate::view::prelude::*;

/// The card: for the application of that id, or, without one, with the signing key.
pub(super) fn values(client_id: Option<String>) -> View {
    let provider = use_query::<GetProvider>(|| (NoParams {}, NoQuery {}));
    let shared = client_id.is_none();
    let copied = move |provider: Signal<Arc<Provider>>, label: Message, value: fn(&Provider) -> &String| {
        view! { <CopyField label value=derive(move || provider.with(|one| value(one).clone())) /> }
    };
    view! {
        <Card title=text::values() detail=text::values_detail()>
            {client_id.map(|id| view! { <CopyField label=text::client_id() value=id /> })}
            <Loaded query=provider let:provider>
                {view! {
                    {copied(provider, text::issuer(), |one| &one.issuer)}
                    {copied(provider, text::discovery(), |one| &one.discovery_url)}
                }}
            </Loaded>
            {shared.then(rotate)}
        </Card>
    }
}

fn rotate() -> View {
    let (act, asking) = (use_act(), RwSignal::new(false));
    let run = Callback::new(move |()| {
        asking.set(false);
        act.run((Call::<RotateKey>::new(NoParams {}).into_request(), text::rotated().to_owned()));
    });
    let press = move |()| asking.set(true);
    view! {
        <div class="card-foot">
            <Button label=text::rotate() disabled_reason=refusal(Right::EditIdentity) on_press=press />
        </div>
        <ConfirmDialog open=asking title=text::rotate_title() confirm=text::rotate() on_confirm=run variant=Variant::Primary>
            <p>{text::rotate_detail()}</p>
        </ConfirmDialog>
    }
}
