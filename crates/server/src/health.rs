//! For whoever watches over the process.

use api::Code;
use axum::extract::State;
use store::SchemaState;

use crate::app::AppState;
use crate::http::Failure;

/// The process runs.
pub async fn healthz() -> &'static str {
    "ok\n"
}

/// The process can do its work: the database answers, and is of this version.
///
/// # Errors
/// `unavailable`.
pub async fn readyz(State(app): State<AppState>) -> Result<&'static str, Failure> {
    match app.store.schema_state().await {
        Ok(SchemaState::Current) => Ok("ready\n"),
        Ok(SchemaState::Behind(_)) => {
            Err(unavailable("The database is from an older version. Run `rollcall migrate`."))
        }
        Ok(SchemaState::Newer { .. }) => {
            Err(unavailable("The database is from a newer version. Run that version of Rollcall."))
        }
        Err(error) => {
            tracing::error!(%error, "the database does not answer");
            Err(unavailable(
                "The database does not answer. Check that it runs; the server's log has its words.",
            ))
        }
    }
}

fn unavailable(detail: &str) -> Failure {
    Failure::new(Code::Unavailable, detail)
}
