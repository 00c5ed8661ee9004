//! What was acknowledged and when, and which answers should not have been.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use crate::wait::Stopwatch;

/// Something that is there for good once it was acknowledged.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Written {
    /// A person of the identity provider, by username; the external id is the same.
    Person(String),
    /// The number that a person's title shows: later ones replace it.
    Title(String, u64),
    /// A site, by name.
    Site(String),
    /// A person made in the console, by username.
    Local(String),
}

#[derive(Debug, Default)]
struct Noted {
    acknowledged: Vec<(Duration, Written)>,
    lost: Vec<String>,
    unexpected: Vec<String>,
    refused: u64,
    unanswered: u64,
}

/// Of all writers.
#[derive(Debug)]
pub struct Ledger {
    watch: Stopwatch,
    noted: Mutex<Noted>,
}

impl Default for Ledger {
    fn default() -> Self {
        Self { watch: Stopwatch::start(), noted: Mutex::default() }
    }
}

impl Ledger {
    fn noted(&self) -> MutexGuard<'_, Noted> {
        self.noted.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The time since the load began.
    #[must_use]
    pub fn now(&self) -> Duration {
        self.watch.elapsed()
    }

    /// The server has said that it is there.
    pub fn acknowledge(&self, written: Written) {
        let mut noted = self.noted();
        // Under the lock: the list is in the order of time.
        let at = self.watch.elapsed();
        noted.acknowledged.push((at, written));
    }

    /// Something that was acknowledged is gone.
    pub fn lost(&self, what: String) {
        self.noted().lost.push(what);
    }

    /// An answer that nothing here explains: a bug of the server's, or of this program's.
    pub fn unexpected(&self, what: String) {
        self.noted().unexpected.push(what);
    }

    /// "Not now": 503 or 429, with `Retry-After`.
    pub fn refused(&self) {
        self.noted().refused += 1;
    }

    /// A connection that was refused, or ended without an answer.
    pub fn unanswered(&self) {
        self.noted().unanswered += 1;
    }

    /// Everything that was acknowledged.
    #[must_use]
    pub fn acknowledged(&self) -> Vec<Written> {
        self.noted().acknowledged.iter().map(|(_, written)| written.clone()).collect()
    }

    /// What was found to be lost while writing.
    #[must_use]
    pub fn losses(&self) -> Vec<String> {
        self.noted().lost.clone()
    }

    /// Answers that should not have been.
    #[must_use]
    pub fn surprises(&self) -> Vec<String> {
        self.noted().unexpected.clone()
    }

    /// How often a writer was told "not now", and how often it was told nothing.
    #[must_use]
    pub fn tries_in_vain(&self) -> (u64, u64) {
        let noted = self.noted();
        (noted.refused, noted.unanswered)
    }

    /// The longest time between two acknowledged writes, of which the second came after `from`.
    #[must_use]
    pub fn longest_interruption(&self, from: Duration) -> Duration {
        let noted = self.noted();
        let pairs = noted.acknowledged.windows(2).filter(|pair| pair[1].0 >= from);
        pairs.map(|pair| pair[1].0 - pair[0].0).max().unwrap_or_default()
    }
}
