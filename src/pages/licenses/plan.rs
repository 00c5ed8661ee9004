//! The dialog that makes, changes and deletes a plan.

use api::licenses::{Create, Delete, Edit, NewPlan, Plan, PlanEdit, PlanParams};
use api::{Code, NoParams};
use domain::validation::{self, Invalid};

use super::Asked;
use crate::backend::{Call, Failure, use_mutation};
use crate::forms::{Form, FormFrame, FormText};
use crate::platform::{effect, ids};
use crate::text::reasons;
use crate::text::{common, licenses as text};
use crate::ui::{Button, ConfirmDialog, Dialog, Variant, use_toasts};
use crate::view::prelude::*;

/// Shown while there is something asked.
#[component]
pub fn PlanDialog(
    /// What it is about.
    asked: RwSignal<Option<Asked>>,
) -> View {
    let (open, dirty) = (RwSignal::new(false), RwSignal::new(false));
    effect(move || open.set(asked.with(Option::is_some)));
    effect(move || {
        if !open.get() && asked.with_untracked(Option::is_some) {
            asked.set(None);
        }
    });
    let title = move || match asked.get() {
        Some(Asked::Edit(_)) => text::edit_title(),
        _ => text::new_plan(),
    };
    view! { <Dialog open title=derive(move || title().to_owned()) dirty><PlanForm asked open dirty /></Dialog> }
}

/// A whole number of seats.
fn seats(text: &str) -> Result<u64, Invalid> {
    domain::licenses::seats(text.trim().parse().unwrap_or(u64::MAX))
}

#[component]
fn PlanForm(asked: RwSignal<Option<Asked>>, open: RwSignal<bool>, dirty: RwSignal<bool>) -> View {
    let toasts = use_toasts();
    let plan = asked.with_untracked(|asked| match asked {
        Some(Asked::Edit(plan)) => Some(plan.clone()),
        _ => None,
    });
    let (before, count) = plan
        .as_ref()
        .map_or_else(<(String, String)>::default, |plan| (plan.name.clone(), plan.seats.to_string()));
    let form = Form::new();
    let name = form.input("name", text::name(), &before, |text| validation::label(text).map(drop));
    let number = form.input("seats", text::seats(), &count, |text| seats(text).map(drop));
    effect(move || dirty.set(form.is_dirty()));
    let is_new = plan.is_none();
    let done = move |outcome: Result<Plan, Failure>| match outcome {
        Ok(plan) => {
            dirty.try_set(false);
            open.try_set(false);
            toasts.success(if is_new { text::created(&plan.name) } else { text::changed(&plan.name) });
        }
        Err(failure) if failure.code() == Some(Code::ChangedElsewhere) => {
            name.error.try_set(Some(text::changed_elsewhere().to_owned()));
        }
        Err(failure) => form.refuse(&failure),
    };
    let (create, edit) = (use_mutation::<Create>(done), use_mutation::<Edit>(done));
    let (key, target) = (ids::random(), plan.clone());
    let submit = Callback::new(move |()| {
        if !form.check() {
            return;
        }
        let seats = seats(&number.text()).unwrap_or_default();
        match &target {
            None => {
                let body = NewPlan { name: name.text(), seats };
                create.run(Call::new(NoParams {}).body(body).idempotency_key(key.clone()));
            }
            Some(plan) => {
                let body = PlanEdit { name: Some(name.text()), seats: Some(seats) };
                edit.run(Call::new(PlanParams { id: plan.id }).body(body).if_match(plan.version));
            }
        }
    });
    let busy = derive(move || create.pending.get() || edit.pending.get());
    let save = if is_new { text::create() } else { common::save() };
    view! {
        <FormFrame form on_submit=submit>
            <FormText input=name hint=text::name_hint() />
            <FormText input=number hint=text::seats_hint() />
            <div class="dialog-actions">
                {plan.map(|plan| view! { <DeleteButton plan open /> })}
                <Button label=common::cancel() on_press=move |()| open.set(false) />
                <Button label=save variant=Variant::Primary submit=true busy />
            </div>
        </FormFrame>
    }
}

/// R16: off while somebody holds the plan.
#[component]
fn DeleteButton(plan: Plan, open: RwSignal<bool>) -> View {
    let toasts = use_toasts();
    let asking = RwSignal::new(false);
    let (id, name) = (plan.id, plan.name.clone());
    let delete = use_mutation::<Delete>(move |outcome| {
        if outcome.is_ok() {
            asking.try_set(false);
            open.try_set(false);
            toasts.success(text::deleted(&name));
        }
    });
    let reason = plan.seating().can_delete().err().map(|reason| reasons::reason(&reason));
    let run = Callback::new(move |()| delete.run(Call::new(PlanParams { id })));
    let failure = derive(move || delete.failure.get().map(|failure| failure.detail()));
    view! {
        <Button label=text::delete() variant=Variant::Danger disabled_reason=Signal::stored(reason) on_press=move |()| asking.set(true) />
        <ConfirmDialog open=asking title=text::delete_title() confirm=text::delete() on_confirm=run busy=delete.pending failure>
            <p>{text::delete_detail()}</p>
        </ConfirmDialog>
    }
}
