//! Taking a file in: the lines that the check has found good, each looked at again.

use std::collections::HashMap;

use api::users_import::ImportCheck;
use domain::fold::fold;
use domain::{RowState, UserId};
use store::{JobRow, Tx, User};

use super::layout::{Layout, Person};
use super::{BATCH, file, layout};
use crate::jobs::rows::{self, Undone, With, Work};
use crate::jobs::{Gathered, Halt, Step, Task};
use crate::people::{self, Batch, NewPerson, create_all};

/// Takes the good lines over from the check first, then takes in a batch of them.
///
/// # Errors
/// [`Halt`].
pub async fn run(task: &mut Task) -> Result<Step, Halt> {
    let from: Gathered = task.payload()?;
    if !task.job.gathered {
        return rows::gather(task, from, good).await;
    }
    let check = task.read().jobs().get(from.source).await?;
    let check = check.and_then(|job| serde_json::from_str::<ImportCheck>(&job.payload).ok());
    let check = check.ok_or_else(|| Halt::Failed("The check is gone. Check the file again.".to_owned()))?;
    let layout = layout(&file(task).await?, &check);
    rows::step(task, &TakeIn { layout }, BATCH).await
}

fn good(row: JobRow) -> Option<JobRow> {
    let is_good = matches!(row.state, RowState::Created | RowState::Changed);
    is_good.then(|| JobRow { state: RowState::Waiting, changes: Vec::new(), ..row })
}

struct TakeIn {
    layout: Layout,
}

/// Who is here by now, and the ids of those who are not.
struct Plan {
    known: HashMap<String, UserId>,
    ids: Vec<people::NewIds>,
}

impl Work for TakeIn {
    type Plan = Plan;

    async fn plan(&self, task: &Task, rows: &[JobRow]) -> Result<Plan, Halt> {
        let cells: Vec<Vec<String>> = rows.iter().map(cells).collect();
        let usernames: Vec<&str> = cells.iter().map(|cells| self.layout.username(cells)).collect();
        let found: Vec<User> = task.read().users().by_usernames(&usernames).await?;
        Ok(Plan {
            known: found.into_iter().map(|user| (fold(&user.username), user.id)).collect(),
            ids: rows.iter().map(|_| people::NewIds::of(&task.app)).collect(),
        })
    }

    async fn write(
        &self,
        tx: &Tx,
        with: With<'_>,
        rows: &[JobRow],
        plan: &Plan,
    ) -> Result<Vec<JobRow>, Halt> {
        let cells: Vec<Vec<String>> = rows.iter().map(cells).collect();
        let people: Vec<Person> = cells.iter().map(|cells| self.layout.read(cells, with.judge)).collect();
        let known: Vec<Option<UserId>> =
            people.iter().map(|person| plan.known.get(&fold(person.new.username.trim())).copied()).collect();
        let good = |at: usize| people[at].problems.is_empty();
        let ids: Vec<UserId> = known.iter().flatten().copied().collect();
        let mut batch = Batch::of(tx, with.act, with.judge, &ids).await?;
        let new: Vec<NewPerson<'_>> = (0..rows.len())
            .filter(|at| known[*at].is_none() && good(*at))
            .map(|at| NewPerson { ids: plan.ids[at], new: &people[at].new })
            .collect();
        let mut made = create_all(tx, with.act, &new).await?.into_iter();
        let mut done = Vec::with_capacity(rows.len());
        for (at, row) in rows.iter().enumerate() {
            let mut row = row.clone();
            row.subject_id = known[at];
            let (outcome, state) = if !good(at) {
                (Err(Undone::Problems(people[at].problems.clone())), RowState::Changed)
            } else if let Some(id) = known[at] {
                (batch.edit(id, &people[at].edit).await?.map_err(Undone::from), RowState::Changed)
            } else {
                let made = made.next().unwrap_or(Err(people::Error::NotFound));
                row.subject_id = made.as_ref().ok().map(|user| user.id);
                let told = made.map(|user| with.judge.told_of_new(&user));
                (told.map_err(Undone::from), RowState::Created)
            };
            done.push(self.placed(rows::after(row, outcome, state), &cells[at]));
        }
        Ok(done)
    }
}

impl TakeIn {
    /// Problems with the columns that they are about.
    fn placed(&self, mut row: JobRow, cells: &[String]) -> JobRow {
        if !row.problems.is_empty() {
            let problems = rows::from_json(&row.problems);
            let placed: Vec<_> =
                problems.into_iter().map(|problem| self.layout.placed(problem, cells)).collect();
            row.problems = rows::json(&placed);
        }
        row
    }
}

/// The line as it was.
fn cells(row: &JobRow) -> Vec<String> {
    serde_json::from_str(&row.input).unwrap_or_default()
}
