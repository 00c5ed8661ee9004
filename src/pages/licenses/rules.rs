//! The rules by which people get a licence while a seat is free.

use std::sync::Arc;

use api::license_rules::{
    Create, Delete, Edit, LicenseRule, LicenseRuleEdit, LicenseRuleParams, List, NewLicenseRule,
};
use api::licenses::Plan;
use api::{NoParams, NoQuery, Page as ApiPage, sites};
use domain::{Right, validation};

use crate::backend::{Call, use_query, use_write};
use crate::forms::{Form, FormFrame, FormText};
use crate::layout::{Loaded, refusal};
use crate::platform::{effect, ids};
use crate::text::{common, licenses as text};
use crate::ui::{Button, Card, Choice, Dialog, Glyph, IconButton, SelectInput, Switch, Variant, use_toasts};
use crate::view::prelude::*;

/// The plans that there are.
type Plans = Signal<Option<Arc<ApiPage<Plan>>>>;

/// The rules, in their order.
#[component]
pub fn Rules(
    /// What a new rule can give.
    plans: Plans,
) -> View {
    let rules = use_query::<List>(|| (NoParams {}, NoQuery {}));
    let (open, dirty) = (RwSignal::new(false), RwSignal::new(false));
    let new = move || {
        view! { <Button label=text::new_rule() icon=Glyph::Plus disabled_reason=refusal(Right::EditLicenses) on_press=move |()| open.set(true) /> }
    };
    let list = move |rules: Signal<Arc<ApiPage<LicenseRule>>>| {
        let none = memo(move || rules.with(|rules| rules.items.is_empty()));
        view! {
            <Show when=move || !none.get() fallback=|| view! { <p class="secondary">{text::rules_none()}</p> }>
                <ol class="rules">
                    <For each=move || rules.get().items.clone() key=|rule| (rule.id, rule.version, rule.position) let:rule><Rule rule /></For>
                </ol>
            </Show>
        }
    };
    view! {
        <Card title=text::rules() detail=text::rules_lead() actions=new>
            <Loaded query=rules children=list />
        </Card>
        <Dialog open title=text::new_rule() dirty><RuleForm plans open dirty /></Dialog>
    }
}

/// What the rule says.
fn words(rule: &LicenseRule) -> String {
    let site = rule.site.as_ref().map(|site| site.name.as_str());
    let whom = match (rule.department.as_deref(), site) {
        (Some(department), Some(site)) => text::whom_both(department, site),
        (Some(department), None) => text::whom_department(department),
        (None, Some(site)) => text::whom_site(site),
        (None, None) => text::whom_all().to_owned(),
    };
    text::rule_of(&rule.plan.name, &whom)
}

#[component]
fn Rule(rule: LicenseRule) -> View {
    let toasts = use_toasts();
    let told = move |outcome: Result<String, crate::backend::Failure>| {
        if let Err(failure) = outcome {
            toasts.failure(failure.detail());
        }
    };
    let write = use_write();
    let (id, version, said) = (rule.id, rule.version, words(&rule));
    let toggle = Callback::new(move |on: bool| {
        let body = LicenseRuleEdit { enabled: Some(on), position: None };
        write.run(Call::<Edit>::new(LicenseRuleParams { id }).body(body).if_match(version), told);
    });
    let remove = Callback::new(move |()| {
        write.run(Call::<Delete>::new(LicenseRuleParams { id }), told);
    });
    let refused = refusal(Right::EditLicenses);
    view! {
        <li>
            <Switch label=said.clone() on=rule.enabled on_toggle=toggle busy=write.pending disabled_reason=refused />
            <Show when=move || refused.with(Option::is_none)>
                <IconButton label=text::delete_rule_of(&said) icon=Signal::stored(Glyph::Trash) on_press=remove />
            </Show>
        </li>
    }
}

#[component]
fn RuleForm(plans: Plans, open: RwSignal<bool>, dirty: RwSignal<bool>) -> View {
    let sites = use_query::<sites::List>(|| (NoParams {}, NoQuery {}));
    let form = Form::new();
    let department = form.input("department", text::rule_department(), "", |text| {
        validation::optional(text, validation::MAX_TEXT).map(drop)
    });
    let first = plans
        .with_untracked(|plans| plans.as_ref().and_then(|plans| plans.items.first().map(|plan| plan.id)));
    let plan = RwSignal::new(first.map(|id| id.to_string()).unwrap_or_default());
    let site = RwSignal::new(String::new());
    effect(move || dirty.set(form.is_dirty()));
    let write = use_write();
    let key = ids::random();
    let submit = Callback::new(move |()| {
        if form.check() {
            let department = Some(department.text()).filter(|text| !text.trim().is_empty());
            let (plan_id, site_id) = (plan.get_untracked(), site.get_untracked().parse().ok());
            let body = NewLicenseRule { plan_id, site_id, department, enabled: false };
            let call = Call::<Create>::new(NoParams {}).body(body).idempotency_key(key.clone());
            write.run(call, move |outcome| match outcome {
                Ok(_) => {
                    dirty.try_set(false);
                    open.try_set(false);
                }
                Err(failure) => form.refuse(&failure),
            });
        }
    });
    let offered = move || {
        let plans = plans.get();
        let one = |plan: &Plan| Choice::new(plan.id.to_string(), &plan.name);
        plans.map_or_else(Vec::new, |plans| plans.items.iter().map(one).collect())
    };
    let places = move || {
        let known = sites.data.get();
        let known = known
            .iter()
            .flat_map(|page| page.items.iter().map(|site| Choice::new(site.id.to_string(), &site.name)));
        std::iter::once(Choice::new("", text::any_site())).chain(known).collect::<Vec<_>>()
    };
    view! {
        <FormFrame form on_submit=submit>
            <SelectInput label=text::rule_plan() value=plan choices=derive(offered) />
            <SelectInput label=text::rule_site() value=site choices=derive(places) />
            <FormText input=department hint=text::rule_department_hint() />
            <div class="dialog-actions">
                <Button label=common::cancel() on_press=move |()| open.set(false) />
                <Button label=text::create_rule() variant=Variant::Primary submit=true busy=write.pending />
            </div>
        </FormFrame>
    }
}
