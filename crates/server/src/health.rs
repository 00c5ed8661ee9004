//! For whoever watches over the process.

use std::time::Duration;

use api::Code;
use axum::extract::State;
use store::SchemaState;

use crate::app::{App, AppState};
use crate::http::Failure;

/// How long the database may take to answer.
const PATIENCE: Duration = Duration::from_secs(2);

/// The process runs.
pub async fn healthz() -> &'static str {
    "ok\n"
}

/// The process can do its work, and goes on doing it: the database answers in time and is of this version, the tasks beside requests
/// run, and nobody has told it to stop.
///
/// # Errors
/// `unavailable`, with every reason.
pub async fn readyz(State(app): State<AppState>) -> Result<&'static str, Failure> {
    if app.background.is_stopping() {
        return Err(Failure::new(Code::Unavailable, "The server is stopping. Send requests to another one."));
    }
    let mut reasons = Vec::from_iter(database(&app).await);
    for (task, _) in app.background.tasks().into_iter().filter(|(_, runs)| !runs) {
        reasons.push(format!("{} Start the server again; its log has what happened.", task.words()));
    }
    if reasons.is_empty() { Ok("ready\n") } else { Err(Failure::new(Code::Unavailable, reasons.join(" "))) }
}

/// Why the database cannot be worked with.
async fn database(app: &App) -> Option<String> {
    let words = match tokio::time::timeout(PATIENCE, app.store.readiness()).await {
        Ok(Ok(SchemaState::Current)) => return None,
        Ok(Ok(SchemaState::Behind(_))) => "The database is from an older version. Run `rollcall migrate`.",
        Ok(Ok(SchemaState::Newer { .. })) => {
            "The database is from a newer version. Run that version of Rollcall."
        }
        Ok(Err(error)) => {
            tracing::error!(%error, "the database does not answer");
            "The database does not answer. Check that it runs; the server's log has its words."
        }
        Err(_) => {
            tracing::error!("the database does not answer in time");
            "The database has not answered within two seconds. Check its load, and whether it can be reached."
        }
    };
    Some(words.to_owned())
}
