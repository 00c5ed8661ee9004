//! One round of the rules of one organization.

use domain::{OrgId, Reason};
use store::{LicenseRule, Reader};

use crate::app::App;
use crate::people::{self, Act};

/// Licences of one round: then other organizations have their turn.
const ROUND: u64 = 200;

/// Gives licences by the rules that are switched on, in their order. True: there may be more to give.
///
/// # Errors
/// The database fails.
pub(super) async fn apply(app: &App, org: OrgId) -> Result<bool, people::Error> {
    let read = app.store.read(org);
    let (mut given, mut left, mut lost) = (0, ROUND, false);
    for rule in read.license_rules().list().await?.into_iter().filter(|rule| rule.enabled) {
        let Some(plan) = read.licenses().get(rule.plan_id).await? else { continue };
        let most = plan.seating().free().min(left);
        if most == 0 {
            continue;
        }
        let people = read.users().licensable(rule.site_id, rule.department.as_deref(), most).await?;
        if people.is_empty() {
            continue;
        }
        let act = Act::of_license_rule(app, org, rule.id, &name(&read, &rule, &plan.name).await?);
        for id in people {
            left -= 1;
            match people::give_by_rule(&act, id, &rule).await {
                Ok(true) => given += 1,
                Ok(false) | Err(people::Error::Stale) => lost = true,
                // Somebody else took the last seat.
                Err(people::Error::Refused(Reason::NoFreeSeat { .. })) => break,
                Err(error) => return Err(error),
            }
        }
        if left == 0 {
            break;
        }
    }
    // Where nothing was given, another round would come to the same.
    Ok(given > 0 && (left == 0 || lost))
}

/// How a rule is called in the history of whom it gives a licence.
async fn name(read: &Reader, rule: &LicenseRule, plan: &str) -> Result<String, store::Error> {
    let site = match rule.site_id {
        Some(site) => read.sites().get(site).await?.map(|site| site.name),
        None => None,
    };
    Ok(sentence(plan, site.as_deref(), rule.department.as_deref()))
}

/// `Licence rule: X2 for Sales, London`.
pub(crate) fn sentence(plan: &str, site: Option<&str>, department: Option<&str>) -> String {
    let whom: Vec<&str> = department.into_iter().chain(site).collect();
    let whom = if whom.is_empty() { "everybody".to_owned() } else { whom.join(", ") };
    format!("Licence rule: {plan} for {whom}")
}

#[cfg(test)]
mod tests {
    use super::sentence;

    #[test]
    fn a_rule_is_called_by_what_it_gives_to_whom() {
        assert_eq!(sentence("X2", Some("London"), Some("Sales")), "Licence rule: X2 for Sales, London");
        assert_eq!(sentence("X2", None, None), "Licence rule: X2 for everybody");
    }
}
