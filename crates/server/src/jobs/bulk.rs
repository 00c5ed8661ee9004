//! One change to many people.

use std::collections::HashSet;

use api::users::{ListQuery, UserEdit};
use api::users_bulk::{BulkAction, BulkChange};
use domain::{RowState, Status, UserId};
use serde::{Deserialize, Serialize};
use store::{Change, Cursor, JobProgress, JobRow, Tx, User, UserQuery};

use super::rows::{self, Undone, With, Work};
use super::{Halt, Step, Task};
use crate::admin::users::list_query;
use crate::people::{self, Batch, Judge};

/// People that are gathered at once.
const GATHER: u64 = 1_000;

/// What a job is told to do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Payload {
    /// What.
    pub change: BulkChange,
    /// To all whom a list shows; nothing, when the people are rows already.
    pub matching: Option<Matching>,
}

/// All whom a list shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Matching {
    /// Search and filters.
    pub filters: ListQuery,
    /// But for these.
    pub except: Vec<UserId>,
    /// From here on: those before are rows already.
    pub cursor: Option<Cursor>,
}

impl Matching {
    /// The people of the list, a page at a time.
    ///
    /// # Errors
    /// The filters are none.
    pub fn query(&self) -> Result<UserQuery, crate::http::Failure> {
        Ok(UserQuery { cursor: self.cursor.clone(), limit: GATHER, ..list_query::read(&self.filters, None)? })
    }
}

/// What is done to each.
#[derive(Debug, Clone, PartialEq)]
pub enum Deed {
    /// Fields are set.
    Edit(Box<UserEdit>),
    /// Activated or deactivated.
    Status(Status),
    /// Deleted.
    Delete,
}

impl Deed {
    /// Of a change that was checked: an edit, or else an action.
    #[must_use]
    pub fn of(change: &BulkChange) -> Self {
        match (&change.edit, change.action) {
            (_, Some(BulkAction::Activate)) => Self::Status(Status::Active),
            (_, Some(BulkAction::Deactivate)) => Self::Status(Status::Deactivated),
            (_, Some(BulkAction::Delete)) => Self::Delete,
            (edit, None) => Self::Edit(Box::new(edit.clone().unwrap_or_default().of_one())),
        }
    }

    /// What it would change of a person, without doing it.
    ///
    /// # Errors
    /// Why it is refused.
    pub fn judge(&self, judge: &mut Judge, user: &User) -> Result<Vec<Change>, people::Error> {
        match self {
            Self::Edit(edit) => judge.edit(user, edit).map(|judged| judged.changes),
            Self::Status(status) => judge.set_status(user, *status),
            Self::Delete => judge.delete(user).map(|()| Vec::new()),
        }
    }
}

impl Work for Deed {
    type Plan = ();

    async fn plan(&self, _: &Task, _: &[JobRow]) -> Result<(), Halt> {
        Ok(())
    }

    async fn write(&self, tx: &Tx, with: With<'_>, rows: &[JobRow], (): &()) -> Result<Vec<JobRow>, Halt> {
        let ids: Vec<UserId> = rows.iter().filter_map(|row| row.subject_id).collect();
        let mut batch = Batch::of(tx, with.act, with.judge, &ids).await?;
        let mut done = Vec::with_capacity(rows.len());
        for row in rows {
            let id = row.subject_id.unwrap_or(UserId(0));
            let (outcome, changed) = match self {
                Self::Edit(edit) => (batch.edit(id, edit).await?, RowState::Changed),
                Self::Status(status) => (batch.set_status(id, *status).await?, RowState::Changed),
                Self::Delete => (batch.delete(id).await?, RowState::Deleted),
            };
            done.push(rows::after(row.clone(), outcome.map_err(Undone::from), changed));
        }
        Ok(done)
    }
}

/// Gathers the people first, then changes a batch of them.
pub(super) async fn step(task: &mut Task) -> Result<Step, Halt> {
    let payload: Payload = task.payload()?;
    match payload.matching {
        Some(matching) if !task.job.gathered => gather(task, payload.change, matching).await,
        _ => rows::step(task, &Deed::of(&payload.change), rows::PEOPLE).await,
    }
}

/// Who is selected is decided when the job begins: a person who comes later is not in it.
async fn gather(task: &mut Task, change: BulkChange, mut matching: Matching) -> Result<Step, Halt> {
    let query = matching.query().map_err(|failure| Halt::Failed(failure.0.detail))?;
    let (people, next) = task.read().users().walk(&query).await?;
    let except: HashSet<UserId> = matching.except.iter().copied().collect();
    let chosen = people.iter().filter(|user| !except.contains(&user.id));
    let rows: Vec<JobRow> = (task.job.total + 1..)
        .zip(chosen)
        .map(|(position, user)| JobRow::waiting(position, user.id, people::display_name(user)))
        .collect();
    let all_gathered = next.is_none();
    matching.cursor = next;
    let payload = serde_json::to_string(&Payload { change, matching: Some(matching) });
    let more = JobProgress {
        gathered: rows.len() as u64,
        all_gathered,
        payload: Some(payload.map_err(|error| Halt::Failed(error.to_string()))?),
        ..JobProgress::default()
    };
    task.record_alone(&rows, &more).await?;
    Ok(Step::More)
}
