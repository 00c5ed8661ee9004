//! The time that passes, and waiting for a condition: nothing here sleeps for any other reason.

use std::thread;
use std::time::{Duration, Instant};

use crate::failure::Result;

/// How long a condition may take. Never reached when all is well, so it can be long: a lease of a job alone lasts 30 seconds.
const DEADLINE: Duration = Duration::from_secs(180);
/// Between two looks, and between two tries of a request.
const PAUSE: Duration = Duration::from_millis(10);

/// Measures from its making.
#[derive(Debug, Clone, Copy)]
pub struct Stopwatch(Instant);

impl Stopwatch {
    /// Starts measuring.
    #[must_use]
    #[expect(clippy::disallowed_methods, reason = "interruptions are measured; nothing is decided by them")]
    pub fn start() -> Self {
        Self(Instant::now())
    }

    /// The time since the start.
    #[must_use]
    pub fn elapsed(self) -> Duration {
        self.0.elapsed()
    }
}

/// A short pause before the next look.
pub fn pause() {
    thread::sleep(PAUSE);
}

/// Looks until the condition gives something.
///
/// # Errors
/// It never does, or fails.
pub fn until<T>(what: &str, mut condition: impl FnMut() -> Result<Option<T>>) -> Result<T> {
    let watch = Stopwatch::start();
    loop {
        if let Some(value) = condition()? {
            return Ok(value);
        }
        if watch.elapsed() > DEADLINE {
            return Err(format!("Waited {} s in vain for {what}.", DEADLINE.as_secs()).into());
        }
        pause();
    }
}
