//! `POST /api/v1/provisioning/guard/dismiss`

use api::history::Action;
use api::provisioning_guard::Dismiss;
use domain::Timestamp;
use store::{Change, Provisioning};

use super::present;
use crate::audit::Thing;
use crate::http::{Answer, Call, Reply};
use crate::people::{self, Act};

/// Takes the present change, and all before it, as meant. Nothing to dismiss is no failure.
///
/// # Errors
/// The database fails.
pub async fn handle(call: Call<Dismiss>) -> Answer<Dismiss> {
    if let Some(present) = present(&call.read(), call.now()).await?.1 {
        dismiss(&Act::of(&call), present.change.to).await?;
    }
    Ok(Reply::empty())
}

/// Until the last deactivation of the change, not until now: what came in between was in nobody's sight.
async fn dismiss(act: &Act<'_>, until: Timestamp) -> Result<(), people::Error> {
    act.app
        .store
        .write(act.org, |tx| async move {
            let before = tx.provisioning().get().await?.ok_or(people::Error::NotFound)?;
            if before.guard_dismissed_at >= Some(until) {
                return Ok(());
            }
            let after =
                Provisioning { guard_dismissed_at: Some(until), updated_at: act.at, ..before.clone() };
            tx.provisioning().update(&before, after).await?;
            let change = Change {
                field: "guard_dismissed_at".to_owned(),
                from: before.guard_dismissed_at.map(|at| at.to_string()),
                to: Some(until.to_string()),
            };
            act.record(&tx, Action::ProvisioningEdited, Thing::provisioning(act.org), vec![change]).await?;
            Ok(())
        })
        .await
}
