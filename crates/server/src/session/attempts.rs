//! Slows down guessing: by username, and by network address.
//!
//! Both are counted in memory, and for every username alike, whether it exists or not: so neither the answer nor
//! its time tells which usernames there are (docs/decisions/lock-out.md).

use std::collections::HashMap;
use std::num::NonZeroU32;
use std::sync::{Arc, Mutex, PoisonError};

use api::{Code, Problem};
use domain::{OrgId, Timestamp, fold};
use prometheus::IntCounterVec;

use super::limit::Limit;
use crate::clock::Clock;
use crate::http::Failure;

/// Failures that are forgiven.
pub const FREE_FAILURES: u32 = 5;
/// The wait after that many, in milliseconds; it doubles with each further failure.
pub const FIRST_WAIT_MS: i64 = 30_000;
/// The longest wait, in milliseconds.
pub const LONGEST_WAIT_MS: i64 = 900_000;
/// Attempts of one address at once; one more comes back each second.
pub const BURST: NonZeroU32 = NonZeroU32::new(60).expect("60 is not zero");
/// Requests of applications from one address at once: a server of theirs speaks for many people.
pub const PROGRAM_BURST: NonZeroU32 = NonZeroU32::new(600).expect("600 is not zero");
/// How many of them come back each second.
pub const PROGRAM_RATE: NonZeroU32 = NonZeroU32::new(20).expect("20 is not zero");
/// Usernames that are remembered at most: whoever sends more of them than that is stopped by the address.
const MAX_REMEMBERED: usize = 100_000;

#[derive(Debug, Clone, Copy)]
struct Failures {
    count: u32,
    locked_until: Timestamp,
    last: Timestamp,
}

/// The failures so far.
pub struct Attempts {
    clock: Arc<dyn Clock>,
    by_name: Mutex<HashMap<(OrgId, String), Failures>>,
    by_address: Limit,
    programs: Limit,
    turned_away: IntCounterVec,
}

/// `too_many_attempts`, with how long to wait.
#[must_use]
pub fn too_many(wait_ms: i64) -> Failure {
    let seconds = u64::try_from(wait_ms.max(0)).unwrap_or_default().div_ceil(1_000).max(1);
    let detail = format!("Wait {} and try again.", words(seconds));
    Problem { retry_after: Some(seconds), ..Problem::new(Code::TooManyAttempts, detail) }.into()
}

fn words(seconds: u64) -> String {
    match seconds {
        1 => "one second".to_owned(),
        2..120 => format!("{seconds} seconds"),
        _ => format!("{} minutes", seconds.div_ceil(60)),
    }
}

impl Attempts {
    /// None yet. Those who have to wait are counted in `turned_away`, by what they have to wait for.
    #[must_use]
    pub fn new(clock: Arc<dyn Clock>, turned_away: IntCounterVec) -> Self {
        let by_address = Limit::new(clock.clone(), NonZeroU32::MIN, BURST);
        let programs = Limit::new(clock.clone(), PROGRAM_RATE, PROGRAM_BURST);
        Self { clock, by_name: Mutex::default(), by_address, programs, turned_away }
    }

    /// One more attempt from `address`.
    ///
    /// # Errors
    /// `too_many_attempts`.
    pub fn from_address(&self, address: &str) -> Result<(), Failure> {
        self.by_address.check(address).map_err(|wait_ms| self.turn_away("address", wait_ms))
    }

    /// One more request of an application from `address`. What it fails with counts as an attempt besides.
    ///
    /// # Errors
    /// `too_many_attempts`.
    pub fn by_program(&self, address: &str) -> Result<(), Failure> {
        self.programs.check(address).map_err(|wait_ms| self.turn_away("program", wait_ms))
    }

    /// May `username` be tried now?
    ///
    /// # Errors
    /// `too_many_attempts`.
    pub fn may_try(&self, org: OrgId, username: &str) -> Result<(), Failure> {
        let now = self.clock.now();
        let by_name = self.by_name.lock().unwrap_or_else(PoisonError::into_inner);
        let locked_until = by_name.get(&key(org, username)).map(|failures| failures.locked_until);
        match locked_until {
            Some(until) if until > now => Err(self.turn_away("username", until.ms_since(now))),
            _ => Ok(()),
        }
    }

    fn turn_away(&self, by: &str, wait_ms: i64) -> Failure {
        self.turned_away.with_label_values(&[by]).inc();
        too_many(wait_ms)
    }

    /// An attempt failed.
    pub fn failed(&self, org: OrgId, username: &str) {
        let now = self.clock.now();
        let mut by_name = self.by_name.lock().unwrap_or_else(PoisonError::into_inner);
        if by_name.len() >= MAX_REMEMBERED {
            by_name.retain(|_, failures| now.ms_since(failures.last) < LONGEST_WAIT_MS);
        }
        let entry =
            by_name.entry(key(org, username)).or_insert(Failures { count: 0, locked_until: now, last: now });
        entry.count = if now.ms_since(entry.last) > 2 * LONGEST_WAIT_MS { 1 } else { entry.count + 1 };
        entry.last = now;
        entry.locked_until = now.plus_ms(wait_ms(entry.count));
    }

    /// An attempt succeeded: all is forgiven.
    pub fn succeeded(&self, org: OrgId, username: &str) {
        self.by_name.lock().unwrap_or_else(PoisonError::into_inner).remove(&key(org, username));
    }
}

fn key(org: OrgId, username: &str) -> (OrgId, String) {
    (org, fold::fold(username.trim()))
}

/// How long to wait after that many failures.
fn wait_ms(failures: u32) -> i64 {
    match failures.checked_sub(FREE_FAILURES) {
        None => 0,
        Some(further) => FIRST_WAIT_MS.saturating_mul(1 << further.min(20)).min(LONGEST_WAIT_MS),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn five_failures_are_free_and_then_the_wait_doubles_up_to_a_quarter_of_an_hour() {
        let waits: Vec<i64> = (1..=12).map(|failures| wait_ms(failures) / 1_000).collect();
        assert_eq!(waits, [0, 0, 0, 0, 30, 60, 120, 240, 480, 900, 900, 900]);
    }
}
