//! What the store counts of itself: handles of the crate prometheus, without a registry. Whoever has one registers them there.

use std::time::Duration;

use prometheus::core::Collector;
use prometheus::{Histogram, HistogramOpts, HistogramVec, IntCounter};
use sea_orm::{DatabaseConnection, DbBackend};

use crate::Store;

/// Upper bounds of durations, in seconds: a look-up by key takes 0.1 ms, and a statement that took 10 s has been given up.
pub const DURATIONS: &[f64] =
    &[0.000_1, 0.000_25, 0.000_5, 0.001, 0.002_5, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0];
/// Upper bounds of the writes that share a commit.
const GROUPS: &[f64] = &[1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0, 128.0];

/// Statements, transactions and their collisions.
pub struct Metrics {
    reads: Histogram,
    read_errors: IntCounter,
    writes: HistogramVec,
    collisions: IntCounter,
    retries: IntCounter,
    groups: Histogram,
}

impl Default for Metrics {
    fn default() -> Self {
        let histogram = |name: &str, help: &str, buckets: &[f64]| {
            Histogram::with_opts(HistogramOpts::new(name, help).buckets(buckets.to_vec()))
                .expect("the name and the buckets are constants that Prometheus takes")
        };
        let counter = |name: &str, help: &str| {
            IntCounter::new(name, help).expect("the name is a constant that Prometheus takes")
        };
        let writes = HistogramOpts::new(
            "rollcall_db_write_duration_seconds",
            "How long transactions took, with waiting for their turn and with further attempts.",
        );
        let writes = HistogramVec::new(writes.buckets(DURATIONS.to_vec()), &["outcome"])
            .expect("the name, the label and the buckets are constants that Prometheus takes");
        for outcome in ["committed", "rolled_back"] {
            writes.with_label_values(&[outcome]);
        }
        Self {
            reads: histogram(
                "rollcall_db_read_duration_seconds",
                "How long statements outside of transactions took, with waiting for a connection.",
                DURATIONS,
            ),
            read_errors: counter(
                "rollcall_db_read_errors_total",
                "Statements outside of transactions that failed.",
            ),
            writes,
            collisions: counter(
                "rollcall_db_write_collisions_total",
                "Attempts at a transaction that the database gave up: busy, overtaken by another one, deadlock.",
            ),
            retries: counter("rollcall_db_write_retries_total", "Transactions that were attempted again."),
            groups: histogram(
                "rollcall_db_commit_group_size",
                "Writes that shared a commit (SQLite only).",
                GROUPS,
            ),
        }
    }
}

impl Metrics {
    /// All of them, to be registered.
    #[must_use]
    pub fn collectors(&self) -> Vec<Box<dyn Collector>> {
        vec![
            Box::new(self.reads.clone()),
            Box::new(self.read_errors.clone()),
            Box::new(self.writes.clone()),
            Box::new(self.collisions.clone()),
            Box::new(self.retries.clone()),
            Box::new(self.groups.clone()),
        ]
    }

    pub(crate) fn read(&self, took: Duration, succeeded: bool) {
        self.reads.observe(took.as_secs_f64());
        if !succeeded {
            self.read_errors.inc();
        }
    }

    pub(crate) fn wrote(&self, took: Duration, committed: bool) {
        let outcome = if committed { "committed" } else { "rolled_back" };
        self.writes.with_label_values(&[outcome]).observe(took.as_secs_f64());
    }

    pub(crate) fn collided(&self) {
        self.collisions.inc();
    }

    pub(crate) fn again(&self) {
        self.retries.inc();
    }

    #[expect(clippy::cast_precision_loss, reason = "a group has far fewer than 2^52 writes")]
    pub(crate) fn committed_group(&self, writes: usize) {
        self.groups.observe(writes as f64);
    }
}

/// The connections of a pool, at this moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PoolState {
    /// `reader` and `writer` on SQLite; `all` on PostgreSQL, which has one pool.
    pub name: &'static str,
    /// Connections that run something.
    pub in_use: u32,
    /// Connections that are open and wait.
    pub idle: u32,
    /// Connections at most.
    pub max: u32,
}

impl Store {
    /// How far its pools are used.
    #[must_use]
    pub fn pools(&self) -> Vec<PoolState> {
        match self.backend() {
            DbBackend::Sqlite => vec![pool("reader", self.reader()), pool("writer", self.writer())],
            _ => vec![pool("all", self.writer())],
        }
    }
}

fn pool(name: &'static str, database: &DatabaseConnection) -> PoolState {
    let (size, idle, max) = match database.get_database_backend() {
        DbBackend::Sqlite => {
            let pool = database.get_sqlite_connection_pool();
            (pool.size(), pool.num_idle(), pool.options().get_max_connections())
        }
        _ => {
            let pool = database.get_postgres_connection_pool();
            (pool.size(), pool.num_idle(), pool.options().get_max_connections())
        }
    };
    let idle = u32::try_from(idle).unwrap_or(u32::MAX).min(size);
    PoolState { name, in_use: size - idle, idle, max }
}
