//! `POST /api/v1/provisioning/guard/undo`

use api::provisioning_guard::{Undo, Undone};

use super::present;
use crate::http::{Answer, Call, Reply};
use crate::people::{self, Act};

/// People in one transaction: few enough that nobody else waits long to write.
const BATCH: usize = 50;

/// Reactivates the people of the present change who are still deactivated. Nothing to undo is no failure.
///
/// # Errors
/// The database fails: those before are active again, and the call can be sent again.
pub async fn handle(call: Call<Undo>) -> Answer<Undo> {
    let mut undone = Undone::default();
    let Some(mut present) = present(&call.read(), call.now()).await?.1 else {
        return Ok(Reply::new(undone));
    };
    // Two who undo at once lock the people in the same order, and so do not wait for each other in a circle.
    present.people.sort_unstable_by_key(|id| id.0);
    let act = Act::of(&call);
    for batch in present.people.chunks(BATCH) {
        let of_batch = people::reactivate(&act, batch, &present.change).await?;
        undone.reactivated += of_batch.reactivated;
        undone.refused += of_batch.refused;
    }
    Ok(Reply::new(undone))
}
