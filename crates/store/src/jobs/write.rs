//! Making jobs, taking their lease, and counting their progress.

use domain::{JobId, JobState, Timestamp};
use sea_orm::sea_query::{Expr, ExprTrait, Query, UpdateStatement};
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};
use uuid::Uuid;

use super::{Job, JobCounts, JobsMut};
use crate::Error;
use crate::entities::jobs::{ActiveModel, Column, Entity};
use crate::keys::{stored, uuid};
use crate::rows::one_row;

/// The right to work on a job, until a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct JobLease {
    /// Which process.
    pub owner: Uuid,
    /// Until when: whoever comes after takes it over.
    pub until: Timestamp,
}

/// How far a job has come in one batch.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct JobProgress {
    /// Rows that were gathered.
    pub gathered: u64,
    /// All are gathered now.
    pub all_gathered: bool,
    /// Results.
    pub counts: JobCounts,
    /// What to do from now on; `None`: as before.
    pub payload: Option<String>,
}

fn count(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

impl JobsMut<'_> {
    /// Makes a job.
    ///
    /// # Errors
    /// The database fails.
    pub async fn insert(&self, job: &Job) -> Result<(), Error> {
        let row = ActiveModel {
            org_id: Set(uuid(self.org.0)),
            id: Set(uuid(job.id.0)),
            kind: Set(job.kind.name().to_owned()),
            state: Set(job.state.name().to_owned()),
            created_by: Set(uuid(job.created_by.0)),
            created_by_name: Set(stored(&job.created_by_name)),
            created_by_role: Set(job.created_by_role.map(|role| role.name().to_owned())),
            address: Set(stored(&job.address)),
            payload: Set(stored(&job.payload)),
            import_id: Set(job.import_id.map(|id| uuid(id.0))),
            undoes: Set(job.undoes.map(|id| uuid(id.0))),
            undone_by: Set(job.undone_by.map(|id| uuid(id.0))),
            gathered: Set(job.gathered),
            total: Set(count(job.total)),
            created: Set(count(job.counts.created)),
            changed: Set(count(job.counts.changed)),
            deleted: Set(count(job.counts.deleted)),
            unchanged: Set(count(job.counts.unchanged)),
            refused: Set(count(job.counts.refused)),
            failure: Set(job.failure.clone()),
            attempts: Set(0),
            lease_owner: Set(None),
            lease_until: Set(0),
            created_at: Set(job.created_at.0),
            started_at: Set(job.started_at.map(|at| at.0)),
            finished_at: Set(job.finished_at.map(|at| at.0)),
        };
        Entity::insert(row).exec_without_returning(&self.db).await?;
        Ok(())
    }

    fn update_open(&self, id: JobId) -> UpdateStatement {
        let mut update = Query::update();
        update
            .table(Entity)
            .and_where(Column::OrgId.eq(uuid(self.org.0)))
            .and_where(Column::Id.eq(uuid(id.0)))
            .and_where(Column::State.is_in([JobState::Queued.name(), JobState::Running.name()]));
        update
    }

    /// Takes a job that nobody works on. False when somebody else does, or it is over.
    ///
    /// # Errors
    /// The database fails.
    pub async fn take(&self, id: JobId, lease: JobLease, now: Timestamp) -> Result<bool, Error> {
        let mut update = self.update_open(id);
        let started = Expr::col(Column::StartedAt).if_null(now.0);
        update
            .values([
                (Column::State, JobState::Running.name().into()),
                (Column::LeaseOwner, lease.owner.into()),
                (Column::LeaseUntil, lease.until.0.into()),
                (Column::StartedAt, started),
                (Column::Attempts, Expr::col(Column::Attempts).add(1)),
            ])
            .and_where(Column::LeaseUntil.lt(now.0));
        Ok(self.db.execute(&update).await?.rows_affected() == 1)
    }

    /// Gives a job back, so that anybody may go on with it at once.
    ///
    /// # Errors
    /// The database fails.
    pub async fn give_back(&self, id: JobId, owner: Uuid) -> Result<(), Error> {
        let mut update = self.update_open(id);
        update
            .values([(Column::LeaseUntil, 0.into()), (Column::Attempts, 0.into())])
            .and_where(Column::LeaseOwner.eq(owner));
        self.db.execute(&update).await?;
        Ok(())
    }

    /// Adds to what is done, and renews the lease: in the transaction of the batch, which so is written by nobody but the
    /// holder of the lease, and not after a cancellation.
    ///
    /// # Errors
    /// [`Error::Stale`] when the lease was lost, or the job is over.
    pub async fn progress(&self, id: JobId, lease: JobLease, more: &JobProgress) -> Result<(), Error> {
        let plus = |column: Column, more: u64| (column, Expr::col(column).add(count(more)));
        let mut update = self.update_open(id);
        update
            .values([
                (Column::LeaseUntil, lease.until.0.into()),
                (Column::Attempts, 0.into()),
                plus(Column::Total, more.gathered),
                plus(Column::Created, more.counts.created),
                plus(Column::Changed, more.counts.changed),
                plus(Column::Deleted, more.counts.deleted),
                plus(Column::Unchanged, more.counts.unchanged),
                plus(Column::Refused, more.counts.refused),
            ])
            .and_where(Column::LeaseOwner.eq(lease.owner));
        if more.all_gathered {
            update.value(Column::Gathered, true);
        }
        if let Some(payload) = &more.payload {
            update.value(Column::Payload, stored(payload));
        }
        one_row(self.db.execute(&update).await?.rows_affected())
    }

    /// Ends a job in that state, if it is not over yet. True when it was not.
    ///
    /// # Errors
    /// The database fails.
    pub async fn end(
        &self,
        id: JobId,
        state: JobState,
        failure: Option<&str>,
        at: Timestamp,
    ) -> Result<bool, Error> {
        let mut update = self.update_open(id);
        update.values([
            (Column::State, state.name().into()),
            (Column::Failure, failure.map(stored).into()),
            (Column::LeaseUntil, 0.into()),
            (Column::FinishedAt, at.0.into()),
        ]);
        Ok(self.db.execute(&update).await?.rows_affected() == 1)
    }

    /// Notes which job undoes this one. False when one does already.
    ///
    /// # Errors
    /// The database fails.
    pub async fn set_undone_by(&self, id: JobId, by: JobId) -> Result<bool, Error> {
        let mut update = Query::update();
        update
            .table(Entity)
            .value(Column::UndoneBy, uuid(by.0))
            .and_where(Column::OrgId.eq(uuid(self.org.0)))
            .and_where(Column::Id.eq(uuid(id.0)))
            .and_where(Column::UndoneBy.is_null());
        Ok(self.db.execute(&update).await?.rows_affected() == 1)
    }

    /// Deletes jobs that were made before `at`, with their rows, whatever became of them; returns how many.
    ///
    /// # Errors
    /// The database fails.
    pub async fn delete_older(&self, at: Timestamp) -> Result<u64, Error> {
        let delete = Entity::delete_many()
            .filter(Column::OrgId.eq(uuid(self.org.0)))
            .filter(Column::CreatedAt.lt(at.0));
        Ok(delete.exec(&self.db).await?.rows_affected)
    }
}
