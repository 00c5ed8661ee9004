//! The task that works: takes what waits, and does a batch of each job in turn.

use std::collections::VecDeque;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::Duration;

use domain::{JobKind, JobState};
use futures::FutureExt;
use tokio::sync::{mpsc, oneshot};
use tokio::time::MissedTickBehavior;
use tracing::Instrument;
use uuid::Uuid;

use super::{Halt, Message, Step, Task, bulk, import, undo};
use crate::app::App;

/// How often jobs are looked for that another process has made, or has left behind.
const LOOK_EVERY: Duration = Duration::from_secs(5);
/// Jobs of this process that are worked on in turn.
const AT_ONCE: u64 = 16;
/// A job that is begun so often without coming on is given up.
const ATTEMPTS: u32 = 5;

/// Works until the server stops; then gives back what it has. Only the first call does.
pub async fn run(app: Arc<App>) {
    let Some(receiver) = app.jobs.take_receiver() else { return };
    let owner = Uuid::from_u128(app.new_id());
    let mut runner = Runner { app, owner, receiver, active: VecDeque::new(), waiting: Vec::new() };
    let mut stopping = runner.app.events.stopping();
    let mut ticks = tokio::time::interval(LOOK_EVERY);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        runner.look().await;
        while !*stopping.borrow()
            && let Some(task) = runner.active.pop_front()
        {
            let span = task.span();
            runner.step(task).instrument(span).await;
            if runner.was_told() {
                runner.look().await;
            }
        }
        if *stopping.borrow() {
            return runner.give_back().await;
        }
        runner.tell_settled();
        tokio::select! {
            message = runner.receiver.recv() => runner.note(message),
            _ = ticks.tick() => {}
            _ = stopping.wait_for(|stop| *stop) => {}
        }
    }
}

struct Runner {
    app: Arc<App>,
    owner: Uuid,
    receiver: mpsc::UnboundedReceiver<Message>,
    active: VecDeque<Task>,
    /// Those who wait for the end of all work.
    waiting: Vec<oneshot::Sender<()>>,
}

impl Runner {
    fn note(&mut self, message: Option<Message>) {
        if let Some(Message::Settled(tell)) = message {
            self.waiting.push(tell);
        }
    }

    /// Has somebody said that there may be more to do?
    fn was_told(&mut self) -> bool {
        let mut told = false;
        while let Ok(message) = self.receiver.try_recv() {
            told = true;
            self.note(Some(message));
        }
        told
    }

    fn tell_settled(&mut self) {
        for waiting in self.waiting.drain(..) {
            // Whoever has gone away meanwhile does not need the answer.
            let _ = waiting.send(());
        }
    }

    /// Takes what waits, while there is room.
    async fn look(&mut self) {
        let room = AT_ONCE.saturating_sub(self.active.len() as u64);
        if let Err(error) = self.take(room).await {
            tracing::warn!(%error, "jobs cannot be looked for; the next try is in a few seconds");
        }
    }

    async fn take(&mut self, room: u64) -> Result<(), store::Error> {
        if room == 0 {
            return Ok(());
        }
        for (org, id) in self.app.store.waiting_jobs(self.app.now(), room).await? {
            let Some(task) = Task::take(&self.app, org, id, self.owner).await? else { continue };
            if task.job.attempts > ATTEMPTS {
                tracing::error!(job = %task.job.id, "a job failed again and again, and is given up");
                let words = "Something went wrong on our side, several times. What was done stays done. Start it again; if it happens again, tell the operator.";
                task.end(JobState::Failed, Some(words)).instrument(task.span()).await?;
            } else {
                self.active.push_back(task);
            }
        }
        Ok(())
    }

    async fn step(&mut self, mut task: Task) {
        let outcome = AssertUnwindSafe(one_step(&mut task)).catch_unwind().await;
        let ended = match outcome {
            Ok(Ok(Step::More)) => return self.active.push_back(task),
            Ok(Ok(Step::Over)) => task.end(JobState::Done, None).await,
            Ok(Err(Halt::Failed(words))) => task.end(JobState::Failed, Some(&words)).await,
            Ok(Err(Halt::Lost)) => Ok(()),
            // The lease runs out, and then somebody tries again.
            Ok(Err(error)) => {
                tracing::error!(%error, "a job could not go on");
                Ok(())
            }
            Err(_) => {
                tracing::error!("a job panicked");
                Ok(())
            }
        };
        if let Err(error) = ended {
            tracing::error!(%error, "the end of a job could not be written; it is tried again");
        }
    }

    async fn give_back(self) {
        for task in self.active {
            if let Err(error) = task.give_back().await {
                tracing::warn!(%error, job = %task.job.id, "a job could not be given back; it goes on when its lease has run out");
            }
        }
    }
}

async fn one_step(task: &mut Task) -> Result<Step, Halt> {
    match task.job.kind {
        JobKind::UsersBulk => bulk::step(task).await,
        JobKind::UsersUndo => undo::step(task).await,
        JobKind::UsersImportCheck => import::check(task).await,
        JobKind::UsersImport => import::run(task).await,
    }
}
