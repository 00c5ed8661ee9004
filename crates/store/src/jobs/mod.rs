//! Jobs: work on many people, row by row, by whichever process holds the lease.
//!
//! A batch of rows is one transaction: what is done to the people, the results of the rows, and the progress of the job,
//! which is only counted by whoever holds the lease ([`JobsMut::progress`]). So no row is done twice, whoever dies when.

mod rows;
mod write;

use domain::{ImportId, JobId, JobKind, JobState, OrgId, Role, RowState, Timestamp, UserId};
use sea_orm::{ColumnTrait, DbErr, EntityTrait, PaginatorTrait, QueryFilter, QuerySelect};
use uuid::Uuid;

pub use rows::JobRow;
pub use write::{JobLease, JobProgress};

use crate::entities::jobs::{Column, Entity, Model};
use crate::executor::Executor;
use crate::keys::uuid;
use crate::page::{Cursor, Key, Keyset, Page};
use crate::{Error, Store};

/// How many rows came to what.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
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
    /// Counts one more row.
    pub const fn add(&mut self, state: RowState) {
        match state {
            RowState::Waiting => {}
            RowState::Created => self.created += 1,
            RowState::Changed => self.changed += 1,
            RowState::Deleted => self.deleted += 1,
            RowState::Unchanged => self.unchanged += 1,
            RowState::Refused => self.refused += 1,
        }
    }

    /// Rows that have a result.
    #[must_use]
    pub const fn done(&self) -> u64 {
        self.created + self.changed + self.deleted + self.unchanged + self.refused
    }
}

/// A job.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Job {
    /// UUIDv7: ids sort by time.
    pub id: JobId,
    /// What it does.
    pub kind: JobKind,
    /// How far it is.
    pub state: JobState,
    /// Who started it; they may be gone.
    pub created_by: UserId,
    /// Their name then.
    pub created_by_name: String,
    /// The role in which they started it; `None` for a job of an older version.
    pub created_by_role: Option<Role>,
    /// The address that they started it from, for the audit log.
    pub address: String,
    /// What to do, as JSON.
    pub payload: String,
    /// The file that it checks or takes in.
    pub import_id: Option<ImportId>,
    /// The job that it undoes.
    pub undoes: Option<JobId>,
    /// The job that undoes it.
    pub undone_by: Option<JobId>,
    /// All its rows are there.
    pub gathered: bool,
    /// Rows so far; all of them, when they are gathered.
    pub total: u64,
    /// What became of them.
    pub counts: JobCounts,
    /// Why it could not go on.
    pub failure: Option<String>,
    /// How often it was begun or taken over since it last went on.
    pub attempts: u32,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it began.
    pub started_at: Option<Timestamp>,
    /// When it was over.
    pub finished_at: Option<Timestamp>,
}

impl TryFrom<Model> for Job {
    type Error = Error;

    fn try_from(row: Model) -> Result<Self, Error> {
        let unknown =
            |name: &str| Error::from(DbErr::Type(format!("unknown kind or state of a job: {name}")));
        let count = |number: i64| u64::try_from(number).unwrap_or_default();
        Ok(Self {
            id: JobId(row.id.as_u128()),
            kind: JobKind::from_name(&row.kind).ok_or_else(|| unknown(&row.kind))?,
            state: JobState::from_name(&row.state).ok_or_else(|| unknown(&row.state))?,
            created_by: UserId(row.created_by.as_u128()),
            created_by_name: row.created_by_name,
            created_by_role: row.created_by_role.as_deref().and_then(Role::from_name),
            address: row.address,
            payload: row.payload,
            import_id: row.import_id.map(|id| ImportId(id.as_u128())),
            undoes: row.undoes.map(|id| JobId(id.as_u128())),
            undone_by: row.undone_by.map(|id| JobId(id.as_u128())),
            gathered: row.gathered,
            total: count(row.total),
            counts: JobCounts {
                created: count(row.created),
                changed: count(row.changed),
                deleted: count(row.deleted),
                unchanged: count(row.unchanged),
                refused: count(row.refused),
            },
            failure: row.failure,
            attempts: u32::try_from(row.attempts).unwrap_or_default(),
            created_at: Timestamp(row.created_at),
            started_at: row.started_at.map(Timestamp),
            finished_at: row.finished_at.map(Timestamp),
        })
    }
}

/// Reads jobs.
pub struct Jobs<'a> {
    pub(crate) db: Executor<'a>,
    pub(crate) org: OrgId,
}

/// Reads and writes jobs.
pub struct JobsMut<'a>(pub(crate) Jobs<'a>);

/// Newest first. Ids carry the time, so that the order needs no second column.
fn keyset() -> Keyset<Entity> {
    fn keys(row: &Model, _: &str) -> Vec<Key> {
        vec![Key::Id(row.id.as_u128())]
    }
    Keyset { name: "jobs".to_owned(), columns: vec![Column::Id], descending: true, walk: true, keys }
}

impl Jobs<'_> {
    /// By its id.
    ///
    /// # Errors
    /// The database fails.
    pub async fn get(&self, id: JobId) -> Result<Option<Job>, Error> {
        let row = Entity::find_by_id((uuid(self.org.0), uuid(id.0))).one(&self.db).await?;
        row.map(Job::try_from).transpose()
    }

    /// At most `limit` jobs from `cursor` on, the newest first.
    ///
    /// # Errors
    /// [`Error::InvalidCursor`].
    pub async fn page(&self, cursor: Option<&Cursor>, limit: u64) -> Result<Page<Job>, Error> {
        let all = Entity::find().filter(Column::OrgId.eq(uuid(self.org.0)));
        let total = all.clone().count(&self.db).await?;
        let slice = keyset().slice(self.db, all, cursor, limit).await?;
        let items = slice.rows.into_iter().map(Job::try_from).collect::<Result<_, _>>()?;
        Ok(Page { items, total, total_is_minimum: false, next: slice.next, previous: slice.previous })
    }

    /// How many are not over.
    ///
    /// # Errors
    /// The database fails.
    pub async fn count_open(&self) -> Result<u64, Error> {
        let select = Entity::find()
            .filter(Column::OrgId.eq(uuid(self.org.0)))
            .filter(Column::State.is_in([JobState::Queued.name(), JobState::Running.name()]));
        Ok(select.count(&self.db).await?)
    }
}

impl Store {
    /// Jobs that nobody works on at `now`, the oldest first, at most `limit`: besides organizations the one thing that is looked
    /// for without naming one, for a process that has time. Everything else about a job names its organization.
    ///
    /// # Errors
    /// The database fails.
    pub async fn waiting_jobs(&self, now: Timestamp, limit: u64) -> Result<Vec<(OrgId, JobId)>, Error> {
        use sea_orm::QueryOrder;
        let rows: Vec<(Uuid, Uuid)> = Entity::find()
            .select_only()
            .columns([Column::OrgId, Column::Id])
            .filter(Column::State.is_in([JobState::Queued.name(), JobState::Running.name()]))
            .filter(Column::LeaseUntil.lt(now.0))
            .order_by_asc(Column::CreatedAt)
            .limit(limit)
            .into_tuple()
            .all(&self.pool())
            .await?;
        Ok(rows.into_iter().map(|(org, id)| (OrgId(org.as_u128()), JobId(id.as_u128()))).collect())
    }

    /// How many jobs of all organizations together are in that state: for whoever watches over the server.
    ///
    /// # Errors
    /// The database fails.
    pub async fn count_jobs(&self, state: JobState) -> Result<u64, Error> {
        let select = Entity::find().filter(Column::State.eq(state.name()));
        Ok(select.count(&self.pool()).await?)
    }
}
