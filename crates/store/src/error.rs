//! What can go wrong with a read or a write.

use std::fmt;

use domain::Reason;
use sea_orm::{DbErr, RuntimeErr, SqlErr, sqlx};

/// A read or a write failed.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The write contradicts what is stored.
    #[error("{0}")]
    Conflict(Conflict),
    /// The record was changed or deleted since it was read.
    #[error("Somebody else changed this in the meantime. Load it again, and repeat your change.")]
    Stale,
    /// A cursor that is none, or that belongs to another sort order.
    #[error("This cursor does not belong to this list. Start again from its first page.")]
    InvalidCursor,
    /// The database failed. Not for people outside: the words are the database's.
    #[error("The database failed: {0}")]
    Database(DbErr),
}

/// What a write contradicts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Conflict {
    /// A rule: [`Reason::UsernameTaken`], [`Reason::SiteNameTaken`], [`Reason::SiteHasUsers`], [`Reason::PlanNameTaken`],
    /// [`Reason::NoFreeSeat`], [`Reason::SeatsInUse`], [`Reason::PlanHasHolders`].
    Rule(Reason),
    /// Another organization has this short name.
    SlugTaken,
    /// The same request, by its idempotency key, has been carried out meanwhile, by this process or another one.
    KeyUsed,
    /// Any other constraint, by the name that the database gives it.
    Constraint(String),
}

impl fmt::Display for Conflict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Rule(reason) => fmt::Display::fmt(reason, f),
            Self::SlugTaken => f.write_str("Another organization has this short name. Choose another one."),
            Self::KeyUsed => {
                f.write_str("The same request was just carried out. Send it again for its answer.")
            }
            Self::Constraint(name) => write!(f, "This contradicts what is stored already ({name})."),
        }
    }
}

impl Error {
    /// The rule that refuses, if one does.
    #[must_use]
    pub const fn reason(&self) -> Option<Reason> {
        match self {
            Self::Conflict(Conflict::Rule(reason)) => Some(*reason),
            _ => None,
        }
    }

    /// Is the database away, out of connections, or did it give up for now? Then the same request may succeed a little later. Whether a
    /// commit that was cut off has taken place is not known.
    #[must_use]
    pub fn is_unavailable(&self) -> bool {
        matches!(self, Self::Database(error) if is_away(error))
    }

    /// Did the database give up for the sake of another transaction? [`Store::write`](crate::Store::write) tries again by itself.
    #[must_use]
    pub fn is_collision(&self) -> bool {
        matches!(self, Self::Database(error) if is_transient(error))
    }
}

impl From<Reason> for Error {
    fn from(reason: Reason) -> Self {
        Self::Conflict(Conflict::Rule(reason))
    }
}

impl From<DbErr> for Error {
    fn from(error: DbErr) -> Self {
        match error.sql_err() {
            Some(SqlErr::UniqueConstraintViolation(message)) => {
                Self::Conflict(conflict(&constraint(&error).unwrap_or(message)))
            }
            Some(SqlErr::ForeignKeyConstraintViolation(message)) => {
                Self::Conflict(Conflict::Constraint(constraint(&error).unwrap_or(message)))
            }
            _ => Self::Database(error),
        }
    }
}

/// PostgreSQL names the constraint; SQLite lists its columns in the message.
fn conflict(name: &str) -> Conflict {
    match name {
        name if name.contains("username_key") => Conflict::Rule(Reason::UsernameTaken),
        name if name.starts_with("site_names_") || name.contains("site_names.name_key") => {
            Conflict::Rule(Reason::SiteNameTaken)
        }
        // PostgreSQL by the name of the index, SQLite by its columns.
        name if name.starts_with("views_") || name.contains("views.name_key") => {
            Conflict::Rule(Reason::ViewNameTaken)
        }
        name if name.starts_with("plans_") || name.contains("plans.name_key") => {
            Conflict::Rule(Reason::PlanNameTaken)
        }
        name if name.contains("idempotency_keys") => Conflict::KeyUsed,
        name if name.contains("slug") => Conflict::SlugTaken,
        name => Conflict::Constraint(name.to_owned()),
    }
}

/// What the database itself said, where it was asked at all.
pub fn database_error(error: &DbErr) -> Option<&dyn sqlx::error::DatabaseError> {
    match error {
        DbErr::Exec(RuntimeErr::SqlxError(error))
        | DbErr::Query(RuntimeErr::SqlxError(error))
        | DbErr::Conn(RuntimeErr::SqlxError(error)) => error.as_database_error(),
        _ => None,
    }
}

/// No connection could be had, it ended within the statement, or PostgreSQL says that it is stopping (57P01, 57P02), starting
/// (57P03), full (53300), or no primary any more (25006).
fn is_away(error: &DbErr) -> bool {
    let source = match error {
        DbErr::ConnectionAcquire(_) | DbErr::Conn(RuntimeErr::Internal(_)) => return true,
        DbErr::Exec(RuntimeErr::SqlxError(source))
        | DbErr::Query(RuntimeErr::SqlxError(source))
        | DbErr::Conn(RuntimeErr::SqlxError(source)) => source,
        _ => return false,
    };
    match &**source {
        sqlx::Error::Database(_) => {
            let code = code(error).unwrap_or_default();
            let sqlstate = matches!(code.as_str(), "57P01" | "57P02" | "57P03" | "53300" | "25006" | "40003");
            sqlstate || (code.len() == 5 && code.starts_with("08")) || is_transient(error)
        }
        sqlx::Error::Io(_)
        | sqlx::Error::Tls(_)
        | sqlx::Error::Protocol(_)
        | sqlx::Error::PoolTimedOut
        | sqlx::Error::PoolClosed
        | sqlx::Error::WorkerCrashed
        | sqlx::Error::BeginFailed => true,
        _ => false,
    }
}

fn constraint(error: &DbErr) -> Option<String> {
    database_error(error)?.constraint().map(str::to_owned)
}

/// The SQLSTATE of PostgreSQL, or the extended result code of SQLite in decimal digits.
pub fn code(error: &DbErr) -> Option<String> {
    database_error(error)?.code().map(|code| code.into_owned())
}

/// SQLite's primary result code.
pub fn sqlite_code(error: &DbErr) -> Option<i32> {
    code(error)?.parse::<i32>().ok().map(|code| code & 0xff)
}

/// Would the same transaction, run again, have a chance? PostgreSQL: serialization failure, deadlock.
/// SQLite: the file is busy or locked by another process.
pub fn is_transient(error: &DbErr) -> bool {
    let sqlstate = matches!(code(error).as_deref(), Some("40001" | "40P01"));
    sqlstate || (code(error).is_some_and(|code| code.len() < 5) && matches!(sqlite_code(error), Some(5 | 6)))
}

/// PostgreSQL gave up a statement for the sake of another transaction.
pub fn is_collision(error: &DbErr) -> bool {
    matches!(code(error).as_deref(), Some("40001" | "40P01"))
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;

    fn sqlx_error(error: sqlx::Error) -> RuntimeErr {
        RuntimeErr::SqlxError(Arc::new(error))
    }

    #[test]
    fn a_database_that_is_away_is_told_from_one_that_refuses() {
        let cut = || sqlx::Error::Io(std::io::ErrorKind::UnexpectedEof.into());
        for away in [
            DbErr::Conn(sqlx_error(cut())),
            DbErr::Query(sqlx_error(cut())),
            DbErr::Exec(sqlx_error(sqlx::Error::PoolTimedOut)),
            DbErr::ConnectionAcquire(sea_orm::ConnAcquireErr::Timeout),
        ] {
            assert!(Error::Database(away.clone()).is_unavailable(), "{away}");
        }
        for refusal in [DbErr::Custom("no".to_owned()), DbErr::Query(sqlx_error(sqlx::Error::RowNotFound))] {
            assert!(!Error::Database(refusal.clone()).is_unavailable(), "{refusal}");
        }
        assert!(!Error::Stale.is_unavailable());
    }
}
