//! `POST /api/v1/jobs/{id}/cancel`

use api::jobs::Cancel;
use domain::JobState;

use super::{body, find};
use crate::http::{Answer, Call, Reply};
use crate::jobs::announce;

/// Stops a job: the batch that is being written is the last one, or is not written any more.
///
/// # Errors
/// `not_found`.
pub async fn handle(call: Call<Cancel>) -> Answer<Cancel> {
    let read = call.read();
    let job = &find(&read, call.params.id).await?;
    let now = call.now();
    call.write(|tx| async move {
        if tx.jobs().end(job.id, JobState::Cancelled, None, now).await? {
            announce(&tx, job, now);
        }
        Ok(())
    })
    .await?;
    Ok(Reply::new(body(find(&read, job.id).await?)))
}
