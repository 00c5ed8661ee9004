//! Who gets which licence (R17, R18).

use std::collections::HashMap;

use api::history::Action;
use domain::fold::fold;
use domain::licenses::{Applies, Candidate};
use domain::validation::Invalid;
use domain::{PlanId, Reason, UserId};
use store::{LicenseRule, Plan, Tx, User};

use super::form::{self, Form, PLAN_ID};
use super::write::{locked, save};
use super::{Act, Error};

/// Plans by their ids.
pub(super) type Plans = HashMap<PlanId, Plan>;

/// The plan that an edit names, if there is one.
pub(super) async fn named(tx: &Tx, text: Option<&str>) -> Result<Plans, Error> {
    let Some(id) = text.and_then(|text| text.trim().parse().ok()) else { return Ok(Plans::new()) };
    Ok(tx.licenses().get(id).await?.into_iter().map(|plan| (plan.id, plan)).collect())
}

/// Gives `user`, in memory, the plan that was named; an empty text takes away the one that they have.
pub(super) fn choose(form: &mut Form, plans: &Plans, named: Option<&str>, user: &mut User) {
    match named.map(str::trim) {
        None => {}
        Some("") => user.plan_id = None,
        Some(text) => match text.parse() {
            Ok(plan) => give(form, plans, plan, user),
            Err(_) => form.invalid(PLAN_ID, Invalid::NotAChoice),
        },
    }
}

/// The same with an id.
pub(super) fn give(form: &mut Form, plans: &Plans, plan: PlanId, user: &mut User) {
    if user.plan_id == Some(plan) {
        return;
    }
    let Some(plan) = plans.get(&plan) else { return form.invalid(PLAN_ID, Invalid::NotAChoice) };
    match plan.seating().can_assign(user.site_id.is_some()) {
        Ok(()) => user.plan_id = Some(plan.id),
        Err(reason @ Reason::NoFreeSeat { .. }) => form.refuse_named(PLAN_ID, &plan.name, reason),
        Err(reason) => form.refuse(PLAN_ID, reason),
    }
}

/// Moves the seat of somebody whose plan changes, in memory: for those who come after.
pub(super) fn move_seat(plans: &mut Plans, from: Option<PlanId>, to: Option<PlanId>) {
    if from == to {
        return;
    }
    if let Some(plan) = from.and_then(|id| plans.get_mut(&id)) {
        plan.used = plan.used.saturating_sub(1);
    }
    if let Some(plan) = to.and_then(|id| plans.get_mut(&id)) {
        plan.used = plan.used.saturating_add(1);
    }
}

/// The name of somebody's plan.
pub(super) fn name_of(plans: &Plans, user: &User) -> Option<String> {
    user.plan_id.and_then(|id| plans.get(&id)).map(|plan| plan.name.clone())
}

/// R18: the last seat was taken between being looked at and being taken. Said of the field, as if it had been seen before.
pub(super) fn on_its_plan(error: Error, plans: &Plans) -> Error {
    match error {
        Error::Refused(reason @ Reason::NoFreeSeat { plan, .. }) => match plans.get(&plan) {
            Some(plan) => Error::Fields(vec![form::named(PLAN_ID, &plan.name, reason)]),
            None => error,
        },
        error => error,
    }
}

/// Gives the person the plan of the rule, if both are still so that it does. `false`: they are not, and nothing was written.
///
/// # Errors
/// [`Reason::NoFreeSeat`] (R18).
pub async fn give_by_rule(act: &Act<'_>, id: UserId, rule: &LicenseRule) -> Result<bool, Error> {
    let written = act.app.store.write(act.org, |tx| async move {
        let Some(rule) = tx.license_rules().get(rule.id).await?.filter(|rule| rule.enabled) else {
            return Ok(false);
        };
        let (before, _) = locked(&tx, id).await?;
        if !applies(&rule, &before) {
            return Ok(false);
        }
        let after = User { plan_id: Some(rule.plan_id), ..before.clone() };
        save(&tx, act, &before, after, None, Action::UserEdited).await?;
        Ok(true)
    });
    match written.await {
        Err(Error::NotFound) => Ok(false),
        written => written,
    }
}

fn applies(rule: &LicenseRule, user: &User) -> bool {
    let (wanted, department) = (rule.department.as_deref().map(fold), user.department.as_deref().map(fold));
    let rule = Applies { site: rule.site_id, department_key: wanted.as_deref() };
    rule.to(&Candidate {
        status: user.status,
        site: user.site_id,
        department_key: department.as_deref(),
        plan: user.plan_id,
    })
}
