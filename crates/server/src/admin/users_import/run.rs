//! `POST /api/v1/users/import/{id}/run`

use api::Code;
use api::users_import::Run;
use domain::{JobKind, JobState};
use store::{Import, Job, Reader};

use super::find;
use crate::admin::jobs::body;
use crate::http::{Answer, Call, Failure, Reply};
use crate::jobs::{self, About, Gathered};

/// Makes a job that takes in the lines that the last check found good.
///
/// # Errors
/// `not_found`, `refused` without a check that is done, or when the file was taken in already.
pub async fn handle(call: Call<Run>) -> Answer<Run> {
    let read = call.read();
    let import = find(&read, call.params.id).await?;
    let check = checked(&read, &import).await?;
    let about = About { import: Some(import.id), undoes: None };
    let payload = Gathered { source: check.id, after: 0 };
    let job = &jobs::new(&call, JobKind::UsersImport, about, &payload).await?;
    let after = &Import { run_job: Some(job.id), ..import };
    call.write(|tx| async move {
        // Two who start it at once: the second sees the first one's job.
        let now = tx.imports().get(after.id).await?.ok_or_else(|| Failure::not_found("file"))?;
        if now.run_job != import.run_job {
            return Err(Failure::new(Code::Refused, "The file is being taken in already."));
        }
        tx.imports().update(after).await?;
        // The lines are rows by now: the file itself is not needed any more.
        tx.imports().delete_chunks(after.id).await?;
        Ok(jobs::insert(&tx, job).await?)
    })
    .await?;
    call.app.jobs.wake();
    Ok(Reply::new(body(job.clone())))
}

/// The check of a file that may be taken in. One that was cancelled or failed on the way may be started again: what was taken in
/// is found as it is.
async fn checked(read: &Reader, import: &Import) -> Result<Job, Failure> {
    let refused = |words: &str| Err(Failure::new(Code::Refused, words));
    if let Some(run) = import.run_job
        && let Some(run) = read.jobs().get(run).await?
        && !matches!(run.state, JobState::Cancelled | JobState::Failed)
    {
        return refused("The file was taken in already. Upload it again, if it was changed.");
    }
    let check = match import.check_job {
        Some(check) => read.jobs().get(check).await?,
        None => None,
    };
    let Some(check) = check else { return refused("The file was not checked yet. Check it first.") };
    match check.state {
        JobState::Done if check.counts.created + check.counts.changed == 0 => {
            refused("The check has found nobody to make or to change.")
        }
        JobState::Done => Ok(check),
        JobState::Queued | JobState::Running => refused("The check is not over yet. Wait for it."),
        JobState::Failed | JobState::Cancelled => {
            refused("The check did not come to its end. Check the file again.")
        }
    }
}
