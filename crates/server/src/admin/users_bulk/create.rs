//! `POST /api/v1/users/bulk`

use api::users_bulk::Create;
use domain::{JobKind, UserId};
use store::{JobRow, Reader};

use super::{Selected, checked};
use crate::admin::jobs::body;
use crate::http::{Answer, Call, Failure, Reply};
use crate::jobs::{self, About, bulk::Payload};

/// Makes a job that changes the people, each by the same rules as one.
///
/// # Errors
/// `invalid_fields`, `forbidden` (R32), `refused` when too many jobs wait.
pub async fn handle(call: Call<Create>) -> Answer<Create> {
    let read = call.read();
    let (selected, _) = checked(&read, call.actor.role, &call.body).await?;
    let (rows, matching) = match selected {
        Selected::Named(ids) => (rows(&read, &ids).await?, None),
        Selected::Matching(matching) => (Vec::new(), Some(*matching)),
    };
    let gathered = matching.is_none();
    let payload = Payload { change: call.body.change.clone(), matching };
    let mut job = jobs::new(&call, JobKind::UsersBulk, About::default(), &payload).await?;
    job.gathered = gathered;
    job.total = rows.len() as u64;
    let (new, rows) = (&job, &rows);
    call.write(|tx| async move {
        jobs::insert(&tx, new).await?;
        Ok(tx.jobs().put_rows(new.id, rows).await?)
    })
    .await?;
    call.app.jobs.wake();
    Ok(Reply::new(body(job)))
}

/// One row for each id; whoever is not there has no name, and is told so by the job.
async fn rows(read: &Reader, ids: &[UserId]) -> Result<Vec<JobRow>, Failure> {
    let mut names = std::collections::HashMap::new();
    for batch in ids.chunks(1_000) {
        names.extend(read.users().names(batch).await?);
    }
    let row =
        |(position, id): (u64, &UserId)| JobRow::waiting(position, *id, names.remove(id).unwrap_or_default());
    Ok((1..).zip(ids).map(row).collect())
}
