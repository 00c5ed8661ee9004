//! `POST /api/v1/licenses`

use api::history::Action;
use api::licenses::{Create, NewPlan};
use domain::PlanId;
use store::{Change, Plan};

use super::{Checked, failure, reply};
use crate::audit::Thing;
use crate::http::{Answer, Call};
use crate::people::{self, Act};

/// Makes a plan (R16).
///
/// # Errors
/// `invalid_fields`, also for a name that another plan has.
pub async fn handle(call: Call<Create>) -> Answer<Create> {
    let id = create(&Act::of(&call), &call.body).await.map_err(failure)?;
    reply(&call.read(), id).await
}

async fn create(act: &Act<'_>, new: &NewPlan) -> Result<PlanId, people::Error> {
    let id = PlanId(act.app.new_id());
    act.write(|tx| async move {
        let mut checked = Checked::default();
        let name = checked.name(&tx, &new.name, None).await?;
        let seats = checked.seats(new.seats);
        checked.finish()?;
        let plan = Plan { id, name, seats, used: 0, created_at: act.at, updated_at: act.at, version: 1 };
        tx.licenses().insert(&plan).await?;
        let given = |field: &str, to: String| Change { field: field.to_owned(), from: None, to: Some(to) };
        let changes = vec![given("name", plan.name.clone()), given("seats", seats.to_string())];
        act.record(&tx, Action::LicenseCreated, Thing::license(id, &plan.name), changes).await?;
        Ok(id)
    })
    .await
}
