//! What runs a statement: the pool of readers, or the transaction of a write.

use std::future::Future;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};

use sea_orm::{
    ConnectionTrait, DatabaseConnection, DatabaseTransaction, DbBackend, DbErr, ExecResult, QueryResult,
    Statement,
};
use tokio::time::Instant;
use tracing::{Instrument, Span};

use crate::entities::audit;
use crate::error::{is_collision, is_transient};
use crate::feed::Pending;
use crate::metrics::Metrics;
use crate::spans;
use crate::users::counts::CountChanges;

/// A transaction, and what its end needs to know.
pub struct Transaction {
    pub(crate) database: DatabaseTransaction,
    /// A statement failed in a way that running all again may mend, whatever the closure made of the error.
    pub(crate) transient: AtomicBool,
    /// Entries for the change feed: numbered by the last statement before the commit.
    pub(crate) pending: Mutex<Vec<Pending>>,
    /// Entries for the audit log: written before that.
    pub(crate) entries: Mutex<Vec<audit::ActiveModel>>,
    /// What changes of the numbers of users: written before that.
    pub(crate) counts: Mutex<CountChanges>,
}

impl Transaction {
    pub(crate) fn new(database: DatabaseTransaction) -> Self {
        Self {
            database,
            transient: AtomicBool::new(false),
            pending: Mutex::default(),
            entries: Mutex::default(),
            counts: Mutex::default(),
        }
    }

    fn note<T>(&self, result: Result<T, DbErr>) -> Result<T, DbErr> {
        if let Err(error) = &result
            && is_transient(error)
        {
            self.transient.store(true, Ordering::Relaxed);
        }
        result
    }
}

/// Borrowed by the repositories.
#[derive(Clone, Copy)]
pub enum Executor<'a> {
    /// Each statement for itself, on any reader.
    Pool(&'a DatabaseConnection, &'a Metrics),
    /// All statements in one transaction.
    Transaction(&'a Transaction),
}

/// Statements that go to SQLite's thread together, at most.
const MOST_TOGETHER: usize = 16;
/// Bytes of their text, at most.
const LONGEST_TOGETHER: usize = 8_192;
/// Runs of one read at most.
const READS: u32 = 5;

/// Measures a read, which is run again when PostgreSQL gives it up: where every transaction is serializable, that happens to reads
/// too. The clock is that of tokio, which tests hold.
async fn timed<T, Fut>(metrics: &Metrics, statement: impl Fn() -> Fut + Send) -> Result<T, DbErr>
where
    Fut: Future<Output = Result<T, DbErr>> + Send,
{
    let start = Instant::now();
    let mut result = statement().await;
    for _ in 1..READS {
        if !result.as_ref().is_err_and(is_collision) {
            break;
        }
        result = statement().await;
    }
    metrics.read(start.elapsed(), result.is_ok());
    result
}

#[async_trait::async_trait]
impl ConnectionTrait for Executor<'_> {
    fn get_database_backend(&self) -> DbBackend {
        match self {
            Self::Pool(pool, _) => pool.get_database_backend(),
            Self::Transaction(transaction) => transaction.database.get_database_backend(),
        }
    }

    async fn execute_raw(&self, statement: Statement) -> Result<ExecResult, DbErr> {
        let span = self.span(&statement.sql);
        match self {
            Self::Pool(pool, metrics) => {
                timed(metrics, || pool.execute_raw(statement.clone())).instrument(span).await
            }
            Self::Transaction(transaction) => {
                transaction.note(transaction.database.execute_raw(statement).instrument(span).await)
            }
        }
    }

    async fn execute_unprepared(&self, sql: &str) -> Result<ExecResult, DbErr> {
        let span = self.span(sql);
        match self {
            Self::Pool(pool, metrics) => {
                timed(metrics, || pool.execute_unprepared(sql)).instrument(span).await
            }
            Self::Transaction(transaction) => {
                transaction.note(transaction.database.execute_unprepared(sql).instrument(span).await)
            }
        }
    }

    async fn query_one_raw(&self, statement: Statement) -> Result<Option<QueryResult>, DbErr> {
        let span = self.span(&statement.sql);
        match self {
            Self::Pool(pool, metrics) => {
                timed(metrics, || pool.query_one_raw(statement.clone())).instrument(span).await
            }
            Self::Transaction(transaction) => {
                transaction.note(transaction.database.query_one_raw(statement).instrument(span).await)
            }
        }
    }

    async fn query_all_raw(&self, statement: Statement) -> Result<Vec<QueryResult>, DbErr> {
        let span = self.span(&statement.sql);
        match self {
            Self::Pool(pool, metrics) => {
                timed(metrics, || pool.query_all_raw(statement.clone())).instrument(span).await
            }
            Self::Transaction(transaction) => {
                transaction.note(transaction.database.query_all_raw(statement).instrument(span).await)
            }
        }
    }
}

impl Executor<'_> {
    /// Runs statements that give nothing back, in that order. With SQLite a few short ones go to its thread together: the way there and back
    /// takes longer than most of them take (docs/decisions/scim-speed.md). Long ones would each time be another text to prepare.
    pub async fn together(self, statements: Vec<Statement>) -> Result<(), DbErr> {
        match self {
            Self::Transaction(transaction)
                if self.get_database_backend() == DbBackend::Sqlite && are_few_and_short(&statements) =>
            {
                let joined = joined(statements);
                let span = spans::statement(DbBackend::Sqlite, &joined.sql);
                transaction.note(transaction.database.execute_raw(joined).instrument(span).await)?;
            }
            _ => {
                for statement in statements {
                    self.execute_raw(statement).await?;
                }
            }
        }
        Ok(())
    }

    /// Surrounds a statement that begins.
    fn span(&self, sql: &str) -> Span {
        record(sql);
        spans::statement(self.get_database_backend(), sql)
    }
}

fn are_few_and_short(statements: &[Statement]) -> bool {
    let bytes: usize = statements.iter().map(|statement| statement.sql.len()).sum();
    (2..=MOST_TOGETHER).contains(&statements.len()) && bytes <= LONGEST_TOGETHER
}

/// One after the other, as one text: SQLite takes the values in their order.
fn joined(statements: Vec<Statement>) -> Statement {
    let (mut sql, mut values) = (String::new(), Vec::new());
    for statement in statements {
        record(&statement.sql);
        if !sql.is_empty() {
            sql.push_str("; ");
        }
        sql.push_str(&statement.sql);
        values.extend(statement.values.into_iter().flat_map(|values| values.0));
    }
    Statement::from_sql_and_values(DbBackend::Sqlite, sql, values)
}

#[cfg(feature = "testing")]
fn record(sql: &str) {
    crate::testing::statements::record(sql);
}

#[cfg(not(feature = "testing"))]
const fn record(_sql: &str) {}
