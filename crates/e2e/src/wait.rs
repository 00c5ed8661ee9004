//! Waiting for a condition: the one way in which a test waits.

use std::time::Duration;

use crate::{Failure, Outcome};

/// How long a condition may take. Never reached when all is well, so it can be long.
pub const DEADLINE: Duration = Duration::from_secs(20);
/// The pause between two looks.
const PAUSE: Duration = Duration::from_millis(40);

/// Looks until `condition` succeeds, at most for [`DEADLINE`].
///
/// # Errors
/// Names `what` was waited for, and why the last look failed.
pub async fn wait_for<T>(what: &str, condition: impl AsyncFnMut() -> Outcome<T>) -> Outcome<T> {
    wait_at_most(DEADLINE, what, condition).await
}

/// [`wait_for`] with a deadline of its own, where a rule promises a time (R7).
///
/// # Errors
/// As [`wait_for`].
pub async fn wait_at_most<T>(
    deadline: Duration,
    what: &str,
    mut condition: impl AsyncFnMut() -> Outcome<T>,
) -> Outcome<T> {
    let mut last = None;
    let looking = async {
        loop {
            match condition().await {
                Ok(value) => return value,
                Err(failure) => last = Some(failure),
            }
            pause().await;
        }
    };
    match tokio::time::timeout(deadline, looking).await {
        Ok(value) => Ok(value),
        Err(_) => {
            let seen = last.map_or_else(|| "the first look did not end".to_owned(), |f| f.to_string());
            Failure::because(format!("Waited {} s for {what}. Last look: {seen}", deadline.as_secs_f32()))
        }
    }
}

#[expect(clippy::disallowed_methods, reason = "the one polling interval: a browser does not call back")]
async fn pause() {
    tokio::time::sleep(PAUSE).await;
}
