//! Advanced settings: what the identity provider may retrieve (R30), and how strictly its requests are read.

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
    let strict = memo(move || settings.with(|settings| settings.strict));
    let reading = RwSignal::new(String::new());
    effect(move || reading.set(strict.get().to_string()));
    let read = Callback::new(move |name: String| {
        let strict = Some(name == "true");
        edit.run((ProvisioningEdit { strict, ..ProvisioningEdit::default() }, text::saved()));
    });
    let readings = move || {
        let choices = vec![
            Choice::new("false", text::lenient()).detail(text::lenient_detail()),
            Choice::new("true", text::strict()).detail(text::strict_detail()),
        ];
        let disabled_reason = refusal(Right::EditIdentity);
        view! { <RadioGroup legend=text::reading() value=reading choices on_choose=read disabled_reason /> }
    };
    view! {
        <details class="more">
            <summary>{text::advanced()}</summary>
            <div class="more-body">{group} {readings()}</div>
        </details>
    }
}
