//! Rules that give licences. [`crate::license_rules`] applies them.

pub mod create;
pub mod delete;
pub mod edit;
pub mod list;

use std::collections::HashMap;

use api::Endpoint;
use api::history::Action;
use api::license_rules as of;
use api::licenses::PlanRef;
use api::users::SiteRef;
use domain::{LicenseRuleId, SiteId};
use store::{LicenseRule, Reader, Site, Tx};

use crate::audit::Thing;
use crate::http::{Answer, Failure, Reply, Routes};
use crate::license_rules::sentence;
use crate::people::{self, Act};

/// Binds the operations of `api::license_rules`.
#[must_use]
pub fn mount(routes: Routes) -> Routes {
    routes
        .mount::<of::List, _, _, _>(list::handle)
        .mount::<of::Create, _, _, _>(create::handle)
        .mount::<of::Edit, _, _, _>(edit::handle)
        .mount::<of::Delete, _, _, _>(delete::handle)
}

/// Every rule as it is now, in order.
async fn bodies(read: &Reader) -> Result<Vec<of::LicenseRule>, Failure> {
    let rules = read.license_rules().list().await?;
    let plans = read.licenses().names(rules.iter().map(|rule| rule.plan_id)).await?;
    let sites = read.sites().among(rules.iter().filter_map(|rule| rule.site_id)).await?;
    let site = |id| sites.get(&id).map(|site| site_ref(id, site));
    let bodies = rules.into_iter().zip(1..).map(|(rule, position)| of::LicenseRule {
        id: rule.id,
        plan: PlanRef { id: rule.plan_id, name: plans.get(&rule.plan_id).cloned().unwrap_or_default() },
        site: rule.site_id.and_then(site),
        department: rule.department,
        enabled: rule.enabled,
        position,
        created_at: rule.created_at,
        updated_at: rule.updated_at,
        version: rule.version.unsigned_abs(),
    });
    Ok(bodies.collect())
}

fn site_ref(id: SiteId, site: &Site) -> SiteRef {
    let Site { name, time_zone, locale, .. } = site.clone();
    SiteRef { id, name, time_zone, locale }
}

/// The rule as it is now.
async fn find(read: &Reader, id: LicenseRuleId) -> Result<of::LicenseRule, Failure> {
    let found = bodies(read).await?.into_iter().find(|rule| rule.id == id);
    found.ok_or_else(|| Failure::not_found("rule"))
}

/// The rule as it is now, as the answer, with its version as `ETag`.
async fn reply<E: Endpoint<Reply = of::LicenseRule>>(read: &Reader, id: LicenseRuleId) -> Answer<E> {
    let rule = find(read, id).await?;
    let version = rule.version;
    Ok(Reply::new(rule).etag(version))
}

fn failure(error: people::Error) -> Failure {
    match error {
        people::Error::NotFound => Failure::not_found("rule"),
        other => other.into(),
    }
}

/// What the audit log calls a rule.
async fn thing(tx: &Tx, rule: &LicenseRule) -> Result<Thing, people::Error> {
    let plans: HashMap<_, _> = tx.licenses().names([rule.plan_id]).await?;
    let site = match rule.site_id {
        Some(site) => tx.sites().get(site).await?.map(|site| site.name),
        None => None,
    };
    let plan = plans.get(&rule.plan_id).map_or("", String::as_str);
    Ok(Thing::license_rule(rule.id, &sentence(plan, site.as_deref(), rule.department.as_deref())))
}

/// Deletes those rules, each with its entry in the audit log: along with the plan or the site that they name.
///
/// # Errors
/// The database fails.
pub(super) async fn delete_all(
    act: &Act<'_>,
    tx: &Tx,
    doomed: impl Fn(&LicenseRule) -> bool,
) -> Result<(), people::Error> {
    let rules = tx.license_rules().list().await?;
    for rule in rules.iter().filter(|rule| doomed(rule)) {
        delete_one(act, tx, rule).await?;
    }
    Ok(())
}

async fn delete_one(act: &Act<'_>, tx: &Tx, rule: &LicenseRule) -> Result<(), people::Error> {
    let thing = thing(tx, rule).await?;
    tx.license_rules().delete(rule).await?;
    act.record(tx, Action::LicenseRuleDeleted, thing, Vec::new()).await?;
    Ok(())
}
