//! The dialog that makes, changes and deletes a plan.

use api::licenses::{Create, Delete, Edit, NewPlan, Plan, PlanEdit, PlanParams};
use api::{Code, NoParams};
use domain::validation::{self, Invalid};

use super::Asked;
use crate::backend::{Call, Failure, use_write};
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
    let (is_new, said) = (plan.is_none(), StoredValue::new(String::new()));
    let done = move |outcome: Result<String, Failure>| match outcome {
        Ok(_) => {
            dirty.try_set(false);
            open.try_set(false);
            toasts.success(said.try_get_value().unwrap_or_default());
        }
        Err(failure) if failure.code() == Some(Code::ChangedElsewhere) => {
            name.error.try_set(Some(text::changed_elsewhere().to_owned()));
        }
        Err(failure) => form.refuse(&failure),
    };
    let write = use_write();
    let (key, target) = (ids::random(), plan.clone());
    let submit = Callback::new(move |()| {
        if !form.check() {
            return;
        }
        let seats = seats(&number.text()).unwrap_or_default();
        let entered = name.text();
        let words = if is_new { text::created } else { text::changed };
        said.set_value(words(entered.trim()));
        match &target {
            None => {
                let body = NewPlan { name: entered, seats };
                write.run(Call::<Create>::new(NoParams {}).body(body).idempotency_key(key.clone()), done);
            }
            Some(plan) => {
                let body = PlanEdit { name: Some(entered), seats: Some(seats) };
                let call = Call::<Edit>::new(PlanParams { id: plan.id }).body(body);
                write.run(call.if_match(plan.version), done);
            }
        }
    });
    let save = if is_new { text::create() } else { common::save() };
    view! {
        <FormFrame form on_submit=submit>
            <FormText input=name hint=text::name_hint() />
            <FormText input=number hint=text::seats_hint() />
            <div class="dialog-actions">
                {plan.map(|plan| view! { <DeleteButton plan open /> })}
                <Button label=common::cancel() on_press=move |()| open.set(false) />
                <Button label=save variant=Variant::Primary submit=true busy=write.pending />
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
    let write = use_write();
    let reason = plan.seating().can_delete().err().map(|reason| reasons::reason(&reason));
    let run = Callback::new(move |()| {
        let said = text::deleted(&name);
        write.run(Call::<Delete>::new(PlanParams { id }), move |outcome| {
            if outcome.is_ok() {
                asking.try_set(false);
                open.try_set(false);
                toasts.success(said);
            }
        });
    });
    let failure = derive(move || write.failure.get().map(|failure| failure.detail()));
    view! {
        <Button label=text::delete() variant=Variant::Danger disabled_reason=Signal::stored(reason) on_press=move |()| asking.set(true) />
        <ConfirmDialog open=asking title=text::delete_title() confirm=text::delete() on_confirm=run busy=write.pending failure>
            <p>{text::delete_detail()}</p>
        </ConfirmDialog>
    }
}
