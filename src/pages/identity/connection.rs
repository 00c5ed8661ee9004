//! The identity provider, and the URL to copy into it.

use std::sync::Arc;

use api::provisioning::{Provisioning, ProvisioningEdit};
use domain::{IdentityProvider, Right};

use super::settings::use_edit;
use crate::layout::refusal;
use crate::platform::effect;
use crate::text::identity as text;
use crate::ui::{Card, Choice, CopyField, RadioGroup};
use crate::view::prelude::*;

/// The card.
#[component]
pub fn Connection(
    /// The settings.
    settings: Signal<Arc<Provisioning>>,
) -> View {
    let provider = memo(move || settings.with(|settings| settings.identity_provider));
    let edit = use_edit(settings);
    let chosen = RwSignal::new(provider.get_untracked().name().to_owned());
    effect(move || chosen.set(provider.get().name().to_owned()));
    let choose = Callback::new(move |name: String| {
        let identity_provider = IdentityProvider::from_name(&name);
        edit.run((ProvisioningEdit { identity_provider, ..ProvisioningEdit::default() }, text::saved()));
    });
    let choices = IdentityProvider::ALL
        .map(|provider| Choice::new(provider.name(), text::provider_name(provider)))
        .to_vec();
    let url = derive(move || settings.with(|settings| settings.url.clone()));
    view! {
        <Card title=text::connection()>
            <RadioGroup
                legend=text::provider()
                value=chosen
                choices
                on_choose=choose
                disabled_reason=refusal(Right::EditIdentity)
            />
            <CopyField
                label=derive(move || text::url_label(provider.get()).to_owned())
                value=url
                hint=derive(move || Some(text::url_hint(provider.get()).to_owned()))
            />
        </Card>
    }
}
