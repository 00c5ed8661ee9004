//! The rows of a job.

use domain::{JobId, OrgId, RowState, UserId};
use sea_orm::sea_query::OnConflict;
use sea_orm::{
    ActiveValue::Set, ColumnTrait, DbErr, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
    Select,
};

use super::{Jobs, JobsMut};
use crate::entities::job_rows::{ActiveModel, Column, Entity, Model};
use crate::keys::{stored, uuid};
use crate::page::{Cursor, Key, Keyset, Page};
use crate::{Change, Error};

/// Rows of one statement: SQLite takes 32,766 parameters.
const BATCH: usize = 2_000;

/// One person, or one line of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JobRow {
    /// Its place in the job; of a file, the line.
    pub position: u64,
    /// What became of it.
    pub state: RowState,
    /// Who it is about.
    pub subject_id: Option<UserId>,
    /// Their name then.
    pub subject: String,
    /// What is to be done with it, as JSON; empty where the job says it for all.
    pub input: String,
    /// From what to what.
    pub changes: Vec<Change>,
    /// What is wrong with it, as JSON; empty for nothing.
    pub problems: String,
}

impl JobRow {
    /// A row about `subject_id` that waits.
    #[must_use]
    pub const fn waiting(position: u64, subject_id: UserId, subject: String) -> Self {
        Self {
            position,
            state: RowState::Waiting,
            subject_id: Some(subject_id),
            subject,
            input: String::new(),
            changes: Vec::new(),
            problems: String::new(),
        }
    }

    fn row(&self, org: OrgId, job: JobId) -> Result<ActiveModel, Error> {
        let changes = serde_json::to_string(&self.changes).map_err(|error| DbErr::Json(error.to_string()))?;
        Ok(ActiveModel {
            org_id: Set(uuid(org.0)),
            job_id: Set(uuid(job.0)),
            position: Set(number(self.position)),
            state: Set(self.state.name().to_owned()),
            subject_id: Set(self.subject_id.map(|id| uuid(id.0))),
            subject: Set(stored(&self.subject)),
            input: Set(stored(&self.input)),
            changes: Set(if self.changes.is_empty() { String::new() } else { stored(&changes) }),
            problems: Set(stored(&self.problems)),
        })
    }
}

fn number(position: u64) -> i64 {
    i64::try_from(position).unwrap_or(i64::MAX)
}

impl TryFrom<Model> for JobRow {
    type Error = Error;

    fn try_from(row: Model) -> Result<Self, Error> {
        let changes = if row.changes.is_empty() {
            Vec::new()
        } else {
            serde_json::from_str(&row.changes).map_err(|error| DbErr::Json(error.to_string()))?
        };
        let unknown = || DbErr::Type(format!("unknown state of a row: {}", row.state));
        Ok(Self {
            position: row.position.unsigned_abs(),
            state: RowState::from_name(&row.state).ok_or_else(unknown)?,
            subject_id: row.subject_id.map(|id| UserId(id.as_u128())),
            subject: row.subject,
            input: row.input,
            changes,
            problems: row.problems,
        })
    }
}

fn keyset() -> Keyset<Entity> {
    fn keys(row: &Model, _: &str) -> Vec<Key> {
        vec![Key::Number(row.position)]
    }
    Keyset { name: "rows".to_owned(), columns: vec![Column::Position], descending: false, walk: true, keys }
}

impl Jobs<'_> {
    fn rows_of(&self, job: JobId, state: Option<RowState>) -> Select<Entity> {
        let select =
            Entity::find().filter(Column::OrgId.eq(uuid(self.org.0))).filter(Column::JobId.eq(uuid(job.0)));
        match state {
            Some(state) => select.filter(Column::State.eq(state.name())),
            None => select,
        }
    }

    /// At most `limit` rows of a job in their order, from `cursor` on.
    ///
    /// # Errors
    /// [`Error::InvalidCursor`].
    pub async fn rows(
        &self,
        job: JobId,
        state: Option<RowState>,
        cursor: Option<&Cursor>,
        limit: u64,
    ) -> Result<Page<JobRow>, Error> {
        let select = self.rows_of(job, state);
        let total = select.clone().count(&self.db).await?;
        let slice = keyset().slice(self.db, select, cursor, limit).await?;
        let items = slice.rows.into_iter().map(JobRow::try_from).collect::<Result<_, _>>()?;
        Ok(Page { items, total, total_is_minimum: false, next: slice.next, previous: slice.previous })
    }

    /// At most `limit` rows after that place, in their order.
    ///
    /// # Errors
    /// The database fails.
    pub async fn rows_after(
        &self,
        job: JobId,
        state: Option<RowState>,
        after: u64,
        limit: u64,
    ) -> Result<Vec<JobRow>, Error> {
        let select = self
            .rows_of(job, state)
            .filter(Column::Position.gt(number(after)))
            .order_by_asc(Column::Position)
            .limit(limit);
        select.all(&self.db).await?.into_iter().map(JobRow::try_from).collect()
    }

    /// The place of the last row; 0 when there is none.
    ///
    /// # Errors
    /// The database fails.
    pub async fn last_position(&self, job: JobId) -> Result<u64, Error> {
        let last = self.rows_of(job, None).order_by_desc(Column::Position).limit(1);
        Ok(last.one(&self.db).await?.map_or(0, |row| row.position.unsigned_abs()))
    }
}

impl JobsMut<'_> {
    /// Writes rows whole: those that are there already become as they are given.
    ///
    /// # Errors
    /// The database fails.
    pub async fn put_rows(&self, job: JobId, rows: &[JobRow]) -> Result<(), Error> {
        for batch in rows.chunks(BATCH) {
            let rows = batch.iter().map(|row| row.row(self.org, job)).collect::<Result<Vec<_>, _>>()?;
            let replace = OnConflict::columns([Column::OrgId, Column::JobId, Column::Position])
                .update_columns([
                    Column::State,
                    Column::SubjectId,
                    Column::Subject,
                    Column::Input,
                    Column::Changes,
                    Column::Problems,
                ])
                .to_owned();
            Entity::insert_many(rows).on_conflict(replace).exec_without_returning(&self.db).await?;
        }
        Ok(())
    }
}
