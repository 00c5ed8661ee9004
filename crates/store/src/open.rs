//! Opening a database: where it is, how it is tuned, and what a failure says to the operator.

use std::path::{Path, PathBuf};
use std::time::Duration;

use sea_orm::sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous};
use sea_orm::{ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DbErr, RuntimeErr, sqlx};

use crate::error::{database_error, sqlite_code};

/// The name of the database file inside the data folder.
pub const SQLITE_FILE: &str = "rollcall.sqlite";

/// How long a statement waits for another process that writes to the same file.
pub const SQLITE_BUSY: Duration = Duration::from_secs(10);
/// Reads of SQLite that run at the same time.
const SQLITE_READERS: u32 = 4;

/// How long a request waits for PostgreSQL while it refuses connections: it may be about to start, or to be replaced. Then it is answered
/// with 503: docs/decisions/failover.md. Between two tries to connect a fifth of it passes at most.
const POSTGRES_AWAY: Duration = Duration::from_secs(5);

/// Where the data is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Location {
    /// The embedded database: the file [`SQLITE_FILE`] in a folder, both made when missing.
    Sqlite {
        /// The data folder.
        dir: PathBuf,
    },
    /// A PostgreSQL server, version 15 or newer.
    Postgres {
        /// `postgres://user:password@host:5432/database`
        url: String,
    },
}

/// How the data is reached.
#[derive(Debug, Clone)]
pub struct Options {
    /// Connections to PostgreSQL at most.
    pub max_connections: u32,
    /// How long a request waits for a free connection.
    pub acquire_timeout: Duration,
}

impl Default for Options {
    fn default() -> Self {
        Self { max_connections: 16, acquire_timeout: Duration::from_secs(30) }
    }
}

/// The database cannot be opened or prepared: one sentence for the operator, with what to do.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The folder or the file cannot be written to.
    #[error(
        "Rollcall cannot write to the data folder {}: {cause}. Make it writable for this user, or name another folder with --data.",
        dir.display()
    )]
    Unwritable {
        /// The data folder.
        dir: PathBuf,
        /// The system's words.
        cause: String,
    },
    /// The file is damaged, or is none of ours.
    #[error(
        "The file {} is damaged, or is not a Rollcall database. Restore a back-up of it, or name another folder with --data.",
        file.display()
    )]
    Corrupt {
        /// The file.
        file: PathBuf,
    },
    /// A newer version has prepared this database.
    #[error(
        "This database was made by a newer Rollcall (it holds {found}, which this version does not know). Install that version, or restore a back-up made with this one."
    )]
    Newer {
        /// The newest migration that this version does not know.
        found: String,
    },
    /// Not a URL of PostgreSQL.
    #[error(
        "The database URL is not one of PostgreSQL. Write it as postgres://user:password@host:5432/database in --database-url."
    )]
    InvalidUrl,
    /// PostgreSQL does not answer, or does not let us in.
    #[error(
        "Rollcall cannot reach the PostgreSQL database: {cause}. Check that it runs, and that --database-url names its host, port, database, user and password."
    )]
    Unreachable {
        /// The words of the server or of the system.
        cause: String,
    },
    /// Another process prepares the database, and does not get done.
    #[error(
        "Another Rollcall has been preparing this database for too long. Wait until it is done and start again, or stop it first."
    )]
    Busy,
    /// Anything else.
    #[error("Rollcall cannot prepare the database: {0}. Mend what this names, and start again.")]
    Failed(DbErr),
}

/// The connections of a store: on PostgreSQL both are the same pool.
pub struct Connections {
    /// Autocommit reads.
    pub reader: DatabaseConnection,
    /// Transactions.
    pub writer: DatabaseConnection,
}

/// Connects; does not create any table.
pub async fn connect(location: &Location, options: &Options) -> Result<Connections, OpenError> {
    match location {
        Location::Sqlite { dir } => connect_sqlite(dir, options).await,
        Location::Postgres { url } => connect_postgres(url, options).await,
    }
}

async fn connect_sqlite(dir: &Path, options: &Options) -> Result<Connections, OpenError> {
    create_folder(dir)?;
    let failed = |error| sqlite_failure(dir, error);
    // The writer first: it makes the file, and puts it into WAL mode.
    let writer = Database::connect(sqlite_pool(dir, options, 1, false)).await.map_err(failed)?;
    // Opening reads nothing yet, and a folder that is readable only shows at the first write.
    writer
        .execute_unprepared("BEGIN IMMEDIATE; SELECT count(*) FROM sqlite_master; COMMIT")
        .await
        .map_err(failed)?;
    let reader = Database::connect(sqlite_pool(dir, options, SQLITE_READERS, true)).await.map_err(failed)?;
    Ok(Connections { reader, writer })
}

/// Makes the data folder when it is not there. A new one belongs to its user alone: it holds everybody's personal data.
///
/// # Errors
/// [`OpenError::Unwritable`].
pub fn create_folder(dir: &Path) -> Result<(), OpenError> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder
        .create(dir)
        .map_err(|cause| OpenError::Unwritable { dir: dir.to_owned(), cause: cause.to_string() })
}

fn sqlite_pool(dir: &Path, options: &Options, connections: u32, read_only: bool) -> ConnectOptions {
    let file = dir.join(SQLITE_FILE);
    // The URL is a form only: a path may hold characters that a URL cannot.
    let mut pool = ConnectOptions::new("sqlite:");
    pool.max_connections(connections)
        .min_connections(1)
        .acquire_timeout(options.acquire_timeout)
        .idle_timeout(None)
        .max_lifetime(None)
        .test_before_acquire(false)
        .sqlx_logging(false)
        .map_sqlx_sqlite_opts(move |_| sqlite_options(&file, read_only));
    pool
}

/// WAL: readers and the writer do not wait for each other. `synchronous=FULL`: an acknowledged write survives a
/// power cut. Readers are `query_only` rather than opened read-only, which WAL does not do well; there are many of them, and what they read is
/// mapped, so each keeps little.
fn sqlite_options(file: &Path, read_only: bool) -> SqliteConnectOptions {
    let options = SqliteConnectOptions::new()
        .filename(file)
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .foreign_keys(true)
        .busy_timeout(SQLITE_BUSY)
        .statement_cache_capacity(256)
        .pragma("cache_size", if read_only { "-2000" } else { "-16000" })
        .pragma("temp_store", "memory")
        .pragma("mmap_size", "268435456");
    if read_only { options.pragma("query_only", "1") } else { options }
}

/// Result codes: 8 READONLY, 10 IOERR, 11 CORRUPT, 13 FULL, 14 CANTOPEN, 23 AUTH, 26 NOTADB.
pub fn sqlite_failure(dir: &Path, error: DbErr) -> OpenError {
    match sqlite_code(&error) {
        Some(8 | 10 | 13 | 14 | 23) => OpenError::Unwritable { dir: dir.to_owned(), cause: cause(&error) },
        Some(11 | 26) => OpenError::Corrupt { file: dir.join(SQLITE_FILE) },
        Some(5 | 6) => OpenError::Busy,
        _ => OpenError::Failed(error),
    }
}

async fn connect_postgres(url: &str, options: &Options) -> Result<Connections, OpenError> {
    if !(url.starts_with("postgres://") || url.starts_with("postgresql://")) {
        return Err(OpenError::InvalidUrl);
    }
    let mut pool = ConnectOptions::new(url);
    pool.max_connections(options.max_connections)
        .min_connections(0)
        .connect_timeout(POSTGRES_AWAY)
        .acquire_timeout(options.acquire_timeout.min(POSTGRES_AWAY))
        .set_application_name("rollcall")
        .sqlx_logging(false);
    let connected = Database::connect(pool).await.map_err(|error| match &error {
        // Before anything was sent: the text itself is wrong.
        DbErr::Conn(RuntimeErr::Internal(_)) => OpenError::InvalidUrl,
        DbErr::Conn(RuntimeErr::SqlxError(source)) if matches!(**source, sqlx::Error::Configuration(_)) => {
            OpenError::InvalidUrl
        }
        _ => OpenError::Unreachable { cause: cause(&error) },
    })?;
    Ok(Connections { reader: connected.clone(), writer: connected })
}

/// The innermost words, without the layers that each driver puts around them.
pub fn cause(error: &DbErr) -> String {
    if let Some(error) = database_error(error) {
        return error.message().trim_end_matches('.').to_owned();
    }
    let mut innermost: &dyn std::error::Error = error;
    while let Some(source) = innermost.source() {
        innermost = source;
    }
    innermost.to_string().trim_end_matches('.').to_owned()
}
