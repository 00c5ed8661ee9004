//! `GET /api/v1/users/import/{id}/failed.csv`

use api::users_import::ExportFailed;
use domain::{JobId, RowState};
use futures::{StreamExt, stream};
use store::{JobRow, Reader};

use super::find;
use crate::csv::Lines;
use crate::http::{Call, Download, Failure};
use crate::jobs::rows_from_json;

/// Rows that are read at once.
const BATCH: u64 = 500;
/// The column with what is wrong. A file that is uploaded again may have it: it is not looked at.
const PROBLEM: &str = "Problem";

/// The lines that the check has refused, and then those that were refused when the file was taken in: as they were, with what is
/// wrong. Values are guarded against formulas, and the guard is taken off when the file is uploaded again.
///
/// # Errors
/// `not_found`.
pub async fn handle(call: Call<ExportFailed>) -> Result<Download, Failure> {
    let read = call.read();
    let import = find(&read, call.params.id).await?;
    let header: Vec<String> = serde_json::from_str(&import.header).unwrap_or_default();
    let kept: Vec<usize> = (0..header.len()).filter(|at| header[*at] != PROBLEM).collect();
    let names = kept.iter().map(|at| header[*at].as_str()).chain([PROBLEM]);
    let first = Lines::first(names).into_bytes();
    let jobs: Vec<JobId> = import.run_job.into_iter().chain(import.check_job).collect();
    let file = File { read, jobs, after: 0, kept, width: header.len() };
    let rest = stream::try_unfold(file, |mut file| async move {
        let bytes = file.page().await?;
        Ok(bytes.map(|bytes| (bytes, file)))
    });
    let name = format!("users-to-mend-{}.csv", &call.now().to_string()[..10]);
    Ok(Download::new(&name, stream::once(async move { Ok(first) }).chain(rest)))
}

struct File {
    read: Reader,
    /// The jobs that are left, the next one last.
    jobs: Vec<JobId>,
    after: u64,
    /// The columns of the file, without what was wrong before.
    kept: Vec<usize>,
    /// All columns of the file.
    width: usize,
}

impl File {
    async fn page(&mut self) -> Result<Option<Vec<u8>>, Failure> {
        let Some(job) = self.jobs.last().copied() else { return Ok(None) };
        let rows = self.read.jobs().rows_after(job, Some(RowState::Refused), self.after, BATCH).await?;
        match rows.last() {
            Some(last) if rows.len() as u64 == BATCH => self.after = last.position,
            _ => {
                self.jobs.pop();
                self.after = 0;
            }
        }
        let mut lines = Lines::default();
        rows.iter().for_each(|row| self.line(&mut lines, row));
        Ok(Some(lines.into_bytes()))
    }

    fn line(&self, lines: &mut Lines, row: &JobRow) {
        let cells: Vec<String> = serde_json::from_str(&row.input).unwrap_or_default();
        let problems = rows_from_json(&row.problems);
        let told: Vec<String> = problems
            .iter()
            .map(|problem| match &problem.column {
                Some(column) => format!("{column}: {}", problem.message),
                None => problem.message.clone(),
            })
            .collect();
        let told = told.join(" ");
        let cell = |at: &usize| cells.get(*at).map_or("", String::as_str);
        // Values that belong to no column come last: what was there is not lost.
        let surplus = cells.iter().skip(self.width).map(String::as_str);
        lines.push(self.kept.iter().map(cell).chain([told.as_str()]).chain(surplus));
    }
}
