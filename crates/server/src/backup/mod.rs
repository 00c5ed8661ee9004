//! Back-ups of the embedded database beside a running server: one file ([`write`]), and a schedule of them ([`schedule`]).
//!
//! A back-up has its name only when it is whole, on the disk, and has been read back. Until then it is a hidden file whose name ends in
//! `.partial`. Why it is made as it is: docs/decisions/backup.md.

mod names;
pub mod schedule;

use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};

use store::{CopyError, FileError, Location};
use tempfile::{Builder, PathPersistError, PersistError, TempPath};

/// No back-up was made; nothing of it is left.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// There is something of that name.
    #[error("There is a file {} already, and a back-up never replaces one. Choose another name, or move that file.", .0.display())]
    Exists(PathBuf),
    /// The file cannot be written.
    #[error("The back-up cannot be written to {}: {cause}. Choose a folder that is there, is writable, and has room.", file.display())]
    Unwritable {
        /// The file.
        file: PathBuf,
        /// The system's words.
        cause: io::Error,
    },
    /// The database cannot be copied.
    #[error(transparent)]
    Copy(#[from] CopyError),
    /// The copy was read back, and is not sound.
    #[error(
        "The back-up was written, but {0}. It was deleted. `rollcall check` says whether the database itself is sound."
    )]
    Unsound(FileError),
}

/// Backs the embedded database up into `file`, which is not there yet; returns its size in bytes. The file is for its owner only.
///
/// # Errors
/// One or two sentences for the operator.
pub async fn write(database: &Location, file: &Path) -> Result<u64, Error> {
    // Looked at first, so that nobody waits for a copy that then has no place; what decides is the renaming.
    if file.symlink_metadata().is_ok() {
        return Err(Error::Exists(file.to_owned()));
    }
    let unwritable = |cause| Error::Unwritable { file: file.to_owned(), cause };
    let named = std::path::absolute(file).map_err(unwritable)?;
    let (Some(folder), Some(name)) = (named.parent(), named.file_name()) else {
        return Err(unwritable(io::ErrorKind::IsADirectory.into()));
    };
    let prefix = format!(".{}.", name.to_string_lossy());
    let draft = Builder::new().prefix(&prefix).suffix(".partial").tempfile_in(folder).map_err(unwritable)?;
    store::copy(database, draft.path()).await?;
    store::verify(draft.path()).await.map_err(Error::Unsound)?;
    draft.as_file().sync_all().map_err(unwritable)?;
    let size = draft.as_file().metadata().map_err(unwritable)?.len();
    draft.persist_noclobber(&named).map_err(|PersistError { error, .. }| taken(file, error))?;
    sync_folder(folder).map_err(unwritable)?;
    Ok(size)
}

/// Gives `draft`, which is whole, its name, and never replaces a file.
pub(crate) fn place(draft: TempPath, file: &Path) -> Result<(), Error> {
    let unwritable = |cause| Error::Unwritable { file: file.to_owned(), cause };
    File::open(&draft).and_then(|draft| draft.sync_all()).map_err(unwritable)?;
    draft.persist_noclobber(file).map_err(|PathPersistError { error, .. }| taken(file, error))?;
    file.parent().map_or(Ok(()), sync_folder).map_err(unwritable)
}

fn taken(file: &Path, cause: io::Error) -> Error {
    if cause.kind() == io::ErrorKind::AlreadyExists {
        return Error::Exists(file.to_owned());
    }
    Error::Unwritable { file: file.to_owned(), cause }
}

/// A name survives a power cut when its folder is on the disk, too.
fn sync_folder(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}
