//! Changing the provisioning settings: used by the switch and by every choice of the page.

use std::sync::Arc;

use api::NoParams;
use api::provisioning::{Edit, Provisioning, ProvisioningEdit};
use domain::Right;

use crate::backend::Call;
use crate::layout::{refusal, use_act};
use crate::text::Message;
use crate::text::identity as text;
use crate::ui::{ConfirmDialog, Switch};
use crate::view::prelude::*;

/// Saves a change at once, for the version that is shown. What the server refuses is told, and the page shows what is.
#[must_use]
pub fn use_edit(settings: Signal<Arc<Provisioning>>) -> Callback<(ProvisioningEdit, Message)> {
    let act = use_act();
    Callback::new(move |(body, words): (ProvisioningEdit, Message)| {
        let version = settings.with_untracked(|settings| settings.version);
        let call = Call::<Edit>::new(NoParams {}).body(body).if_match(version);
        act.run((call.into_request(), words.to_owned()));
    })
}

/// The switch of provisioning (R29). On is done at once, off is asked about.
#[component]
pub fn ProvisioningSwitch(
    /// The settings.
    settings: Signal<Arc<Provisioning>>,
) -> View {
    let asking = RwSignal::new(false);
    let edit = use_edit(settings);
    let on = derive(move || settings.with(|settings| settings.enabled));
    let set = move |enabled: bool, words| {
        edit.run((ProvisioningEdit { enabled: Some(enabled), ..ProvisioningEdit::default() }, words));
    };
    let toggle =
        Callback::new(move |on: bool| if on { set(true, text::switched_on()) } else { asking.set(true) });
    let switch_off = Callback::new(move |()| {
        asking.set(false);
        set(false, text::switched_off());
    });
    view! {
        <Switch
            label=text::scim_title()
            on
            on_toggle=toggle
            hide_label=true
            disabled_reason=refusal(Right::EditIdentity)
        />
        <ConfirmDialog open=asking title=text::switch_off_title() confirm=text::switch_off() on_confirm=switch_off>
            <ul class="consequences">
                <li>{text::switch_off_tokens()}</li>
                <li>{text::switch_off_users()}</li>
                <li>{text::switch_off_locks()}</li>
            </ul>
        </ConfirmDialog>
    }
}
