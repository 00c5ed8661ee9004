//! Rows that wait: a batch of them in one transaction, and, when the database refuses one that the checks let pass, one by one.

use api::jobs::RowProblem;
use domain::{JobId, RowFault, RowState, life_cycle};
use serde::{Deserialize, Serialize};
use store::{JobProgress, JobRow, Tx};

use super::{Halt, Step, Task};
use crate::http::Failure;
use crate::people::{self, Act, Done, Judge};

/// Rows that are gathered at once.
const GATHER: u64 = 500;
/// People of one transaction: few enough that nobody else waits long to write.
pub(super) const PEOPLE: u64 = 100;

/// What is done with the rows of a job.
pub(super) trait Work: Sync {
    /// What is looked up and made before the transaction, which may run again.
    type Plan: Send + Sync;

    /// Looks up.
    fn plan(&self, task: &Task, rows: &[JobRow]) -> impl Future<Output = Result<Self::Plan, Halt>> + Send;

    /// Does it for the rows, in one transaction; gives them as they are then. An error fails all of them.
    fn write(
        &self,
        tx: &Tx,
        with: With<'_>,
        rows: &[JobRow],
        plan: &Self::Plan,
    ) -> impl Future<Output = Result<Vec<JobRow>, Halt>> + Send;
}

/// Who does it, and by what it is judged.
#[derive(Clone, Copy)]
pub(super) struct With<'a> {
    pub(super) act: &'a Act<'a>,
    pub(super) judge: &'a Judge,
}

/// Does the next rows that wait, at most `batch` of them.
pub(super) async fn step<W: Work>(task: &mut Task, work: &W, batch: u64) -> Result<Step, Halt> {
    let rows = task.read().jobs().rows_after(task.job.id, Some(RowState::Waiting), 0, batch).await?;
    if rows.is_empty() {
        return Ok(Step::Over);
    }
    let actor = task.actor().await?;
    let judge = Judge::of(&task.read(), actor).await?;
    match write(task, work, actor, &judge, &rows).await {
        Ok(more) => task.went_on(&more),
        Err(Halt::Lost) => return Err(Halt::Lost),
        Err(error) => {
            tracing::debug!(%error, job = %task.job.id, "a batch is done row by row");
            one_by_one(task, work, actor, &judge, rows).await?;
        }
    }
    Ok(Step::More)
}

async fn one_by_one<W: Work>(
    task: &mut Task,
    work: &W,
    actor: life_cycle::Actor,
    judge: &Judge,
    rows: Vec<JobRow>,
) -> Result<(), Halt> {
    for row in rows {
        match write(task, work, actor, judge, std::slice::from_ref(&row)).await {
            Ok(more) => task.went_on(&more),
            Err(Halt::People(error)) if is_of_the_row(&error) => {
                let rows = [refused(row, problems(error))];
                task.record_alone(&rows, &progress(&rows)).await?;
            }
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

/// A failure of the database is nobody's row's; a contradiction to what is stored is.
const fn is_of_the_row(error: &people::Error) -> bool {
    !matches!(error, people::Error::Store(store::Error::Database(_) | store::Error::InvalidCursor))
}

/// One transaction.
async fn write<W: Work>(
    task: &Task,
    work: &W,
    actor: life_cycle::Actor,
    judge: &Judge,
    rows: &[JobRow],
) -> Result<JobProgress, Halt> {
    let plan = &work.plan(task, rows).await?;
    let act = &Act::of_job(&task.app, task.org, actor, &task.job);
    act.write(|tx| async move {
        let done = work.write(&tx, With { act, judge }, rows, plan).await?;
        let more = progress(&done);
        task.record(&tx, &done, &more).await?;
        Ok(more)
    })
    .await
}

/// Why nothing was done for a person.
pub(super) enum Undone {
    /// The act was refused.
    People(people::Error),
    /// Told in other words.
    Problems(Vec<RowProblem>),
}

impl From<people::Error> for Undone {
    fn from(error: people::Error) -> Self {
        Self::People(error)
    }
}

/// The row after `outcome`; `changed` is what became of it, where something did.
pub(super) fn after(mut row: JobRow, outcome: Result<Done, Undone>, changed: RowState) -> JobRow {
    match outcome {
        Ok(Done { name, changes }) => {
            let nothing = changes.is_empty() && changed != RowState::Deleted;
            row.state = if nothing { RowState::Unchanged } else { changed };
            row.subject = name;
            row.changes = changes;
            row
        }
        Err(Undone::People(error)) => refused(row, problems(error)),
        Err(Undone::Problems(problems)) => refused(row, problems),
    }
}

/// Takes rows over from another job, some at a time; what `make` gives nothing for is left out.
pub(super) async fn gather(
    task: &mut Task,
    from: Gathered,
    make: impl Fn(JobRow) -> Option<JobRow>,
) -> Result<Step, Halt> {
    let found = task.read().jobs().rows_after(from.source, None, from.after, GATHER).await?;
    let all_gathered = (found.len() as u64) < GATHER;
    let from = Gathered { after: found.last().map_or(from.after, |row| row.position), ..from };
    let rows: Vec<JobRow> = found.into_iter().filter_map(make).collect();
    let more = JobProgress {
        gathered: rows.len() as u64,
        all_gathered,
        payload: serde_json::to_string(&from).ok(),
        ..progress(&rows)
    };
    task.record_alone(&rows, &more).await?;
    Ok(Step::More)
}

/// How far the rows of another job were gathered: the payload of jobs that take rows over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Gathered {
    /// The other job.
    pub source: JobId,
    /// The place of the last one that was.
    pub after: u64,
}

/// What the rows came to, as progress.
pub fn progress(rows: &[JobRow]) -> JobProgress {
    let mut more = JobProgress::default();
    rows.iter().for_each(|row| more.counts.add(row.state));
    more
}

/// The row, refused.
pub(super) fn refused(mut row: JobRow, problems: Vec<RowProblem>) -> JobRow {
    row.state = RowState::Refused;
    row.problems = json(&problems);
    row
}

/// What is told of a person with whom an act is not done.
pub fn problems(error: people::Error) -> Vec<RowProblem> {
    match people::on_its_field(error) {
        people::Error::NotFound => {
            vec![RowFault::Gone.into()]
        }
        people::Error::Stale => {
            vec![RowFault::ChangedMeanwhile.into()]
        }
        people::Error::Refused(reason) => vec![reason.into()],
        people::Error::Fields(errors) => errors.into_iter().map(RowProblem::from).collect(),
        other => vec![RowProblem::told(Failure::from(other).0.detail)],
    }
}

/// Problems as they are stored.
pub fn json(problems: &[RowProblem]) -> String {
    if problems.is_empty() {
        return String::new();
    }
    serde_json::to_string(problems).expect("a problem holds nothing that JSON cannot say")
}

/// Problems as they were stored; what a newer version wrote and this one cannot read is left out.
pub fn from_json(text: &str) -> Vec<RowProblem> {
    serde_json::from_str(text).unwrap_or_default()
}
