//! Time and chance, in the hands of the test.

use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};

use domain::Timestamp;
use server::clock::Clock;
use server::ids::{Ids, SECRET_BYTES};

/// Stands still until the test moves it.
#[derive(Debug)]
pub struct TestClock(AtomicI64);

impl Default for TestClock {
    /// 2026-11-23T12:00:00Z.
    fn default() -> Self {
        Self(AtomicI64::new(1_795_435_200_000))
    }
}

impl TestClock {
    /// Moves on by so many milliseconds.
    pub fn advance(&self, ms: i64) {
        self.0.fetch_add(ms, Ordering::SeqCst);
    }
}

impl Clock for TestClock {
    fn now(&self) -> Timestamp {
        Timestamp(self.0.load(Ordering::SeqCst))
    }
}

/// Counts: ids keep the order in which they were made, and secrets differ.
#[derive(Debug, Default)]
pub struct CountingIds(AtomicU64);

impl CountingIds {
    fn next(&self) -> u64 {
        self.0.fetch_add(1, Ordering::SeqCst) + 1
    }
}

impl Ids for CountingIds {
    fn id(&self, now: Timestamp) -> u128 {
        let ms = u128::try_from(now.0).unwrap();
        (ms << 80) | (0x7000 << 64) | (0x8000 << 48) | u128::from(self.next())
    }

    fn secret_bytes(&self) -> [u8; SECRET_BYTES] {
        let digest = server::secret::digest(&self.next().to_be_bytes());
        digest.try_into().unwrap()
    }
}
