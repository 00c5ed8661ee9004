//! Slows down guessing: by username, and by network address.
//!
//! Every username is counted alike, whether it exists or not: so neither the answer nor its time tells which usernames there are
//! (docs/decisions/lock-out.md).

use std::net::{IpAddr, Ipv6Addr};
use std::num::NonZeroU32;
use std::sync::Arc;

use api::{Code, Problem};
use domain::{OrgId, fold};
use prometheus::IntCounterVec;
use store::Store;

use super::device::Device;
use super::limit::Limit;
use crate::clock::Clock;
use crate::http::Failure;
use crate::limits::{Limits, Refused};
use crate::secret::digest;

/// Failures that are forgiven.
pub const FREE_FAILURES: u32 = 5;
/// The wait after that many, in milliseconds; it doubles with each further failure.
pub const FIRST_WAIT_MS: i64 = 30_000;
/// The longest wait, in milliseconds.
pub const LONGEST_WAIT_MS: i64 = 900_000;
/// How long a failure counts, in milliseconds.
pub const KEPT_MS: i64 = 2 * LONGEST_WAIT_MS;
/// Attempts of one address at once; one more comes back each second.
pub const BURST: NonZeroU32 = NonZeroU32::new(60).expect("60 is not zero");

/// The failures so far.
pub struct Attempts {
    clock: Arc<dyn Clock>,
    store: Store,
    limits: Arc<Limits>,
    /// What floods this replica is stopped without asking the database.
    by_address: Limit,
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

impl From<Refused> for Failure {
    fn from(refused: Refused) -> Self {
        match refused {
            Refused::TooOften(wait_ms) => too_many(wait_ms),
            Refused::Store(error) => error.into(),
        }
    }
}

impl Attempts {
    /// Those of all servers on `store`. Those who have to wait are counted in `turned_away`, by what they have to wait for.
    #[must_use]
    pub fn new(clock: Arc<dyn Clock>, store: Store, limits: Arc<Limits>, turned_away: IntCounterVec) -> Self {
        let by_address = Limit::new(clock.clone(), NonZeroU32::MIN, BURST);
        Self { clock, store, limits, by_address, turned_away }
    }

    /// One more attempt from `address`.
    ///
    /// # Errors
    /// `too_many_attempts`; the database fails.
    pub async fn from_address(&self, address: &str) -> Result<(), Failure> {
        let network = &network(address);
        self.by_address.check(network).map_err(|wait_ms| self.turn_away("address", wait_ms))?;
        Ok(self.limits.attempt(network, self.clock.now()).await?)
    }

    /// One more request of an application from `address`. What it fails with counts as an attempt besides.
    ///
    /// # Errors
    /// `too_many_attempts`; the database fails.
    pub async fn by_program(&self, address: &str) -> Result<(), Failure> {
        Ok(self.limits.program(&network(address), self.clock.now()).await?)
    }

    /// Begins an attempt to sign in as `username`: it counts as failed until it [`succeeded`](Self::succeeded). One in a browser in which
    /// they have signed in before is counted by that browser alone.
    ///
    /// # Errors
    /// `too_many_attempts`; the database fails.
    pub async fn begin(&self, org: OrgId, username: &str, device: Option<&Device>) -> Result<(), Failure> {
        let (name, now) = (&counted_as(username, device), self.clock.now());
        let times = (now, now.plus_ms(-KEPT_MS));
        let begun = self
            .store
            .write(org, |tx| async move { tx.sign_in_attempts().begin(name, times, wait_ms).await })
            .await?;
        begun.map_err(|wait_ms| self.turn_away("username", wait_ms))
    }

    /// An attempt succeeded: all that was counted as it was is forgiven.
    ///
    /// # Errors
    /// The database fails.
    pub async fn succeeded(
        &self,
        org: OrgId,
        username: &str,
        device: Option<&Device>,
    ) -> Result<(), Failure> {
        let name = &counted_as(username, device);
        let forgiven = self.store.write(org, |tx| async move { tx.sign_in_attempts().succeeded(name).await });
        Ok(forgiven.await?)
    }

    fn turn_away(&self, by: &str, wait_ms: i64) -> Failure {
        self.turned_away.with_label_values(&[by]).inc();
        too_many(wait_ms)
    }
}

/// Whom an address stands for: of IPv6 everybody has 2^64 of one network, and changes them at will.
fn network(address: &str) -> String {
    match address.parse() {
        Ok(IpAddr::V6(address)) => {
            let network = address.to_bits() & !u128::from(u64::MAX);
            format!("{}/64", Ipv6Addr::from_bits(network))
        }
        _ => address.to_owned(),
    }
}

fn counted_as(username: &str, device: Option<&Device>) -> String {
    device.map_or_else(|| key(username), Device::counted_as)
}

/// What is kept of a username, of which nobody knows whether there is one.
pub(super) fn key(username: &str) -> String {
    hex::encode(digest(fold::fold(username.trim()).as_bytes()))
}

/// How long to wait after that many failures.
fn wait_ms(failures: i64) -> i64 {
    match failures.checked_sub(i64::from(FREE_FAILURES)).and_then(|further| u32::try_from(further).ok()) {
        None => 0,
        Some(further) => FIRST_WAIT_MS.saturating_mul(1 << further.min(20)).min(LONGEST_WAIT_MS),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_addresses_of_one_ipv6_network_are_one() {
        assert_eq!(network("2001:db8:1:2:3:4:5:6"), "2001:db8:1:2::/64");
        assert_eq!(network("2001:db8:1:2::9"), network("2001:db8:1:2:3:4:5:6"));
        assert_ne!(network("2001:db8:1:3::9"), network("2001:db8:1:2::9"));
        assert_eq!(network("192.0.2.1"), "192.0.2.1");
        assert_eq!(network(""), "");
    }

    #[test]
    fn five_failures_are_free_and_then_the_wait_doubles_up_to_a_quarter_of_an_hour() {
        let waits: Vec<i64> = (1..=12).map(|failures| wait_ms(failures) / 1_000).collect();
        assert_eq!(waits, [0, 0, 0, 0, 30, 60, 120, 240, 480, 900, 900, 900]);
    }
}
