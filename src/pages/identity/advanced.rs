//! Advanced settings: what the identity provider may retrieve (R30), how strictly its requests are read, and when
//! unusually many deactivations are told.

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
            <div class="more-body">{group} {readings()} <GuardShare settings /></div>
        </details>
    }
}

/// From which share of deactivated people on Home warns. What is set over the API is offered, too.
#[component]
fn GuardShare(settings: Signal<Arc<Provisioning>>) -> View {
    let edit = use_edit(settings);
    let percent = memo(move || settings.with(|settings| settings.guard_percent));
    let chosen = RwSignal::new(String::new());
    effect(move || chosen.set(percent.get().to_string()));
    let choose = Callback::new(move |percent: String| {
        let guard_percent = percent.parse().ok();
        edit.run((ProvisioningEdit { guard_percent, ..ProvisioningEdit::default() }, text::saved()));
    });
    let shares = memo(move || {
        let mut shares = vec![10, 20, 50, 100];
        if let Err(at) = shares.binary_search(&percent.get()) {
            shares.insert(at, percent.get());
        }
        shares
    });
    live(move || {
        let choices =
            shares.get().into_iter().map(|n| Choice::new(n.to_string(), text::guard_share(n))).collect();
        let disabled_reason = refusal(Right::EditIdentity);
        view! { <RadioGroup legend=text::guard() value=chosen choices on_choose=choose disabled_reason /> }
    })
}
