//! Copies of the embedded database, made while it is read and written; and whether a file is one that can be trusted.
//!
//! Why `VACUUM INTO`: docs/decisions/backup.md.

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use sea_orm::sqlx::ConnectOptions as _;
use sea_orm::sqlx::sqlite::SqliteConnectOptions;
use sea_orm::{
    ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DbBackend, DbErr, Statement, Value,
};

use crate::error::sqlite_code;
use crate::migrations::state;
use crate::open::{SQLITE_BUSY, SQLITE_FILE, cause};
use crate::{Location, SchemaState, Store};

/// What every SQLite file begins with.
const MAGIC: &[u8; 16] = b"SQLite format 3\0";
/// What is found wrong is listed so far: one is enough to distrust a file.
const MOST_FAULTS: u32 = 10;

/// No copy could be made.
#[derive(Debug, thiserror::Error)]
pub enum CopyError {
    /// The data is in PostgreSQL.
    #[error(
        "The data is in PostgreSQL, which has its own tools for this: pg_dump, or point-in-time recovery. See \"Back-up and restore\" in docs/guides/operating.md."
    )]
    NotEmbedded,
    /// A path that SQLite cannot be told.
    #[error("The path {} is not valid UTF-8. Choose another one.", .0.display())]
    Path(PathBuf),
    /// The database cannot be read, or the copy not be written.
    #[error(
        "The database cannot be copied: {0}. Check that the disk has room; `rollcall check` says whether the database is sound."
    )]
    Failed(String),
}

/// A file is no database to go on with. The words name no file, so that whoever asked can say which one.
#[derive(Debug, thiserror::Error)]
pub enum FileError {
    /// It cannot be read at all.
    #[error("it cannot be read: {0}. Check its path, and that this user may read it")]
    Unreadable(String),
    /// It is something else.
    #[error("it is not a database of Rollcall. Choose a file that `rollcall backup` has made")]
    NotRollcall,
    /// Part of it lies in a journal beside it, which a copy would miss.
    #[error(
        "{} lies beside it: the file alone is not the whole database. Start Rollcall on that folder and stop it again, or make a copy with `rollcall backup`",
        .0.display()
    )]
    Unfinished(PathBuf),
    /// Parts of it are missing or contradict each other.
    #[error("it is damaged ({0}). Take an earlier back-up")]
    Torn(String),
    /// A newer version has made it.
    #[error(
        "it was made by a newer Rollcall (it holds {0}, which this version does not know). Install that version, or take a back-up made with this one"
    )]
    Newer(String),
}

/// Writes everything that is committed in the embedded database when this begins into `file`, which must be empty or not there. Nobody
/// waits for it, neither readers nor writers, and it waits for nobody. Does not look at what it has written: see [`verify`].
///
/// # Errors
/// One sentence for the operator. What is in `file` then is worth nothing.
pub async fn copy(from: &Location, file: &Path) -> Result<(), CopyError> {
    let Location::Sqlite { dir } = from else { return Err(CopyError::NotEmbedded) };
    let path = file.to_str().ok_or_else(|| CopyError::Path(file.to_owned()))?;
    let failed = |error: DbErr| CopyError::Failed(cause(&error));
    // A connection of its own: a store's writer must stay free, and its readers may not write anywhere.
    let database =
        single(SqliteConnectOptions::new().filename(dir.join(SQLITE_FILE))).await.map_err(failed)?;
    let copy = Statement::from_sql_and_values(DbBackend::Sqlite, "VACUUM INTO ?", [Value::from(path)]);
    let copied = database.execute_raw(copy).await.map_err(failed);
    database.close().await.map_err(failed)?;
    copied.map(|_| ())
}

impl Store {
    /// What the embedded database finds torn in its file, in its own words; nothing when all is well, and nothing on PostgreSQL, which has
    /// tools of its own for that (`pg_amcheck`). Reads all of it.
    ///
    /// # Errors
    /// The file cannot be read.
    pub async fn torn(&self) -> Result<Vec<String>, crate::Error> {
        let Location::Sqlite { dir } = self.location() else { return Ok(Vec::new()) };
        let database = single(SqliteConnectOptions::new().filename(dir.join(SQLITE_FILE))).await?;
        let found = torn(&database).await;
        database.close().await?;
        Ok(found?)
    }
}

/// Reads all of `file`, changes nothing, and says how many migrations it is behind this version.
///
/// # Errors
/// Why it is not to be trusted.
pub async fn verify(file: &Path) -> Result<usize, FileError> {
    looks_whole(file)?;
    // Immutable: no lock and no journal is made beside the file, and it may be on a medium that cannot be written to.
    let options = SqliteConnectOptions::new().filename(file).read_only(true).immutable(true);
    let database = single(options).await.map_err(|error| unsound(&error))?;
    let verified = sound(&database).await;
    database.close().await.map_err(|error| unsound(&error))?;
    verified
}

/// What can be said of `file` without reading it: is it SQLite, and is it all there is?
///
/// # Errors
/// It is not.
pub fn looks_whole(file: &Path) -> Result<(), FileError> {
    let unreadable = |error: io::Error| FileError::Unreadable(error.to_string());
    let mut head = [0; MAGIC.len()];
    match File::open(file).map_err(unreadable)?.read_exact(&mut head) {
        Ok(()) if &head == MAGIC => {}
        Err(error) if error.kind() != io::ErrorKind::UnexpectedEof => return Err(unreadable(error)),
        _ => return Err(FileError::NotRollcall),
    }
    let beside = journals(file).into_iter().find(|journal| journal.metadata().is_ok_and(|it| it.len() > 0));
    beside.map_or(Ok(()), |journal| Err(FileError::Unfinished(journal)))
}

/// Where SQLite keeps what is not in `file` yet.
#[must_use]
pub fn journals(file: &Path) -> [PathBuf; 2] {
    ["-wal", "-journal"].map(|ending| {
        let mut path = file.as_os_str().to_owned();
        path.push(ending);
        PathBuf::from(path)
    })
}

async fn sound(database: &DatabaseConnection) -> Result<usize, FileError> {
    if let Some(first) = torn(database).await.map_err(|error| unsound(&error))?.into_iter().next() {
        return Err(FileError::Torn(first));
    }
    let known = crate::migrations::count();
    match state(database).await.map_err(|error| unsound(&error))? {
        SchemaState::Newer { found } => Err(FileError::Newer(found)),
        SchemaState::Behind(steps) if steps == known => Err(FileError::NotRollcall),
        SchemaState::Behind(steps) => Ok(steps),
        SchemaState::Current => Ok(0),
    }
}

fn unsound(error: &DbErr) -> FileError {
    match sqlite_code(error) {
        Some(26) => FileError::NotRollcall,
        Some(11) => FileError::Torn(cause(error)),
        _ => FileError::Unreadable(cause(error)),
    }
}

/// SQLite's own check: pages, rows, indexes and the full-text tables against each other.
async fn torn(database: &DatabaseConnection) -> Result<Vec<String>, DbErr> {
    let check = format!("PRAGMA integrity_check({MOST_FAULTS})");
    let rows = match database.query_all_raw(Statement::from_string(DbBackend::Sqlite, check)).await {
        // So torn that even the check cannot go on.
        Err(error) if sqlite_code(&error) == Some(11) => return Ok(vec![cause(&error)]),
        rows => rows?,
    };
    let words = rows.iter().map(|row| row.try_get_by_index::<String>(0)).collect::<Result<Vec<_>, _>>()?;
    Ok(words.iter().filter(|words| *words != "ok").map(|words| one_line(words)).collect())
}

/// Without the heading that says which of several databases it is about.
fn one_line(words: &str) -> String {
    let lines = words.lines().filter(|line| !line.starts_with("***")).map(str::trim);
    lines.collect::<Vec<_>>().join(", ")
}

/// One connection, of which slow statements are no news.
async fn single(sqlite: SqliteConnectOptions) -> Result<DatabaseConnection, DbErr> {
    let sqlite = sqlite.disable_statement_logging().busy_timeout(SQLITE_BUSY);
    let mut pool = ConnectOptions::new("sqlite:");
    pool.max_connections(1).sqlx_logging(false).map_sqlx_sqlite_opts(move |_| sqlite.clone());
    Database::connect(pool).await
}
