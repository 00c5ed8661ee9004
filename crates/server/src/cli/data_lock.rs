//! Who uses a data folder: a server, beside other servers and commands, or a restore, alone. A lock on the folder itself, which the system
//! lets go when the process ends, however it ends.

use std::fs::{File, TryLockError};
use std::path::Path;

use super::Error;

/// Held by a server for as long as it runs.
pub(super) fn shared(dir: &Path) -> Result<Option<File>, Error> {
    lock(dir, File::try_lock_shared, || {
        format!(
            "A back-up is being restored into {}. Wait until that is done, and start again.",
            dir.display()
        )
    })
}

/// Held by a restore.
pub(super) fn alone(dir: &Path) -> Result<Option<File>, Error> {
    lock(dir, File::try_lock, || {
        format!(
            "A Rollcall server, or another restore, works on {}. Stop it first, or name another folder with --data.",
            dir.display()
        )
    })
}

/// Some file systems of networks cannot lock: there nobody can be told.
fn lock(
    dir: &Path,
    take: impl Fn(&File) -> Result<(), TryLockError>,
    taken: impl Fn() -> String,
) -> Result<Option<File>, Error> {
    let Ok(folder) = File::open(dir) else { return Ok(None) };
    match take(&folder) {
        Ok(()) => Ok(Some(folder)),
        Err(TryLockError::WouldBlock) => Err(Error::new(taken())),
        Err(TryLockError::Error(error)) => {
            tracing::debug!(%error, "the data folder cannot be locked");
            Ok(None)
        }
    }
}
