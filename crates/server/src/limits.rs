//! How often something may be asked for: by API token, by organization and by network address, for all replicas together
//! (docs/decisions/limits.md).
//!
//! What is asked for often is taken from the database in portions: a replica takes so many at once, and hands them out by itself. So a
//! request costs no write of its own, and all replicas together hand out no more than the limit.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use domain::{ApiTokenId, OrgId, Timestamp};
use prometheus::IntCounterVec;
use store::{Rate, Store};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::timeout;

/// Requests of one API token, at once and each second.
const API_TOKEN: Rate = Rate { every_ms: 50, burst: 600 };
/// Requests of applications from one network address: a server of theirs speaks for many people.
const PROGRAM: Rate = Rate { every_ms: 50, burst: 600 };
/// What a replica takes of these at once.
const PORTION: i64 = 25;
/// Attempts at something secret from one network address.
pub const ATTEMPTS: Rate = Rate { every_ms: 1_000, burst: 60 };
/// Seconds of its rate that an organization's provisioning may be ahead: a first synchronization begins with a flood.
const SCIM_SECONDS_AHEAD: i64 = 60;
/// Requests of one organization's identity provider that a replica works on at once. What comes meanwhile waits for its turn, and does not keep
/// another organization from one: whoever asks a lot is as fast as the machine, and whoever asks little waits for nobody.
const SCIM_AT_ONCE: usize = 32;
/// How long a request waits for its turn.
const TURN: Duration = Duration::from_secs(30);
/// How long a portion may lie about, in milliseconds: afterwards it is worth nothing.
const PORTION_KEPT_MS: i64 = 60_000;
/// Portions that are remembered before those that are worth nothing are thrown away.
const MAX_REMEMBERED: usize = 100_000;

/// So many milliseconds to wait, or why it is not known.
#[derive(Debug)]
pub enum Refused {
    /// Too often.
    TooOften(i64),
    /// The database fails.
    Store(store::Error),
}

impl From<store::Error> for Refused {
    fn from(error: store::Error) -> Self {
        Self::Store(error)
    }
}

/// What a replica may still hand out, and until when; or, with nothing left, until when there is nothing to be had.
#[derive(Debug, Clone, Copy)]
struct Portion {
    left: i64,
    until: Timestamp,
}

/// What a replica knows by itself of a request.
enum Known {
    /// It is one of the portion.
    Yes,
    /// So many milliseconds to wait.
    No(i64),
    /// The database has to be asked.
    Nothing,
}

/// The limits of a server.
pub struct Limits {
    store: Store,
    portions: Mutex<HashMap<(OrgId, String), Portion>>,
    turns: Mutex<HashMap<OrgId, Arc<Semaphore>>>,
    scim_per_second: Option<u32>,
    turned_away: IntCounterVec,
}

impl Limits {
    /// The limits that all servers on `store` keep together. Those who have to wait are counted in `turned_away`, by what they wait for.
    #[must_use]
    pub fn new(store: Store, scim_per_second: Option<u32>, turned_away: IntCounterVec) -> Self {
        Self { store, portions: Mutex::default(), turns: Mutex::default(), scim_per_second, turned_away }
    }

    /// One more request with an API token.
    ///
    /// # Errors
    /// [`Refused`].
    pub async fn api_token(&self, org: OrgId, token: ApiTokenId, now: Timestamp) -> Result<(), Refused> {
        self.often((org, format!("api_token:{token}")), API_TOKEN, PORTION, now, "api_token").await
    }

    /// One more request of an identity provider.
    ///
    /// # Errors
    /// [`Refused`].
    pub async fn scim(&self, org: OrgId, now: Timestamp) -> Result<(), Refused> {
        let Some(per_second) = self.scim_per_second else { return Ok(()) };
        let per_second = i64::from(per_second).clamp(1, 1_000);
        let rate = Rate { every_ms: 1_000 / per_second, burst: per_second * SCIM_SECONDS_AHEAD };
        self.often((org, "scim".to_owned()), rate, per_second / 2 + 1, now, "organization").await
    }

    /// Waits until the organization has a turn, which it has until this is dropped.
    ///
    /// # Errors
    /// [`Refused::TooOften`]: too many of its own are before it.
    pub async fn turn(&self, org: OrgId) -> Result<OwnedSemaphorePermit, Refused> {
        let turns = {
            let mut all = self.turns.lock().unwrap_or_else(PoisonError::into_inner);
            all.entry(org).or_insert_with(|| Arc::new(Semaphore::new(SCIM_AT_ONCE))).clone()
        };
        match timeout(TURN, turns.acquire_owned()).await {
            Ok(Ok(turn)) => Ok(turn),
            // No semaphore is ever closed.
            Ok(Err(_)) | Err(_) => Err(self.turn_away("organization", 1_000)),
        }
    }

    /// One more request of an application, from that network address.
    ///
    /// # Errors
    /// [`Refused`].
    pub async fn program(&self, address: &str, now: Timestamp) -> Result<(), Refused> {
        let key = (store::NO_ORGANIZATION, format!("program:{address}"));
        self.often(key, PROGRAM, PORTION, now, "program").await
    }

    /// One more attempt at something secret, from that network address.
    ///
    /// # Errors
    /// [`Refused`].
    pub async fn attempt(&self, address: &str, now: Timestamp) -> Result<(), Refused> {
        let name = &format!("attempt:{address}");
        let taken = self.take(store::NO_ORGANIZATION, name, ATTEMPTS, 1, now).await?;
        taken.map_err(|wait_ms| self.turn_away("address", wait_ms))
    }

    async fn often(
        &self,
        key: (OrgId, String),
        rate: Rate,
        portion: i64,
        now: Timestamp,
        by: &str,
    ) -> Result<(), Refused> {
        match self.known(&key, now) {
            Known::Yes => return Ok(()),
            // Who floods is no flood of writes.
            Known::No(wait_ms) => return Err(self.turn_away(by, wait_ms)),
            Known::Nothing => {}
        }
        if self.take(key.0, &key.1, rate, portion, now).await?.is_ok() {
            self.put_by(key, portion - 1, now, PORTION_KEPT_MS);
            return Ok(());
        }
        let taken = self.take(key.0, &key.1, rate, 1, now).await?;
        taken.map_err(|wait_ms| {
            self.put_by(key, 0, now, wait_ms);
            self.turn_away(by, wait_ms)
        })
    }

    async fn take(
        &self,
        org: OrgId,
        name: &str,
        rate: Rate,
        count: i64,
        now: Timestamp,
    ) -> Result<Result<(), i64>, store::Error> {
        self.store.write(org, |tx| async move { tx.rate_limits().take(name, rate, count, now).await }).await
    }

    fn known(&self, key: &(OrgId, String), now: Timestamp) -> Known {
        let mut portions = self.portions.lock().unwrap_or_else(PoisonError::into_inner);
        match portions.get_mut(key) {
            Some(portion) if now >= portion.until => Known::Nothing,
            Some(portion) if portion.left > 0 => {
                portion.left -= 1;
                // A portion that is used up says nothing of what is left in the database.
                if portion.left == 0 {
                    portion.until = now;
                }
                Known::Yes
            }
            Some(portion) => Known::No(portion.until.ms_since(now)),
            None => Known::Nothing,
        }
    }

    fn put_by(&self, key: (OrgId, String), more: i64, now: Timestamp, lasting_ms: i64) {
        let mut portions = self.portions.lock().unwrap_or_else(PoisonError::into_inner);
        if portions.len() >= MAX_REMEMBERED {
            portions.retain(|_, portion| now < portion.until);
        }
        let until = now.plus_ms(lasting_ms);
        let portion = portions.entry(key).or_insert(Portion { left: 0, until: now });
        let left = if now < portion.until { portion.left } else { 0 };
        *portion = Portion { left: left + more, until };
    }

    fn turn_away(&self, by: &str, wait_ms: i64) -> Refused {
        self.turned_away.with_label_values(&[by]).inc();
        Refused::TooOften(wait_ms.max(1))
    }
}
