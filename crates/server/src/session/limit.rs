//! How often something may happen: so many at once, and so many more each second, counted by a key such as a network address.

use std::num::NonZeroU32;
use std::sync::Arc;
use std::time::Duration;

use governor::clock::Reference;
use governor::middleware::NoOpMiddleware;
use governor::nanos::Nanos;
use governor::state::keyed::DashMapStateStore;
use governor::{Quota, RateLimiter};

use crate::clock::Clock;

/// Keys that are remembered before those that wait for nothing are forgotten.
const MAX_REMEMBERED: usize = 100_000;

/// The injected clock, as governor asks for the time.
#[derive(Clone)]
struct LimiterClock(Arc<dyn Clock>);

impl governor::clock::Clock for LimiterClock {
    type Instant = Nanos;

    fn now(&self) -> Nanos {
        Duration::from_millis(u64::try_from(self.0.now().0).unwrap_or_default()).into()
    }
}

/// A limit by key.
pub struct Limit(RateLimiter<String, DashMapStateStore<String>, LimiterClock, NoOpMiddleware<Nanos>>);

impl Limit {
    /// `burst` at once, and `per_second` more each second.
    #[must_use]
    pub fn new(clock: Arc<dyn Clock>, per_second: NonZeroU32, burst: NonZeroU32) -> Self {
        let quota = Quota::per_second(per_second).allow_burst(burst);
        Self(RateLimiter::new(quota, DashMapStateStore::default(), LimiterClock(clock)))
    }

    /// Counts one more of `key`.
    ///
    /// # Errors
    /// It is one too many; so many milliseconds later it is not.
    pub fn check(&self, key: &str) -> Result<(), i64> {
        self.0.check_key(&key.to_owned()).map_err(|until| {
            let now = governor::clock::Clock::now(self.0.clock());
            let wait = Duration::from(until.earliest_possible().duration_since(now));
            i64::try_from(wait.as_millis()).unwrap_or(i64::MAX)
        })?;
        if self.0.len() > MAX_REMEMBERED {
            self.0.retain_recent();
        }
        Ok(())
    }
}
