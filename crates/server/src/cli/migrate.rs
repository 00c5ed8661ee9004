//! `rollcall migrate`

use super::{Database, Error, tell};

/// Brings the database up to this version.
pub(super) async fn run(database: &Database) -> Result<(), Error> {
    database.open().await?;
    tell("The database is up to date.");
    Ok(())
}
