//! The database that a command works on.

use std::path::PathBuf;
use std::sync::Arc;

use clap::Args;
use store::{Location, Organization, Store};
use uuid::Uuid;

use super::{Error, secret_files, secret_key};
use crate::app::{App, AppState};
use crate::clock::{Clock, SystemClock};
use crate::config::Config;
use crate::ids::{Ids, SystemIds};
use crate::vault::SecretKey;

/// Where the data is. Commands may run beside a running `serve`.
#[derive(Debug, Args)]
#[command(next_help_heading = "Database")]
pub struct Database {
    /// Folder of the embedded database; made when it is not there.
    #[arg(long, env = "ROLLCALL_DATA", value_name = "DIR", default_value = "./data", global = true)]
    data: PathBuf,
    /// A PostgreSQL database (15 or newer) instead: postgres://user:password@host:5432/database
    #[arg(long, env = "ROLLCALL_DATABASE_URL", value_name = "URL", hide_env_values = true, global = true)]
    database_url: Option<String>,
    /// A file with that URL in its first line: so no password is in the environment, or in the list of processes.
    #[arg(long, env = "ROLLCALL_DATABASE_URL_FILE", value_name = "FILE", global = true)]
    database_url_file: Option<PathBuf>,
    /// A file with the key that encrypts stored secrets, such as the private keys of single sign-on: 32 bytes in Base64.
    ///
    /// Without it, a key is made: beside the embedded database (secret.key), or in the PostgreSQL database. All replicas need the
    /// same. There may be several, one a line: the first one encrypts, all decrypt (see `rollcall secrets reseal`). Without the key, what it encrypted is lost: keep a copy of the file, and keep it apart from backups of the database.
    #[arg(long, env = "ROLLCALL_SECRET_KEY_FILE", value_name = "FILE", global = true)]
    secret_key_file: Option<PathBuf>,
}

impl Database {
    /// With what is in the files that it names.
    ///
    /// # Errors
    /// A file cannot be read.
    pub(super) fn resolved(self) -> Result<Self, Error> {
        let database_url = secret_files::value(
            "the URL of the database",
            self.database_url,
            self.database_url_file.as_deref(),
        )?;
        Ok(Self { database_url, database_url_file: None, ..self })
    }

    /// Does the operator name a file of keys?
    pub(super) const fn names_a_key(&self) -> bool {
        self.secret_key_file.is_some()
    }

    /// Where the data is.
    pub(super) fn location(&self) -> Location {
        match &self.database_url {
            Some(url) => Location::Postgres { url: url.clone() },
            None => Location::Sqlite { dir: self.data.clone() },
        }
    }

    /// Connects to it as it is.
    pub(super) async fn connect(&self) -> Result<Store, Error> {
        Ok(Store::open(&self.location(), &store::Options::default()).await?)
    }

    /// Connects to it, and brings it up to this version.
    pub(super) async fn open(&self) -> Result<Store, Error> {
        self.open_at(&self.location()).await
    }

    /// The same with a database somewhere else.
    pub(super) async fn open_at(&self, location: &Location) -> Result<Store, Error> {
        let store = Store::open(location, &store::Options::default()).await?;
        let holder = Uuid::from_u128(SystemIds::default().id(SystemClock.now()));
        store.migrate(holder, &|| SystemClock.now()).await?;
        Ok(store)
    }

    /// The files with keys that are there.
    pub(super) fn secret_key_files(&self) -> Vec<PathBuf> {
        secret_key::files(&self.location(), self.secret_key_file.as_deref())
    }

    /// The keys that are there; none is made.
    pub(super) async fn secret_keys(&self, store: &Store) -> Result<Vec<SecretKey>, Error> {
        secret_key::known(store, &self.location(), self.secret_key_file.as_deref()).await
    }

    /// The parts of a server on it, for a command to use.
    pub(super) async fn app(&self, config: Config) -> Result<AppState, Error> {
        let store = self.open().await?;
        let secret_keys = secret_key::load(&store, &self.location(), self.secret_key_file.as_deref()).await?;
        Ok(App::new(
            store,
            Arc::new(SystemClock),
            Arc::new(SystemIds::default()),
            Config { secret_keys, ..config },
        ))
    }
}

/// The organization of that slug.
pub(super) async fn organization(app: &App, slug: &str) -> Result<Organization, Error> {
    let found = app.store.organizations().by_slug(slug).await?;
    found.ok_or_else(|| Error::no_organization(slug))
}
