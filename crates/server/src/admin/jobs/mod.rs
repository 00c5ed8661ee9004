//! Jobs: how far they are, what became of their rows, stopping and undoing them.

pub mod cancel;
pub mod export_rows;
pub mod get;
pub mod list;
pub mod list_rows;
pub mod undo;

use api::history::Change;
use api::jobs as of;
use domain::JobId;
use store::{Job, JobRow, Reader};

use crate::http::{Failure, Routes};
use crate::jobs::rows_from_json;

/// Binds the operations of `api::jobs`.
#[must_use]
pub fn mount(routes: Routes) -> Routes {
    routes
        .mount::<of::List, _, _, _>(list::handle)
        .mount::<of::Get, _, _, _>(get::handle)
        .mount::<of::ListRows, _, _, _>(list_rows::handle)
        .mount::<of::ExportRows, _, _, _>(export_rows::handle)
        .mount::<of::Cancel, _, _, _>(cancel::handle)
        .mount::<of::Undo, _, _, _>(undo::handle)
}

/// A job as the API shows it.
#[must_use]
pub fn body(job: Job) -> of::Job {
    let can_undo = can_undo(&job);
    let store::JobCounts { created, changed, deleted, unchanged, refused } = job.counts;
    of::Job {
        id: job.id,
        kind: job.kind,
        state: job.state,
        created_by: job.created_by,
        created_by_name: job.created_by_name,
        total: job.total,
        done: job.counts.done(),
        counts: of::JobCounts { created, changed, deleted, unchanged, refused },
        failure: job.failure,
        import_id: job.import_id,
        undoes: job.undoes,
        undone_by: job.undone_by,
        can_undo,
        created_at: job.created_at,
        started_at: job.started_at,
        finished_at: job.finished_at,
    }
}

/// It is over, it has changed somebody, and nobody undoes it yet.
const fn can_undo(job: &Job) -> bool {
    job.kind.can_be_undone() && job.state.is_over() && job.undone_by.is_none() && job.counts.changed > 0
}

/// A row as the API shows it.
#[must_use]
pub fn row_body(row: JobRow) -> of::JobRow {
    let change = |change: store::Change| Change { field: change.field, from: change.from, to: change.to };
    of::JobRow {
        position: row.position,
        state: row.state,
        user_id: row.subject_id,
        name: row.subject,
        changes: row.changes.into_iter().map(change).collect(),
        problems: rows_from_json(&row.problems),
    }
}

async fn find(read: &Reader, id: JobId) -> Result<Job, Failure> {
    read.jobs().get(id).await?.ok_or_else(|| Failure::not_found("job"))
}
