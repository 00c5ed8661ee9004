//! A database of its own for each server.

use std::path::Path;
use std::sync::atomic::{AtomicU32, Ordering};

use sea_orm::ConnectionTrait;
use tempfile::TempDir;

use crate::{Failure, Outcome};

/// Which database a server runs on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Database {
    /// The embedded one, in a folder of its own.
    Sqlite,
    /// A new one in the cluster of `ROLLCALL_TEST_DATABASE_URL`, dropped afterwards.
    Postgres,
}

/// The database of one server.
#[derive(Debug)]
pub enum Place {
    /// `--data`.
    Dir(TempDir),
    /// `--database-url`, and the cluster that it was made in.
    Url {
        /// Of the new database.
        url: String,
        /// Its name.
        name: String,
        /// Of the cluster.
        cluster: String,
    },
}

impl Place {
    /// Makes it.
    ///
    /// # Errors
    /// When there is no cluster, or it refuses.
    pub async fn make(database: Database) -> Outcome<Self> {
        match database {
            Database::Sqlite => Ok(Self::Dir(tempfile::Builder::new().prefix("rollcall-e2e-").tempdir()?)),
            Database::Postgres => {
                let cluster = std::env::var("ROLLCALL_TEST_DATABASE_URL").map_err(|_| {
                    Failure::new(
                        "ROLLCALL_TEST_DATABASE_URL names no PostgreSQL: `cargo xtask test` starts one",
                    )
                })?;
                let name = next_name();
                run(&cluster, &format!("CREATE DATABASE {name}")).await?;
                Ok(Self::Url { url: named(&cluster, &name)?, name, cluster })
            }
        }
    }

    /// The flags that name it to `rollcall`.
    #[must_use]
    pub fn flags(&self) -> Vec<String> {
        match self {
            Self::Dir(dir) => vec!["--data".to_owned(), dir.path().display().to_string()],
            Self::Url { url, .. } => vec!["--database-url".to_owned(), url.clone()],
        }
    }

    /// Runs one statement beside the server, for what no command can do yet.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn run(&self, statement: &str) -> Outcome {
        match self {
            Self::Dir(dir) => run(&sqlite_url(dir.path()), statement).await,
            Self::Url { url, .. } => run(url, statement).await,
        }
    }

    /// Drops what was made.
    ///
    /// # Errors
    /// When the cluster refuses.
    pub async fn drop_it(&self) -> Outcome {
        match self {
            Self::Dir(_) => Ok(()),
            Self::Url { name, cluster, .. } => {
                run(cluster, &format!("DROP DATABASE {name} WITH (FORCE)")).await
            }
        }
    }
}

fn next_name() -> String {
    static NUMBER: AtomicU32 = AtomicU32::new(0);
    format!("rollcall_e2e_{}_{}", std::process::id(), NUMBER.fetch_add(1, Ordering::Relaxed))
}

/// The URL of the database `name` in the same cluster.
fn named(cluster: &str, name: &str) -> Outcome<String> {
    let mut url = reqwest::Url::parse(cluster)?;
    url.set_path(name);
    Ok(url.into())
}

fn sqlite_url(dir: &Path) -> String {
    format!("sqlite://{}", dir.join("rollcall.sqlite").display())
}

async fn run(url: &str, statement: &str) -> Outcome {
    let connection = sea_orm::Database::connect(url).await?;
    connection.execute_unprepared(statement).await?;
    connection.close().await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_new_database_is_named_in_the_same_cluster() {
        let url = named("postgres://postgres@127.0.0.1:54329/postgres?sslmode=disable", "rollcall_e2e_1_0")
            .unwrap();
        assert_eq!(url, "postgres://postgres@127.0.0.1:54329/rollcall_e2e_1_0?sslmode=disable");
    }
}
