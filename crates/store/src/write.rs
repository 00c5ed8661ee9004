//! The one way to write: [`Store::write`].
//!
//! On PostgreSQL each call is a transaction. On SQLite, which has one writer, calls that wait for each other share
//! one transaction, each inside a savepoint of its own, so that one flush to the disk serves all of them: 5 to 8
//! times more durable writes in a second. A call returns only after the commit.

use std::cell::RefCell;
use std::future::Future;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use domain::{OrgId, Timestamp};
use sea_orm::{
    DatabaseTransaction, DbBackend, DbErr, SqliteTransactionMode, TransactionOptions, TransactionTrait,
};
use tokio::sync::{Mutex, OwnedMutexGuard, oneshot};
use tokio::time::Instant;
use tracing::Instrument;

use crate::error::is_transient;
use crate::executor::Transaction;
use crate::spans;
use crate::{Error, IdempotencyKey, Store, Tx};

/// Runs of one transaction at most, the first included.
/// Where every transaction is serializable and two servers write to one organization, half of the runs collide.
const ATTEMPTS: u32 = 16;
const FIRST_PAUSE: Duration = Duration::from_millis(4);

/// A request that is carried out once.
struct Keyed {
    org: OrgId,
    key: IdempotencyKey,
    forget_before: Timestamp,
}

tokio::task_local! {
    /// The key of the request that this task answers, until a transaction has taken it along.
    static KEYED: RefCell<Option<Keyed>>;
}

/// The transaction that SQLite's writes share, while one is open.
#[derive(Default)]
pub struct SharedCommit {
    open: Arc<Mutex<Option<Group>>>,
}

struct Group {
    transaction: DatabaseTransaction,
    waiting: Vec<oneshot::Sender<Result<(), DbErr>>>,
}

/// The right to write, in the shared transaction. Whoever goes away with it takes back first what they wrote, and
/// then lets the next one in: fields are dropped in this order.
struct Turn {
    savepoint: DatabaseTransaction,
    open: OwnedMutexGuard<Option<Group>>,
}

/// What became of one run.
enum Outcome<T, E> {
    Done(Result<T, E>),
    /// Nothing was written, and another run may succeed.
    Again(E),
    /// The rollback failed: SQLite ended the whole transaction by itself (disk full, input or output error).
    Broken(E),
}

impl Store {
    /// Runs `change` in one transaction of the organization `org`, and commits when it returns `Ok`.
    ///
    /// It is run again, after a pause, when the database gives up on a transaction that collided with another one
    /// (PostgreSQL 40001 and 40P01, SQLite busy). So it must do nothing that cannot be done twice: ids, times and
    /// secrets are made outside, and borrowed. Nothing in it may wait for anything but the handle.
    ///
    /// ```ignore
    /// let site = &Site { id, name, .. };
    /// store.write(org, |tx| async move { tx.sites().insert(site).await }).await?;
    /// ```
    ///
    /// # Errors
    /// What `change` returns, or the failure of the transaction itself; either way nothing is written.
    pub async fn write<T, E, F, Fut>(&self, org: OrgId, change: F) -> Result<T, E>
    where
        F: Fn(Tx) -> Fut + Send + Sync,
        Fut: Future<Output = Result<T, E>> + Send,
        T: Send,
        E: From<Error> + Send,
    {
        let start = Instant::now();
        let result = self.attempts(org, change).instrument(spans::transaction(self.backend())).await;
        self.metrics().wrote(start.elapsed(), result.is_ok());
        result
    }

    /// Runs `request`, of which the first transaction that commits notes `key`, without an answer yet: so whoever finds the key knows that
    /// the change was made, also when the process ended before it could answer. Keys of before `forget_before` go at the same
    /// time. Tells besides whether it was noted.
    pub async fn keyed<F: Future>(
        org: OrgId,
        key: IdempotencyKey,
        forget_before: Timestamp,
        request: F,
    ) -> (F::Output, bool) {
        let keyed = RefCell::new(Some(Keyed { org, key, forget_before }));
        KEYED
            .scope(keyed, async {
                let output = request.await;
                (output, KEYED.with(|keyed| keyed.borrow().is_none()))
            })
            .await
    }

    async fn attempts<T, E, F, Fut>(&self, org: OrgId, change: F) -> Result<T, E>
    where
        F: Fn(Tx) -> Fut + Send + Sync,
        Fut: Future<Output = Result<T, E>> + Send,
        T: Send,
        E: From<Error> + Send,
    {
        let mut attempt = 1;
        // Those who collided run one at a time: on PostgreSQL they would go on colliding with each other, a second each time.
        let mut lane = None;
        // Those who come meanwhile wait for them, and are let in together again: where every transaction is serializable, each of them
        // would else take one who runs again down with it.
        drop(self.again().lock().await);
        loop {
            let outcome = match self.backend() {
                DbBackend::Sqlite => self.write_in_group(org, &change).await,
                _ => self.write_alone(org, &change).await,
            };
            if matches!(outcome, Outcome::Again(_)) {
                self.metrics().collided();
            }
            match outcome {
                Outcome::Done(result) => {
                    if result.is_ok() {
                        // Fails where no request with a key is answered.
                        let _ = KEYED.try_with(|keyed| keyed.borrow_mut().take_if(|keyed| keyed.org == org));
                    }
                    return result;
                }
                Outcome::Broken(error) => return Err(error),
                Outcome::Again(error) if attempt >= ATTEMPTS => {
                    tracing::warn!(
                        attempts = ATTEMPTS,
                        "a transaction collided again and again, and is given up"
                    );
                    return Err(error);
                }
                Outcome::Again(_) => pause(attempt).await,
            }
            if lane.is_none() {
                lane = Some(self.again().lock().await);
            }
            attempt += 1;
            self.metrics().again();
        }
    }

    async fn write_alone<T, E, F, Fut>(&self, org: OrgId, change: &F) -> Outcome<T, E>
    where
        F: Fn(Tx) -> Fut + Send + Sync,
        Fut: Future<Output = Result<T, E>> + Send,
        T: Send,
        E: From<Error> + Send,
    {
        let writer = self.writer().clone();
        match uninterrupted(async move { writer.begin().await }).await {
            Ok(transaction) => run(transaction, org, change).await,
            Err(error) => failed(error),
        }
    }

    async fn write_in_group<T, E, F, Fut>(&self, org: OrgId, change: &F) -> Outcome<T, E>
    where
        F: Fn(Tx) -> Fut + Send + Sync,
        Fut: Future<Output = Result<T, E>> + Send,
        T: Send,
        E: From<Error> + Send,
    {
        let (committed, commit) = oneshot::channel();
        let store = self.clone();
        let turn = uninterrupted(async move {
            let mut open = Arc::clone(&store.shared_commit().open).lock_owned().await;
            let savepoint = store.join_group(&mut open, committed).await?;
            Ok(Turn { savepoint, open })
        });
        let outcome = match turn.await {
            Ok(Turn { savepoint, mut open }) => {
                let outcome = run(savepoint, org, change).await;
                if matches!(outcome, Outcome::Broken(_)) {
                    // Dropping the group tells everybody in it that nothing of theirs was kept.
                    *open = None;
                    return outcome;
                }
                outcome
            }
            Err(error) => return failed(error),
        };
        // Also a refusal waits: it may rest on what another call of the group wrote.
        match commit.await {
            Ok(Ok(())) => outcome,
            Ok(Err(error)) => failed(error),
            Err(_) => failed(DbErr::Custom("the shared transaction ended without a commit".to_owned())),
        }
    }

    /// The turn is a fair queue. Whoever opens the transaction sends its commit to the end of the queue, behind
    /// all who wait at that moment: they join, and then it commits.
    async fn join_group(
        &self,
        open: &mut Option<Group>,
        committed: oneshot::Sender<Result<(), DbErr>>,
    ) -> Result<DatabaseTransaction, DbErr> {
        if let Some(group) = open {
            let savepoint = group.transaction.begin().await?;
            group.waiting.push(committed);
            return Ok(savepoint);
        }
        let immediate = SqliteTransactionMode::Immediate;
        let options =
            TransactionOptions { sqlite_transaction_mode: Some(immediate), ..TransactionOptions::default() };
        let transaction = self.writer().begin_with_options(options).await?;
        let savepoint = transaction.begin().await?;
        *open = Some(Group { transaction, waiting: vec![committed] });
        let store = self.clone();
        tokio::spawn(async move { store.commit_group().await });
        Ok(savepoint)
    }

    async fn commit_group(&self) {
        let mut open = self.shared_commit().open.lock().await;
        let Some(group) = open.take() else { return };
        self.metrics().committed_group(group.waiting.len());
        let result = group.transaction.commit().await;
        for waiting in group.waiting {
            // Whoever has gone away meanwhile does not need the answer.
            let _ = waiting.send(result.clone());
        }
    }
}

/// Runs the beginning of a transaction to its end, also when the caller goes away meanwhile, as the handler of a
/// request does when its client hangs up. A beginning that is dropped half-way is rolled back twice, by the driver
/// and by SeaORM: the second time it is the transaction around it, with what others have written.
async fn uninterrupted<T: Send + 'static>(
    beginning: impl Future<Output = Result<T, DbErr>> + Send + 'static,
) -> Result<T, DbErr> {
    let begun = tokio::spawn(beginning).await;
    begun.unwrap_or_else(|error| Err(DbErr::Custom(format!("a transaction could not begin: {error}"))))
}

async fn run<T, E, F, Fut>(database: DatabaseTransaction, org: OrgId, change: &F) -> Outcome<T, E>
where
    F: Fn(Tx) -> Fut + Send + Sync,
    Fut: Future<Output = Result<T, E>> + Send,
    E: From<Error> + Send,
{
    let transaction = Arc::new(Transaction::new(database));
    let result = match change(Tx::new(org, Arc::clone(&transaction))).await {
        Ok(value) => flush(&Tx::new(org, Arc::clone(&transaction))).await.map(|()| value).map_err(E::from),
        Err(error) => Err(error),
    };
    let Ok(Transaction { database, transient, .. }) = Arc::try_unwrap(transaction) else {
        return failed(DbErr::Custom(
            "the transaction was still in use when its closure had returned".to_owned(),
        ));
    };
    match result {
        Ok(value) => match database.commit().await {
            Ok(()) => Outcome::Done(Ok(value)),
            Err(error) => failed(error),
        },
        Err(error) => {
            if let Err(failure) = database.rollback().await {
                tracing::warn!(%failure, "the database ended a transaction by itself");
                return Outcome::Broken(error);
            }
            if transient.into_inner() { Outcome::Again(error) } else { Outcome::Done(Err(error)) }
        }
    }
}

/// What a transaction has gathered, at its end.
async fn flush(tx: &Tx) -> Result<(), Error> {
    let keyed = KEYED.try_with(|keyed| {
        let keyed = keyed.borrow();
        keyed
            .as_ref()
            .filter(|keyed| keyed.org == tx.org)
            .map(|keyed| (keyed.key.clone(), keyed.forget_before))
    });
    if let Ok(Some((key, forget_before))) = keyed {
        tx.idempotency_keys().delete_older(forget_before).await?;
        tx.idempotency_keys().insert(&key).await?;
    }
    let statements = [tx.counts_to_write(), tx.audit_to_write()].concat();
    tx.write_with_feed(statements, tx.gathered()).await
}

fn failed<T, E: From<Error>>(error: DbErr) -> Outcome<T, E> {
    if is_transient(&error) {
        Outcome::Again(E::from(error.into()))
    } else {
        Outcome::Done(Err(E::from(error.into())))
    }
}

/// Doubles each time; a counter spreads those who collided, so that they do not collide again.
#[expect(
    clippy::disallowed_methods,
    reason = "there is no condition to wait for: the database says only to try again"
)]
async fn pause(attempt: u32) {
    static SPREAD: AtomicU64 = AtomicU64::new(0);
    let spread = Duration::from_millis(SPREAD.fetch_add(3, Ordering::Relaxed) % 8);
    tokio::time::sleep(FIRST_PAUSE * 2_u32.pow(attempt.min(6)) + spread).await;
}
