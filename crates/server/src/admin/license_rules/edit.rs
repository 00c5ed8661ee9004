//! `PATCH /api/v1/license-rules/{id}`

use api::history::Action;
use api::license_rules::{Edit, LicenseRuleEdit};
use domain::LicenseRuleId;
use store::{Change, LicenseRule, Tx};

use super::{failure, find, reply, thing};
use crate::http::{Answer, Call, IfMatch, changed_elsewhere};
use crate::people::{self, Act};

/// Switches a rule on or off, or moves it among the others.
///
/// # Errors
/// `not_found`, `changed_elsewhere` with the rule as it is now.
pub async fn handle(call: Call<Edit>) -> Answer<Edit> {
    let id = call.params.id;
    match edit(&Act::of(&call), id, call.if_match, &call.body).await {
        Ok(()) => reply(&call.read(), id).await,
        Err(people::Error::Stale) => Err(changed_elsewhere(&find(&call.read(), id).await?)),
        Err(error) => Err(failure(error)),
    }
}

async fn edit(
    act: &Act<'_>,
    id: LicenseRuleId,
    if_match: IfMatch,
    edit: &LicenseRuleEdit,
) -> Result<(), people::Error> {
    act.write(|tx| async move {
        let before = tx.license_rules().get(id).await?.ok_or(people::Error::NotFound)?;
        if !if_match.admits(before.version.unsigned_abs()) {
            return Err(people::Error::Stale);
        }
        let mut changes = Vec::new();
        if let Some(enabled) = edit.enabled.filter(|enabled| *enabled != before.enabled) {
            tx.license_rules().switch(&before, enabled, act.at).await?;
            changes.push(change("enabled", before.enabled, enabled));
        }
        if let Some(position) = edit.position {
            changes.extend(move_to(&tx, &before, position).await?);
        }
        if !changes.is_empty() {
            act.record(&tx, Action::LicenseRuleEdited, thing(&tx, &before).await?, changes).await?;
        }
        Ok(())
    })
    .await
}

fn change(field: &str, from: impl ToString, to: impl ToString) -> Change {
    Change { field: field.to_owned(), from: Some(from.to_string()), to: Some(to.to_string()) }
}

/// Numbers the rules anew, with `rule` at its new place: there are few.
async fn move_to(tx: &Tx, rule: &LicenseRule, position: u64) -> Result<Option<Change>, people::Error> {
    let mut rules = tx.license_rules().list().await?;
    let Some(from) = rules.iter().position(|other| other.id == rule.id) else {
        return Err(people::Error::Stale);
    };
    let asked = usize::try_from(position).unwrap_or(usize::MAX).saturating_sub(1);
    let to = asked.min(rules.len() - 1);
    if to == from {
        return Ok(None);
    }
    let moved = rules.remove(from);
    rules.insert(to, moved);
    for (rule, place) in rules.iter().zip(1..).filter(|(rule, place)| rule.position != *place) {
        tx.license_rules().place(rule.id, place).await?;
    }
    Ok(Some(change("position", from + 1, to + 1)))
}
