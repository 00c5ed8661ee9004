//! The key that encrypts stored secrets: from a file that the operator names, else from one beside the embedded database, else from the
//! database itself.

use std::fs::{self, OpenOptions};
use std::io::{ErrorKind, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use store::{Location, Store};

use super::Error;
use crate::ids::{Ids, SystemIds};
use crate::vault::{NotAKey, SecretKey};

/// The file beside the embedded database.
const FILE: &str = "secret.key";

/// The keys of this server, of which the first one is to encrypt.
pub(super) async fn load(
    store: &Store,
    location: &Location,
    file: Option<&Path>,
) -> Result<Vec<SecretKey>, Error> {
    let mut keys = Vec::new();
    if let Some(file) = file {
        keys.extend(read(file)?);
    }
    match location {
        Location::Sqlite { dir } => {
            let beside = dir.join(FILE);
            if beside.exists() {
                keys.extend(read(&beside)?);
            } else if keys.is_empty() {
                keys.extend(create(&beside)?);
            }
        }
        Location::Postgres { .. } if keys.is_empty() => {
            tracing::warn!(
                "the key that encrypts stored secrets is in the database itself: --secret-key-file keeps it apart"
            );
            keys.push(in_database(store).await?);
        }
        Location::Postgres { .. } => keys.extend(stored(store).await?),
    }
    Ok(keys)
}

/// The files with keys that are there.
pub(super) fn files(location: &Location, named: Option<&Path>) -> Vec<PathBuf> {
    let beside = match location {
        Location::Sqlite { dir } => Some(dir.join(FILE)),
        Location::Postgres { .. } => None,
    };
    named.map(Path::to_owned).into_iter().chain(beside.filter(|file| file.exists())).collect()
}

/// The keys that are there, for whoever only looks: none is made.
pub(super) async fn known(
    store: &Store,
    location: &Location,
    named: Option<&Path>,
) -> Result<Vec<SecretKey>, Error> {
    let mut keys = Vec::new();
    for file in files(location, named) {
        keys.extend(read(&file)?);
    }
    if let Location::Postgres { .. } = location {
        keys.extend(stored(store).await?);
    }
    Ok(keys)
}

fn new_key() -> SecretKey {
    SecretKey::new(SystemIds::default().secret_bytes())
}

/// One a line; the first one encrypts. There is one at least.
fn read(file: &Path) -> Result<Vec<SecretKey>, Error> {
    let text = fs::read_to_string(file).map_err(|error| {
        Error::new(format!("The secret key in {} cannot be read: {error}.", file.display()))
    })?;
    let wrong = |error: NotAKey| Error::new(format!("{}: {error}", file.display()));
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    let keys = lines.map(|line| line.parse().map_err(wrong)).collect::<Result<Vec<_>, _>>()?;
    if keys.is_empty() { Err(wrong(NotAKey)) } else { Ok(keys) }
}

/// Another process may make it at the same moment: the first one counts.
fn create(file: &Path) -> Result<Vec<SecretKey>, Error> {
    let failed = |error: std::io::Error| {
        Error::new(format!("The secret key cannot be stored in {}: {error}.", file.display()))
    };
    let key = new_key();
    let draft = file.with_extension(format!("key.{}", std::process::id()));
    let mut open =
        OpenOptions::new().write(true).create_new(true).mode(0o600).open(&draft).map_err(failed)?;
    open.write_all(key.text().as_bytes()).and_then(|()| open.sync_all()).map_err(failed)?;
    let linked = fs::hard_link(&draft, file);
    fs::remove_file(&draft).map_err(failed)?;
    match linked {
        Ok(()) => Ok(vec![key]),
        Err(error) if error.kind() == ErrorKind::AlreadyExists => read(file),
        Err(error) => Err(failed(error)),
    }
}

async fn stored(store: &Store) -> Result<Option<SecretKey>, Error> {
    let text = store.read(store::NO_ORGANIZATION).server_keys().get().await?;
    text.map(|text| text.parse()).transpose().map_err(|error| Error::new(format!("In the database: {error}")))
}

async fn in_database(store: &Store) -> Result<SecretKey, Error> {
    if let Some(key) = stored(store).await? {
        return Ok(key);
    }
    let key = &new_key().text();
    store.write(store::NO_ORGANIZATION, |tx| async move { tx.server_keys().insert_first(key).await }).await?;
    let key = stored(store).await?;
    key.ok_or_else(|| {
        Error::new("The secret key could not be stored in the database. Start again.".to_owned())
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt;

    #[test]
    fn a_file_holds_one_key_or_several() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("keys");
        let (new, former) = (SecretKey::new([2; 32]), SecretKey::new([1; 32]));
        fs::write(&file, format!("{}\n\n{}\n", new.text(), former.text())).unwrap();
        assert_eq!(read(&file).unwrap(), [new, former]);
        for text in ["", "\n", "short\n"] {
            fs::write(&file, text).unwrap();
            assert!(read(&file).unwrap_err().to_string().contains("32 bytes in Base64"), "{text}");
        }
    }

    #[test]
    fn the_key_beside_the_database_is_made_once_and_is_for_its_owner_only() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join(FILE);
        let key = create(&file).unwrap();
        assert_eq!(create(&file).unwrap(), key);
        assert_eq!(read(&file).unwrap(), key);
        assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 1);
    }
}
