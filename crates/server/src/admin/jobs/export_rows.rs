//! `GET /api/v1/jobs/{id}/rows.csv`

use api::jobs::ExportRows;
use domain::{JobId, RowState};
use futures::{StreamExt, stream};
use store::Reader;

use super::{find, row_body};
use crate::csv::Lines;
use crate::http::{Call, Download, Failure};

/// Rows that are read at once.
const BATCH: u64 = 500;

/// The rows of a job as a file: a line for each row, its changes and its problems in words.
///
/// # Errors
/// `not_found`.
pub async fn handle(call: Call<ExportRows>) -> Result<Download, Failure> {
    let read = call.read();
    let job = find(&read, call.params.id).await?;
    let name = format!("{}-{}.csv", job.kind.name().replace('_', "-"), &job.created_at.to_string()[..10]);
    let first = Lines::first(["Row", "Result", "Name", "Id", "Changes", "Problem"]).into_bytes();
    let file = File { read, job: job.id, state: call.query.state, after: Some(0) };
    let rest = stream::try_unfold(file, |mut file| async move {
        let bytes = file.page().await?;
        Ok(bytes.map(|bytes| (bytes, file)))
    });
    Ok(Download::new(&name, stream::once(async move { Ok(first) }).chain(rest)))
}

struct File {
    read: Reader,
    job: JobId,
    state: Option<RowState>,
    /// The place of the last row that was sent; nothing after the last page.
    after: Option<u64>,
}

impl File {
    async fn page(&mut self) -> Result<Option<Vec<u8>>, Failure> {
        let Some(after) = self.after else { return Ok(None) };
        let rows = self.read.jobs().rows_after(self.job, self.state, after, BATCH).await?;
        self.after = rows.last().map(|row| row.position).filter(|_| rows.len() as u64 == BATCH);
        let mut lines = Lines::default();
        for row in rows.into_iter().map(row_body) {
            let position = row.position.to_string();
            let id = row.user_id.map(|id| id.to_string()).unwrap_or_default();
            let changes: Vec<String> = row.changes.iter().map(change).collect();
            let problems: Vec<&str> = row.problems.iter().map(|problem| problem.message.as_str()).collect();
            let (changes, problems) = (changes.join("; "), problems.join(" "));
            lines.push([&position, row.state.name(), &row.name, &id, &changes, &problems]);
        }
        Ok(Some(lines.into_bytes()))
    }
}

fn change(change: &api::history::Change) -> String {
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
    format!("{}: {} → {}", change.field, text(&change.from), text(&change.to))
}
