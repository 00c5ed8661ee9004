//! One job in the hands of the task that works.

use std::sync::Arc;

use domain::{JobState, OrgId, Right, Timestamp, life_cycle};
use serde::de::DeserializeOwned;
use store::{Job, JobLease, JobProgress, JobRow, Reader, Tx};
use uuid::Uuid;

use super::announce;
use super::import::Reading;
use crate::app::App;
use crate::people;

/// How long a lease lasts without being renewed, in milliseconds: far longer than a batch.
pub const LEASE_MS: i64 = 30_000;
/// Progress is announced at most this often, in milliseconds.
const ANNOUNCE_EVERY_MS: i64 = 500;

/// What a step came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// There is more to do.
    More,
    /// Every row has its result.
    Over,
}

/// Why a job does not go on.
#[derive(Debug, thiserror::Error)]
pub enum Halt {
    /// The job is over, or somebody else has taken it.
    #[error("the job was cancelled, or another process has taken it over")]
    Lost,
    /// It cannot go on; the words are for whoever started it.
    #[error("{0}")]
    Failed(String),
    /// An act on a person was not done: on its way to that person's row.
    #[error(transparent)]
    People(#[from] people::Error),
    /// The database failed: somebody may try again.
    #[error(transparent)]
    Store(store::Error),
}

impl From<store::Error> for Halt {
    fn from(error: store::Error) -> Self {
        match error.reason() {
            Some(reason) => Self::People(reason.into()),
            None => Self::Store(error),
        }
    }
}

/// A job, with the lease on it.
pub struct Task {
    /// Clock, ids, store.
    pub app: Arc<App>,
    /// Whose job it is.
    pub org: OrgId,
    /// The job, as it was when it was taken, with what this task has added.
    pub job: Job,
    /// How far a file was read; after a new start it is read from its beginning.
    pub(super) reading: Option<Box<Reading>>,
    owner: Uuid,
    announced_at: Timestamp,
}

impl Task {
    pub(super) fn new(app: Arc<App>, org: OrgId, job: Job, owner: Uuid) -> Self {
        Self { app, org, job, reading: None, owner, announced_at: Timestamp(0) }
    }

    /// Surrounds what is done for the job: every line of the log names it.
    pub(super) fn span(&self) -> tracing::Span {
        tracing::error_span!("job", job = %self.job.id, kind = self.job.kind.name(), org = %self.org)
    }

    /// Reads what belongs to the organization of the job.
    #[must_use]
    pub fn read(&self) -> Reader {
        self.app.store.read(self.org)
    }

    /// What to do.
    ///
    /// # Errors
    /// Another version has written it.
    pub fn payload<T: DeserializeOwned>(&self) -> Result<T, Halt> {
        serde_json::from_str(&self.job.payload).map_err(|error| {
            tracing::error!(%error, job = %self.job.id, "the payload of a job cannot be read");
            Halt::Failed("It was made by another version of Rollcall. Start it again.".to_owned())
        })
    }

    /// Whoever started the job, as they are now: what they may no longer do, it does not do for them (R32).
    ///
    /// # Errors
    /// They are gone, deactivated, or have lost the right.
    pub async fn actor(&self) -> Result<life_cycle::Actor, Halt> {
        let user = self.read().users().get(self.job.created_by).await?;
        let user = user.filter(|user| user.status.is_active());
        let actor = user.map(|user| {
            // With an API token they may have begun in a lesser role than their own.
            let role = self.job.created_by_role.map_or(user.role, |role| role.as_of(user.role));
            life_cycle::Actor { id: user.id, role }
        });
        actor.filter(|actor| actor.role.has(Right::EditUsers)).ok_or_else(|| {
            Halt::Failed(
                "Whoever started this may no longer change users. What was done stays done; somebody else can start it again."
                    .to_owned(),
            )
        })
    }

    /// Writes what became of `rows`, and the progress: at the end of the transaction of a batch.
    ///
    /// # Errors
    /// [`Halt::Lost`]: then nothing of the batch is written.
    pub async fn record(&self, tx: &Tx, rows: &[JobRow], more: &JobProgress) -> Result<(), Halt> {
        let now = self.app.now();
        let lease = JobLease { owner: self.owner, until: now.plus_ms(LEASE_MS) };
        match tx.jobs().progress(self.job.id, lease, more).await {
            Err(store::Error::Stale) => return Err(Halt::Lost),
            other => other?,
        }
        tx.jobs().put_rows(self.job.id, rows).await?;
        if now.ms_since(self.announced_at) >= ANNOUNCE_EVERY_MS {
            announce(tx, &self.job, now);
        }
        Ok(())
    }

    /// Adds to the job in memory what [`record`](Self::record) has written.
    pub fn went_on(&mut self, more: &JobProgress) {
        let now = self.app.now();
        if now.ms_since(self.announced_at) >= ANNOUNCE_EVERY_MS {
            self.announced_at = now;
        }
        self.app.metrics.rows_done(self.job.kind, &more.counts);
        self.job.total += more.gathered;
        self.job.gathered |= more.all_gathered;
        if let Some(payload) = &more.payload {
            self.job.payload.clone_from(payload);
        }
    }

    /// Writes rows and progress in a transaction of their own.
    ///
    /// # Errors
    /// [`Halt::Lost`].
    pub async fn record_alone(&mut self, rows: &[JobRow], more: &JobProgress) -> Result<(), Halt> {
        let task = &*self;
        task.app.store.write(task.org, |tx| async move { task.record(&tx, rows, more).await }).await?;
        self.went_on(more);
        Ok(())
    }

    /// Takes the job that nobody works on; nothing when somebody was faster.
    pub(super) async fn take(
        app: &Arc<App>,
        org: OrgId,
        id: domain::JobId,
        owner: Uuid,
    ) -> Result<Option<Self>, store::Error> {
        let now = app.now();
        let lease = JobLease { owner, until: now.plus_ms(LEASE_MS) };
        let taken = app
            .store
            .write(org, |tx| async move {
                let taken = tx.jobs().take(id, lease, now).await?;
                let job = if taken { tx.jobs().get(id).await? } else { None };
                Ok::<_, store::Error>(job)
            })
            .await?;
        Ok(taken.map(|job| Self::new(app.clone(), org, job, owner)))
    }

    /// Ends the job, and announces it.
    pub(super) async fn end(&self, state: JobState, failure: Option<&str>) -> Result<(), store::Error> {
        let now = self.app.now();
        let job = &self.job;
        let ended = self
            .app
            .store
            .write(self.org, |tx| async move {
                let ended = tx.jobs().end(job.id, state, failure, now).await?;
                if ended {
                    announce(&tx, job, now);
                }
                Ok::<_, store::Error>(ended)
            })
            .await?;
        if ended {
            self.app.metrics.job_ended(job.kind, state);
            tracing::info!(state = state.name(), "a job is over");
        }
        Ok(())
    }

    /// Lets anybody go on with the job at once.
    pub(super) async fn give_back(&self) -> Result<(), store::Error> {
        let (id, owner) = (self.job.id, self.owner);
        self.app.store.write(self.org, |tx| async move { tx.jobs().give_back(id, owner).await }).await
    }
}
