//! `POST /api/v1/license-rules`

use api::history::Action;
use api::license_rules::{Create, NewLicenseRule};
use api::problem::FieldError;
use domain::validation::{self, Invalid};
use domain::{LicenseRuleId, PlanId};
use store::{Change, LicenseRule, Tx};

use super::{failure, reply, thing};
use crate::http::{Answer, Call};
use crate::people::{self, Act};

/// Makes a rule: the last one, and switched off unless told otherwise.
///
/// # Errors
/// `invalid_fields`.
pub async fn handle(call: Call<Create>) -> Answer<Create> {
    let id = create(&Act::of(&call), &call.body).await.map_err(failure)?;
    reply(&call.read(), id).await
}

async fn create(act: &Act<'_>, new: &NewLicenseRule) -> Result<LicenseRuleId, people::Error> {
    let id = LicenseRuleId(act.app.new_id());
    act.write(|tx| async move {
        let (plan_id, department) = checked(&tx, new).await?;
        let position = tx.license_rules().list().await?.last().map_or(1, |rule| rule.position + 1);
        let rule = LicenseRule {
            id,
            plan_id,
            site_id: new.site_id,
            department,
            enabled: new.enabled,
            position,
            created_at: act.at,
            updated_at: act.at,
            version: 1,
        };
        tx.license_rules().insert(&rule).await?;
        let to = Some(rule.enabled.to_string());
        let change = Change { field: "enabled".to_owned(), from: None, to };
        act.record(&tx, Action::LicenseRuleCreated, thing(&tx, &rule).await?, vec![change]).await?;
        Ok(id)
    })
    .await
}

/// The plan and the department, when they and the site are all well.
async fn checked(tx: &Tx, new: &NewLicenseRule) -> Result<(PlanId, Option<String>), people::Error> {
    let mut errors = Vec::new();
    let plan = match new.plan_id.parse::<PlanId>() {
        Ok(plan) => tx.licenses().get(plan).await?,
        Err(_) => None,
    };
    if plan.is_none() {
        errors.push(FieldError::invalid("plan_id", Invalid::NotAChoice));
    }
    if let Some(site) = new.site_id
        && tx.sites().get(site).await?.is_none()
    {
        errors.push(FieldError::invalid("site_id", Invalid::NotAChoice));
    }
    let department =
        validation::optional(new.department.as_deref().unwrap_or_default(), validation::MAX_TEXT);
    let department = department.unwrap_or_else(|invalid| {
        errors.push(FieldError::invalid("department", invalid));
        None
    });
    match plan {
        Some(plan) if errors.is_empty() => Ok((plan.id, department)),
        _ => Err(people::Error::Fields(errors)),
    }
}
