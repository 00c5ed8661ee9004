//! `rollcall restore`

use std::fs::{self, OpenOptions};
use std::io;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use clap::Args;
use store::{Location, SQLITE_FILE, Store};
use tempfile::{Builder, TempPath};

use super::{Database, Error, check, data_lock, tell};
use crate::backup;

/// The options of `restore`.
#[derive(Debug, Args)]
pub struct Options {
    /// A file that `rollcall backup` has made; it stays as it is.
    file: PathBuf,
}

/// Puts a back-up where the embedded database belongs.
pub(super) async fn run(database: &Database, options: &Options) -> Result<(), Error> {
    let Location::Sqlite { dir } = database.location() else {
        return Err(Error::new(
            "The data is in PostgreSQL, which has its own tools for this: pg_restore, or point-in-time recovery. See \"Back-up and restore\" in docs/guides/operating.md.",
        ));
    };
    nothing_there(&dir)?;
    let unfit = |error| Error::new(format!("{} cannot be restored: {error}.", options.file.display()));
    store::looks_whole(&options.file).map_err(unfit)?;
    store::create_folder(&dir)?;
    let _lock = data_lock::alone(&dir)?;
    let unwritable = |error: io::Error| {
        Error::new(format!(
            "The back-up cannot be copied into {}: {error}. Check that the folder is writable and has room.",
            dir.display()
        ))
    };
    // A folder of its own, so that a copy that was broken off never lies where the database belongs.
    let draft = Builder::new().prefix(".restore-").tempdir_in(&dir).map_err(unwritable)?;
    let copy = draft.path().join(SQLITE_FILE);
    copy_file(&options.file, &copy).map_err(unwritable)?;
    let behind = store::verify(&copy).await.map_err(unfit)?;
    bring_up(database, draft.path()).await?;
    if store::journals(&copy).iter().any(|journal| journal.exists()) {
        return Err(unwritable(io::Error::other("the database was not closed")));
    }
    let copy = TempPath::try_from_path(&copy).map_err(unwritable)?;
    nothing_there(&dir)?;
    backup::place(copy, &dir.join(SQLITE_FILE))?;
    drop(draft);
    tell(&format!("{} is restored into {}.", options.file.display(), dir.display()));
    if behind > 0 {
        tell(&format!(
            "It was of an earlier version: {behind} migrations were run. The file itself stays as it is."
        ));
    }
    check::run(database, &check::Options::default()).await
}

/// A database that is there is never replaced, and what is left of one would be taken for a part of the restored one.
fn nothing_there(dir: &Path) -> Result<(), Error> {
    let file = dir.join(SQLITE_FILE);
    let left: Vec<PathBuf> = store::journals(&file)
        .into_iter()
        .chain([file])
        .filter(|file| file.symlink_metadata().is_ok())
        .collect();
    let Some(first) = left.last() else { return Ok(()) };
    Err(Error::new(format!(
        "{} is there already, and a restore never replaces it. Stop Rollcall, move {SQLITE_FILE} and the files that begin with {SQLITE_FILE}- out of {}, leave secret.key where it is, and restore again; or name another folder with --data.",
        first.display(),
        dir.display()
    )))
}

fn copy_file(from: &Path, to: &Path) -> io::Result<()> {
    let mut copy = OpenOptions::new().write(true).create_new(true).mode(0o600).open(to)?;
    io::copy(&mut fs::File::open(from)?, &mut copy)?;
    copy.sync_all()
}

/// Opens the copy as a server would, and migrates it: what fails here fails before anything is in place.
async fn bring_up(database: &Database, dir: &Path) -> Result<(), Error> {
    let store: Store = database.open_at(&Location::Sqlite { dir: dir.to_owned() }).await?;
    store.close().await?;
    Ok(())
}
