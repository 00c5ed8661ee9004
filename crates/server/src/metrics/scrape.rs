//! The text that Prometheus reads. What is a state and not an event is looked up for it.

use std::time::Duration;

use domain::JobState;
use prometheus::TextEncoder;

use crate::app::App;
use crate::http::Failure;

/// How long the database may take to count jobs. A server whose database stands still has to be seen, above all.
const PATIENCE: Duration = Duration::from_secs(2);

/// All families.
///
/// # Errors
/// `internal`: they cannot be written out.
pub async fn text(app: &App) -> Result<String, Failure> {
    look(app).await;
    let families = app.metrics.registry.gather();
    TextEncoder::new().encode_to_string(&families).map_err(|error| Failure::internal(&error))
}

async fn look(app: &App) {
    let metrics = &app.metrics;
    metrics.live.set(count(app.events.streams()));
    metrics.log_queue.set(count(app.provisioning_log.waiting()));
    for pool in app.store.pools() {
        let connections = |state| metrics.connections.with_label_values(&[pool.name, state]);
        connections("in_use").set(pool.in_use.into());
        connections("idle").set(pool.idle.into());
        metrics.connections_max.with_label_values(&[pool.name]).set(pool.max.into());
    }
    for (task, runs) in app.background.tasks() {
        metrics.tasks.with_label_values(&[task.name()]).set(runs.into());
    }
    for state in [JobState::Queued, JobState::Running] {
        // Late or failed: rather no number than a former one.
        match tokio::time::timeout(PATIENCE, app.store.count_jobs(state)).await {
            Ok(Ok(jobs)) => {
                metrics.jobs.with_label_values(&[state.name()]).set(i64::try_from(jobs).unwrap_or(i64::MAX));
            }
            _ => metrics.jobs.reset(),
        }
    }
}

fn count(number: usize) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}
