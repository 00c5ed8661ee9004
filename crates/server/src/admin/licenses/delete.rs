//! `DELETE /api/v1/licenses/{id}`

use api::history::Action;
use api::licenses::Delete;
use domain::PlanId;

use super::{failure, locked};
use crate::admin::license_rules;
use crate::audit::Thing;
use crate::http::{Answer, Call, Reply};
use crate::people::{self, Act};

/// Deletes a plan that nobody holds, with the rules that give it.
///
/// # Errors
/// `not_found`, `refused` with the number of holders.
pub async fn handle(call: Call<Delete>) -> Answer<Delete> {
    delete(&Act::of(&call), call.params.id).await.map_err(failure)?;
    Ok(Reply::empty())
}

async fn delete(act: &Act<'_>, id: PlanId) -> Result<(), people::Error> {
    act.write(|tx| async move {
        // Locked: nobody takes a seat until it is gone.
        let plan = locked(&tx, id).await?;
        plan.seating().can_delete()?;
        license_rules::delete_all(act, &tx, |rule| rule.plan_id == id).await?;
        tx.licenses().delete(&plan).await?;
        act.record(&tx, Action::LicenseDeleted, Thing::license(id, &plan.name), Vec::new()).await?;
        Ok(())
    })
    .await
}
