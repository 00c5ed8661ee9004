//! Work on many people that goes on without a request, and when the server starts anew.
//!
//! A job is a row, and so are the people that it is about. One task in each process takes jobs that nobody works on, by a lease
//! that it renews with every batch, and does a batch of each in turn. A batch is one transaction: what is done to the people,
//! what became of their rows, and the progress, which is counted only for the holder of the lease. So a process that dies leaves
//! nothing half done, and another one goes on with the next batch once the lease has run out.
//!
//! | Kind | Where |
//! |---|---|
//! | `users_bulk` | [`bulk`] |
//! | `users_undo` | [`undo`] |
//! | `users_import_check`, `users_import` | [`import`] |

pub mod bulk;
pub mod import;
mod rows;
mod runner;
mod task;
pub mod undo;

use std::sync::{Mutex, PoisonError};

use api::{Code, Endpoint};
use domain::{ImportId, JobId, JobKind, JobState};
use serde::Serialize;
use store::{Job, JobCounts, Tx};
use tokio::sync::{mpsc, oneshot};

use crate::audit;
use crate::http::{Call, Failure};
pub use rows::{Gathered, from_json as rows_from_json, problems as row_problems};
pub use runner::run;
pub use task::{Halt, Step, Task};

/// Jobs of an organization that are not over at the same time: more would only wait for each other.
const MOST_OPEN: u64 = 20;

enum Message {
    /// There may be something to do.
    Wake,
    /// Told when there is nothing more to do.
    Settled(oneshot::Sender<()>),
}

/// The way to the task that works.
pub struct Jobs {
    sender: mpsc::UnboundedSender<Message>,
    receiver: Mutex<Option<mpsc::UnboundedReceiver<Message>>>,
}

impl Default for Jobs {
    fn default() -> Self {
        let (sender, receiver) = mpsc::unbounded_channel();
        Self { sender, receiver: Mutex::new(Some(receiver)) }
    }
}

impl Jobs {
    /// Tells the task of this process that a job waits. Without it the job is found a few seconds later.
    pub fn wake(&self) {
        // Nobody works in a process that does not serve.
        let _ = self.sender.send(Message::Wake);
    }

    /// Waits until every job that nobody else works on is over: for tests.
    pub async fn settled(&self) {
        let (tell, told) = oneshot::channel();
        if self.sender.send(Message::Settled(tell)).is_ok() {
            // The task is gone: there is nothing to wait for.
            let _ = told.await;
        }
    }

    fn take_receiver(&self) -> Option<mpsc::UnboundedReceiver<Message>> {
        self.receiver.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}

/// What a job is made for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct About {
    /// A file.
    pub import: Option<ImportId>,
    /// A job that it undoes.
    pub undoes: Option<JobId>,
}

/// A job to be made, by the person who calls: no row is gathered yet.
///
/// # Errors
/// `refused` when too many wait already; the database fails.
pub async fn new<E: Endpoint>(
    call: &Call<E>,
    kind: JobKind,
    about: About,
    payload: &impl Serialize,
) -> Result<Job, Failure> {
    if call.read().jobs().count_open().await? >= MOST_OPEN {
        let words =
            format!("{MOST_OPEN} jobs of your organization are not over yet. Wait for one, or cancel one.");
        return Err(Failure::new(Code::Refused, words));
    }
    let payload = serde_json::to_string(payload).map_err(|error| Failure::internal(&error))?;
    Ok(Job {
        id: JobId(call.app.new_id()),
        kind,
        state: JobState::Queued,
        created_by: call.actor.id,
        created_by_name: call.actor.name.clone(),
        created_by_role: Some(call.actor.role),
        address: call.client.address.clone(),
        payload,
        import_id: about.import,
        undoes: about.undoes,
        undone_by: None,
        gathered: false,
        total: 0,
        counts: JobCounts::default(),
        failure: None,
        attempts: 0,
        created_at: call.now(),
        started_at: None,
        finished_at: None,
    })
}

/// Writes a new job, and announces it.
///
/// # Errors
/// The database fails.
pub async fn insert(tx: &Tx, job: &Job) -> Result<(), store::Error> {
    tx.jobs().insert(job).await?;
    announce(tx, job, job.created_at);
    Ok(())
}

/// Announces that a job has come on.
pub fn announce(tx: &Tx, job: &Job, at: domain::Timestamp) {
    tx.announce(&audit::name(api::events::Subject::Job), &job.id.to_string(), at);
}
