//! Jobs: work on many people, which goes on when the page is closed and when the server starts anew.

use domain::validation::Invalid;
use domain::{ImportId, JobId, JobKind, JobState, Reason, Right, RowFault, RowState, Timestamp, UserId};
use serde::{Deserialize, Serialize};

use crate::endpoint::endpoint;
use crate::history::Change;
use crate::problem::FieldError;
use crate::{Access, Csv, NoBody, NoParams, NoQuery, Page};

/// Days for which a job and its rows are kept after it was made.
pub const KEPT_DAYS: i64 = 30;

/// How many rows came to what.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct JobCounts {
    /// People made.
    pub created: u64,
    /// People changed.
    pub changed: u64,
    /// People deleted.
    pub deleted: u64,
    /// Nothing to change.
    pub unchanged: u64,
    /// Not done.
    pub refused: u64,
}

impl JobCounts {
    /// Rows that have a result.
    #[must_use]
    pub const fn done(&self) -> u64 {
        self.created + self.changed + self.deleted + self.unchanged + self.refused
    }

    /// Rows with that result; of those that wait nobody counts.
    #[must_use]
    pub const fn of(&self, state: RowState) -> u64 {
        match state {
            RowState::Waiting => 0,
            RowState::Created => self.created,
            RowState::Changed => self.changed,
            RowState::Deleted => self.deleted,
            RowState::Unchanged => self.unchanged,
            RowState::Refused => self.refused,
        }
    }
}

/// A job.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Job {
    /// Its id.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub id: JobId,
    /// What it does: `users_bulk`, `users_undo`, `users_import_check`, `users_import`.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub kind: JobKind,
    /// How far it is: `queued`, `running`, `done`, `failed`, `cancelled`.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub state: JobState,
    /// Who started it.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub created_by: UserId,
    /// Their name then.
    pub created_by_name: String,
    /// Rows; while they are still being gathered, those so far.
    pub total: u64,
    /// Rows that have a result.
    pub done: u64,
    /// Which results. Of a check, what would become of the rows.
    pub counts: JobCounts,
    /// Why it could not go on.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub failure: Option<String>,
    /// The file that it checks or takes in.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>))]
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub import_id: Option<ImportId>,
    /// The job that it undoes.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>))]
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub undoes: Option<JobId>,
    /// The job that undoes it.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>))]
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub undone_by: Option<JobId>,
    /// It is over, has changed somebody, and can be undone.
    pub can_undo: bool,
    /// Made at.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub created_at: Timestamp,
    /// Began at.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = DateTime))]
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub started_at: Option<Timestamp>,
    /// Was over at.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = DateTime))]
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub finished_at: Option<Timestamp>,
}

/// Why a row, or a value of it, is not accepted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RowProblem {
    /// The field, where it is one field: as in the API.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub field: Option<String>,
    /// The column of the file that the value stands in, by its name there.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub column: Option<String>,
    /// The value that stands there.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub value: Option<String>,
    /// What is wrong with the value's form.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<Object>))]
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub invalid: Option<Invalid>,
    /// The rule that refuses.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<Object>))]
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub reason: Option<Reason>,
    /// What else is in the way.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<Object>))]
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub fault: Option<RowFault>,
    /// Why, in English.
    pub message: String,
}

impl From<FieldError> for RowProblem {
    fn from(error: FieldError) -> Self {
        let FieldError { field, invalid, reason, message } = error;
        Self { field: Some(field), column: None, value: None, invalid, reason, fault: None, message }
    }
}

impl From<Reason> for RowProblem {
    fn from(reason: Reason) -> Self {
        Self { reason: Some(reason), ..Self::told(reason.to_string()) }
    }
}

impl From<RowFault> for RowProblem {
    fn from(fault: RowFault) -> Self {
        Self { fault: Some(fault), ..Self::told(fault.to_string()) }
    }
}

impl RowProblem {
    /// In words alone.
    #[must_use]
    pub const fn told(message: String) -> Self {
        Self { field: None, column: None, value: None, invalid: None, reason: None, fault: None, message }
    }
}

/// A row: one person, or one line of a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct JobRow {
    /// Its place, from 1; of a file, the line.
    pub position: u64,
    /// What became of it: `waiting`, `created`, `changed`, `deleted`, `unchanged`, `refused`.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub state: RowState,
    /// Who it is about; absent for a line that nobody was made of. They may be gone.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>))]
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub user_id: Option<UserId>,
    /// Their name, or their username.
    pub name: String,
    /// From what to what.
    pub changes: Vec<Change>,
    /// Everything that is wrong with it, at once.
    pub problems: Vec<RowProblem>,
}

/// The page of the jobs.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct JobsQuery {
    /// `next_cursor` or `previous_cursor` of another page.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub cursor: Option<String>,
    /// Jobs on a page: 1 to 200, 50 by default.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub limit: Option<u32>,
}

/// Which rows, and the page of them.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct RowsQuery {
    /// Only those of which this became: `waiting`, `created`, `changed`, `deleted`, `unchanged`, `refused`.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>))]
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub state: Option<RowState>,
    /// `next_cursor` or `previous_cursor` of another page with the same state.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub cursor: Option<String>,
    /// Rows on a page: 1 to 200, 50 by default.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub limit: Option<u32>,
}

/// Which rows of the file of results.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct RowsCsvQuery {
    /// Only those of which this became.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>))]
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub state: Option<RowState>,
}

/// The job that the path names.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct JobParams {
    /// The id.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub id: JobId,
}

endpoint! {
    /// Jobs, the newest first; those of the last 30 days.
    List = "job_list", Get "/api/v1/jobs", Access::Right(Right::ReadUsers);
    Params: NoParams, Query: JobsQuery, Body: NoBody, Reply: Page<Job>
}
endpoint! {
    /// One job.
    Get = "job_get", Get "/api/v1/jobs/{id}", Access::Right(Right::ReadUsers);
    Params: JobParams, Query: NoQuery, Body: NoBody, Reply: Job
}
endpoint! {
    /// The rows of a job, in their order, by page.
    ListRows = "job_row_list", Get "/api/v1/jobs/{id}/rows", Access::Right(Right::ReadUsers);
    Params: JobParams, Query: RowsQuery, Body: NoBody, Reply: Page<JobRow>
}
endpoint! {
    /// The rows of a job as a file.
    ExportRows = "job_row_export", Get "/api/v1/jobs/{id}/rows.csv", Access::Right(Right::ReadUsers);
    Params: JobParams, Query: RowsCsvQuery, Body: NoBody, Reply: Csv
}
endpoint! {
    /// Stops a job: what was done stays done. One that is over stays as it is.
    Cancel = "job_cancel", Post "/api/v1/jobs/{id}/cancel", Access::Right(Right::EditUsers);
    Params: JobParams, Query: NoQuery, Body: NoBody, Reply: Job
}
endpoint! {
    /// Makes a job that puts back what another one changed; a value that somebody has changed since is left alone.
    Undo = "job_undo", Post "/api/v1/jobs/{id}/undo", Access::Right(Right::EditUsers);
    Params: JobParams, Query: NoQuery, Body: NoBody, Reply: Job; status 201
}
