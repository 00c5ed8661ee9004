//! What is killed, and how.

mod failover;
mod replicas;
mod serializable;
mod sqlite_kills;

use std::time::Duration;

use cluster::{Cluster, Purpose};

use crate::failure::Result;
use crate::figures::Figures;
use crate::http::Caller;
use crate::load::{Load, Target};
use crate::rollcall::{Programs, Rollcall, Server};
use crate::verify::verify;

/// The database on PostgreSQL.
const DATABASE: &str = "rollcall";
/// Acknowledged writes of each writer before something is killed, at least.
const BEFORE: u64 = 8;
/// And after it, before the round is over.
const AFTER: u64 = 4;

/// One of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scenario {
    /// `kill -9` of the server on SQLite, and its next start.
    SqliteKills,
    /// `kill -9` of the primary of PostgreSQL, and the promotion of its synchronous standby.
    Failover,
    /// `kill -9` of one of two servers behind a balancer, and what the other one knows.
    Replicas,
    /// PostgreSQL gives up transactions at random, as distributed engines do.
    Serializable,
}

impl Scenario {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::SqliteKills, Self::Failover, Self::Replicas, Self::Serializable];

    /// Its name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::SqliteKills => "sqlite-kills",
            Self::Failover => "failover",
            Self::Replicas => "replicas",
            Self::Serializable => "serializable",
        }
    }

    /// Rounds of the long version.
    #[must_use]
    pub const fn rounds(self) -> u32 {
        match self {
            Self::SqliteKills => 50,
            Self::Failover | Self::Serializable => 10,
            Self::Replicas => 3,
        }
    }

    /// Plays it.
    ///
    /// # Errors
    /// Something that has to go on did not. What was lost is in the figures.
    pub fn play(self, programs: &Programs, rounds: u32) -> Result<Figures> {
        match self {
            Self::SqliteKills => sqlite_kills::play(programs, rounds),
            Self::Failover => failover::play(programs, rounds),
            Self::Replicas => replicas::play(programs, rounds),
            Self::Serializable => serializable::play(programs, rounds),
        }
    }
}

/// A cluster with an empty database.
fn cluster(programs: &Programs) -> Result<Cluster> {
    let cluster = Cluster::start(&programs.postgres, Purpose::Soak)?;
    cluster.run("postgres", &format!("CREATE DATABASE {DATABASE}"))?;
    Ok(cluster)
}

/// As whom to write, and to which servers.
fn target(token: &str, servers: &[&Server], urls: Vec<String>) -> Result<Target> {
    let cookie = servers.first().ok_or("there is no server")?.sign_in()?;
    Ok(Target { urls, scim: Caller::with_token(token), console: Caller::with_cookie(&cookie) })
}

/// A round: lets writes flow, does what is to be done to them, and waits until they flow again. Gives the longest interruption.
fn round(load: &Load, number: u32, harm: impl FnOnce() -> Result) -> Result<Duration> {
    // Not always at the same place of the work.
    load.flow(BEFORE + u64::from(number % 5))?;
    let from = load.ledger().now();
    harm()?;
    load.flow(AFTER)?;
    Ok(load.ledger().longest_interruption(from))
}

/// Ends the load, and looks for everything.
fn figures(
    scenario: Scenario,
    load: Load,
    target: &Target,
    rollcall: &Rollcall,
    interruptions: Vec<Duration>,
) -> Result<Figures> {
    let ledger = load.end()?;
    let found = verify(&ledger, target, rollcall)?;
    Ok(Figures::new(scenario.name(), &ledger, found, interruptions))
}

/// A failure with what the servers said last.
fn with_logs<T>(outcome: Result<T>, servers: &[&Server]) -> Result<T> {
    outcome.map_err(|failure| {
        let logs: String =
            servers.iter().map(|server| format!("\n{}:\n{}", server.url, server.log())).collect();
        format!("{failure}{logs}").into()
    })
}
