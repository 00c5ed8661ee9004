//! Who gets which licence (R17, R18).

use api::history::Action;
use domain::fold::fold;
use domain::licenses::{Applies, Candidate};
use domain::validation::Invalid;
use domain::{PlanId, Reason, UserId};
use store::{LicenseRule, Plan, Tx, User};

use super::form::{Form, PLAN_ID, named};
use super::write::{locked, save};
use super::{Act, Error};

/// Gives `user`, in memory, the plan that was named; an empty text takes away the one that they have. Returns the plan that is
/// given, for [`on_its_plan`].
pub(super) async fn choose(
    tx: &Tx,
    form: &mut Form,
    named: Option<&str>,
    user: &mut User,
) -> Result<Option<Plan>, Error> {
    match named.map(str::trim) {
        None => Ok(None),
        Some("") => {
            user.plan_id = None;
            Ok(None)
        }
        Some(text) => match text.parse() {
            Ok(plan) => give(tx, form, plan, user).await,
            Err(_) => {
                form.invalid(PLAN_ID, Invalid::NotAChoice);
                Ok(None)
            }
        },
    }
}

/// The same with an id.
pub(super) async fn give(
    tx: &Tx,
    form: &mut Form,
    plan: PlanId,
    user: &mut User,
) -> Result<Option<Plan>, Error> {
    if user.plan_id == Some(plan) {
        return Ok(None);
    }
    let Some(plan) = tx.licenses().get(plan).await? else {
        form.invalid(PLAN_ID, Invalid::NotAChoice);
        return Ok(None);
    };
    match plan.seating().can_assign(user.site_id.is_some()) {
        Ok(()) => user.plan_id = Some(plan.id),
        Err(reason @ Reason::NoFreeSeat { .. }) => form.refuse_named(PLAN_ID, &plan.name, reason),
        Err(reason) => form.refuse(PLAN_ID, reason),
    }
    Ok(Some(plan))
}

/// R18: the last seat was taken between being looked at and being taken. Said of the field, as if it had been seen before.
pub(super) fn on_its_plan(error: Error, plan: Option<&Plan>) -> Error {
    match (error, plan) {
        (Error::Refused(reason @ Reason::NoFreeSeat { .. }), Some(plan)) => {
            Error::Fields(vec![named(PLAN_ID, &plan.name, reason)])
        }
        (error, _) => error,
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
