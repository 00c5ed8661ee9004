//! `PATCH /api/v1/licenses/{id}`

use api::history::Action;
use api::licenses::{Edit, PlanEdit};
use api::problem::FieldError;
use domain::PlanId;
use store::{Change, Plan};

use super::{Checked, failure, find, locked, reply};
use crate::audit::Thing;
use crate::http::{Answer, Call, IfMatch, changed_elsewhere};
use crate::people::{self, Act};

/// Renames a plan, or gives it another number of seats, never fewer than are used (R18).
///
/// # Errors
/// `not_found`, `changed_elsewhere` with the plan as it is now, `invalid_fields`.
pub async fn handle(call: Call<Edit>) -> Answer<Edit> {
    let id = call.params.id;
    match edit(&Act::of(&call), id, call.if_match, &call.body).await {
        Ok(()) => reply(&call.read(), id).await,
        Err(people::Error::Stale) => Err(changed_elsewhere(&find(&call.read(), id).await?)),
        Err(error) => Err(failure(error)),
    }
}

async fn edit(act: &Act<'_>, id: PlanId, if_match: IfMatch, edit: &PlanEdit) -> Result<(), people::Error> {
    act.write(|tx| async move {
        let before = locked(&tx, id).await?;
        if !if_match.admits(before.version.unsigned_abs()) {
            return Err(people::Error::Stale);
        }
        let mut checked = Checked::default();
        let name = match &edit.name {
            Some(name) => checked.name(&tx, name, Some(id)).await?,
            None => before.name.clone(),
        };
        let seats = edit.seats.map_or(before.seats, |seats| checked.seats(seats));
        if let Err(reason) = before.seating().can_become(seats) {
            checked.0.push(FieldError::refused("seats", reason));
        }
        checked.finish()?;
        if name == before.name && seats == before.seats {
            return Ok(());
        }
        let after = tx.licenses().update(&before, &name, seats, act.at).await?;
        let thing = Thing::license(id, &after.name);
        act.record(&tx, Action::LicenseEdited, thing, changes(&before, &after)).await?;
        Ok(())
    })
    .await
}

fn changes(before: &Plan, after: &Plan) -> Vec<Change> {
    let change = |field: &str, from: String, to: String| Change {
        field: field.to_owned(),
        from: Some(from),
        to: Some(to),
    };
    let all = [
        change("name", before.name.clone(), after.name.clone()),
        change("seats", before.seats.to_string(), after.seats.to_string()),
    ];
    all.into_iter().filter(|change| change.from != change.to).collect()
}
