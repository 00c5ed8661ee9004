//! `POST /api/v1/users/import/{id}/check`

use api::users_import::Check;
use api::{Code, Problem};
use domain::{JobKind, JobState};
use store::Import;

use super::{find, mapping};
use crate::admin::jobs::body;
use crate::http::{Answer, Call, Failure, Reply};
use crate::jobs::{self, About};

/// Makes a job that compares each line with the people who are here. A check that still goes on is stopped: the new one counts.
///
/// # Errors
/// `not_found`, `invalid_fields` for the mapping, `refused` when the file is being taken in.
pub async fn handle(call: Call<Check>) -> Answer<Check> {
    let read = call.read();
    let import = find(&read, call.params.id).await?;
    if import.run_job.is_some() {
        return Err(Failure::new(
            Code::Refused,
            "The file was taken in already. Upload it again to check it again.",
        ));
    }
    let header: Vec<String> = serde_json::from_str(&import.header).unwrap_or_default();
    let errors = mapping::errors(&header, &call.body.mapping);
    if !errors.is_empty() {
        return Err(Problem::fields(errors).into());
    }
    let about = About { import: Some(import.id), undoes: None };
    let mut job = jobs::new(&call, JobKind::UsersImportCheck, about, &call.body).await?;
    job.total = import.lines;
    let (job, earlier) = (&job, import.check_job);
    let remembered = &mapping::to_remember(&header, &call.body.mapping);
    let said = serde_json::to_string(&call.body.mapping).map_err(|error| Failure::internal(&error))?;
    let after = &Import { mapping: Some(said), check_job: Some(job.id), ..import };
    call.write(|tx| async move {
        if let Some(earlier) = earlier {
            tx.jobs().end(earlier, JobState::Cancelled, None, job.created_at).await?;
        }
        tx.imports().update(after).await?;
        tx.imports().remember_mapping(remembered).await?;
        Ok(jobs::insert(&tx, job).await?)
    })
    .await?;
    call.app.jobs.wake();
    Ok(Reply::new(body(job.clone())))
}
