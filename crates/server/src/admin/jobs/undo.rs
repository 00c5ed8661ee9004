//! `POST /api/v1/jobs/{id}/undo`

use api::Code;
use api::jobs::Undo;
use domain::JobKind;
use store::Job;

use super::{body, can_undo, find};
use crate::http::{Answer, Call, Failure, Reply};
use crate::jobs::{self, About, Gathered};

/// Makes a job that puts back what another one changed.
///
/// # Errors
/// `not_found`; `refused` for one that is not over, has changed nobody, or is being undone.
pub async fn handle(call: Call<Undo>) -> Answer<Undo> {
    let source = &find(&call.read(), call.params.id).await?;
    if !can_undo(source) {
        return Err(Failure::new(Code::Refused, why_not(source)));
    }
    let about = About { import: None, undoes: Some(source.id) };
    let job = &jobs::new(&call, JobKind::UsersUndo, about, &Gathered { source: source.id, after: 0 }).await?;
    call.write(|tx| async move {
        if !tx.jobs().set_undone_by(source.id, job.id).await? {
            return Err(Failure::new(Code::Refused, "This job is being undone already."));
        }
        jobs::announce(&tx, source, job.created_at);
        Ok(jobs::insert(&tx, job).await?)
    })
    .await?;
    call.app.jobs.wake();
    Ok(Reply::new(body(job.clone())))
}

const fn why_not(job: &Job) -> &'static str {
    if !job.state.is_over() {
        "This job is not over yet. Wait for it, or cancel it first."
    } else if job.undone_by.is_some() {
        "This job was undone already."
    } else if !job.kind.can_be_undone() {
        "This job cannot be undone. Start the opposite change."
    } else {
        "This job has changed nobody who could be changed back."
    }
}
