//! `rollcall backup`

use std::path::PathBuf;

use clap::Args;
use store::Location;

use super::{Database, Error, print, tell};
use crate::backup;

/// The options of `backup`.
#[derive(Debug, Args)]
pub struct Options {
    /// The file to write; it must not be there yet.
    file: PathBuf,
}

/// Backs the embedded database up, also beside a running server.
pub(super) async fn run(database: &Database, options: &Options) -> Result<(), Error> {
    match database.location() {
        Location::Postgres { .. } => return Err(store::CopyError::NotEmbedded.into()),
        Location::Sqlite { dir } if !dir.join(store::SQLITE_FILE).exists() => {
            return Err(Error::new(format!(
                "There is no database in {}, so there is nothing to back up. Name the folder of the data with --data.",
                dir.display()
            )));
        }
        Location::Sqlite { .. } => {}
    }
    // Not by way of a store, which would wait for whoever writes.
    let size = backup::write(&database.location(), &options.file).await?;
    print(&format!("{}\t{size} bytes", options.file.display()));
    for key in database.secret_key_files() {
        tell(&format!(
            "The key that encrypts stored secrets is not in it: keep a copy of {} apart from the back-up. Without it, private keys have to be made anew.",
            key.display()
        ));
    }
    Ok(())
}
