//! Advanced settings: what the identity provider may retrieve (R30).

use std::sync::Arc;

use api::provisioning::{Provisioning, ProvisioningEdit};
use domain::{RetrievalScope, Right};

use super::settings::use_edit;
use crate::layout::refusal;
use crate::platform::effect;
use crate::text::identity as text;
use crate::ui::{Choice, RadioGroup};
use crate::view::prelude::*;

/// A section that is closed until somebody needs it.
#[component]
pub fn Advanced(
    /// The settings.
    settings: Signal<Arc<Provisioning>>,
) -> View {
    let edit = use_edit(settings);
    let scope = memo(move || settings.with(|settings| settings.retrieval_scope));
    let local = memo(move || settings.with(|settings| settings.local_users));
    let chosen = RwSignal::new(scope.get_untracked().name().to_owned());
    effect(move || chosen.set(scope.get().name().to_owned()));
    let choose = Callback::new(move |name: String| {
        let retrieval_scope = RetrievalScope::from_name(&name);
        edit.run((ProvisioningEdit { retrieval_scope, ..ProvisioningEdit::default() }, text::saved()));
    });
    let group = move || {
        let choices = RetrievalScope::ALL
            .map(|scope| {
                Choice::new(scope.name(), text::scope_name(scope))
                    .detail(text::scope_detail(scope, local.get()))
            })
            .to_vec();
        let disabled_reason = refusal(Right::EditIdentity);
        view! { <RadioGroup legend=text::scope() value=chosen choices on_choose=choose disabled_reason /> }
    };
    view! {
        <details class="more">
            <summary>{text::advanced()}</summary>
            <div class="more-body">{group}</div>
        </details>
    }
}
