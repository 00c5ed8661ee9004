//! Migrations, and the lease that lets several replicas start at once (no advisory lock, no LOCK TABLE: both are
//! missing from distributed engines).

mod columns;
mod lease;
mod m0001_initial;
mod m0002_provisioning_log;
mod m0003_groups;
mod m0004_guard;
mod m0005_user_counts;
mod m0006_licenses;
mod m0006_user_counts;
mod m0010_jobs;
mod m0020_audit_log;
mod m0021_site_details;
mod m0022_directory;
mod m0023_views;
mod m0024_server_keys;
mod m0025_single_sign_on;
mod m0030_oidc;
mod m0040_api_tokens;
mod m0041_limits;
mod m0042_feed_actions;
mod m0043_audit_seals;
mod m0044_webhooks;
mod m0045_former_sessions;
mod m0046_delivery_states;

use domain::Timestamp;
use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::{ConnectionTrait, DatabaseConnection, Statement};

use crate::Store;
use crate::open::{Location, OpenError, sqlite_failure};

/// Tells the time: the lease of a replica that died must run out.
pub type Now<'a> = &'a (dyn Fn() -> Timestamp + Send + Sync);

/// How a database compares with this version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SchemaState {
    /// Ready.
    Current,
    /// So many migrations are to be run; all of them, for a new database.
    Behind(usize),
    /// A newer version has been here.
    Newer {
        /// The newest migration that this version does not know.
        found: String,
    },
}

struct Migrator;

#[async_trait::async_trait]
impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m0001_initial::Migration),
            Box::new(m0002_provisioning_log::Migration),
            Box::new(m0003_groups::Migration),
            Box::new(m0004_guard::Migration),
            Box::new(m0005_user_counts::Migration),
            Box::new(m0006_licenses::Migration),
            Box::new(m0006_user_counts::Migration),
            Box::new(m0010_jobs::Migration),
            Box::new(m0020_audit_log::Migration),
            Box::new(m0021_site_details::Migration),
            Box::new(m0022_directory::Migration),
            Box::new(m0023_views::Migration),
            Box::new(m0024_server_keys::Migration),
            Box::new(m0025_single_sign_on::Migration),
            Box::new(m0030_oidc::Migration),
            Box::new(m0040_api_tokens::Migration),
            Box::new(m0041_limits::Migration),
            Box::new(m0042_feed_actions::Migration),
            Box::new(m0043_audit_seals::Migration),
            Box::new(m0044_webhooks::Migration),
            Box::new(m0045_former_sessions::Migration),
            Box::new(m0046_delivery_states::Migration),
        ]
    }
}

impl Store {
    /// How the database compares with this version; changes nothing.
    ///
    /// # Errors
    /// The database cannot be read.
    pub async fn schema_state(&self) -> Result<SchemaState, OpenError> {
        state(self.writer()).await.map_err(|error| self.preparing(error))
    }

    /// The same, asked of a connection that reads: it does not wait for those who write.
    ///
    /// # Errors
    /// The database cannot be read.
    pub async fn readiness(&self) -> Result<SchemaState, OpenError> {
        state(self.reader()).await.map_err(|error| self.preparing(error))
    }

    /// Runs the migrations that are missing. Safe to call from several processes at once: one does the work,
    /// the others wait for it. `holder` names this process (any fresh id).
    ///
    /// # Errors
    /// [`OpenError::Newer`], and whatever the database refuses.
    pub async fn migrate(&self, holder: uuid::Uuid, now: Now<'_>) -> Result<(), OpenError> {
        match self.schema_state().await? {
            SchemaState::Current => Ok(()),
            SchemaState::Newer { found } => Err(OpenError::Newer { found }),
            SchemaState::Behind(_) => {
                let database = self.writer();
                let lease =
                    lease::take(database, holder, now).await.map_err(|error| self.preparing(error))?;
                let Some(lease) = lease else { return Err(OpenError::Busy) };
                let migrated = migrate(database, &lease).await;
                lease.release(database).await.map_err(|error| self.preparing(error))?;
                migrated.map_err(|error| self.preparing(error))
            }
        }
    }

    fn preparing(&self, error: DbErr) -> OpenError {
        match self.location() {
            Location::Sqlite { dir } => sqlite_failure(dir, error),
            Location::Postgres { .. } => OpenError::Failed(error),
        }
    }
}

/// One by one, so that the lease is renewed in between. Whoever waited for the lease finds nothing left to do.
async fn migrate(database: &DatabaseConnection, lease: &lease::Lease<'_>) -> Result<(), DbErr> {
    while let SchemaState::Behind(_) = state(database).await? {
        lease.renew(database).await?;
        Migrator::up(database, Some(1)).await?;
    }
    Ok(())
}

/// How `database` compares with this version.
pub async fn state(database: &DatabaseConnection) -> Result<SchemaState, DbErr> {
    let known: Vec<String> =
        Migrator::migrations().iter().map(|migration| migration.name().to_owned()).collect();
    let applied = applied(database).await?;
    if let Some(found) = applied.iter().filter(|name| !known.contains(name)).max() {
        return Ok(SchemaState::Newer { found: found.clone() });
    }
    match known.iter().filter(|name| !applied.contains(name)).count() {
        0 => Ok(SchemaState::Current),
        missing => Ok(SchemaState::Behind(missing)),
    }
}

/// Runs the first `steps` migrations of a new database: as an earlier version has left it.
#[cfg(feature = "testing")]
pub async fn up(database: &DatabaseConnection, steps: u32) -> Result<(), DbErr> {
    Migrator::up(database, Some(steps)).await
}

/// How many migrations this version knows.
pub fn count() -> usize {
    Migrator::migrations().len()
}

async fn applied(database: &DatabaseConnection) -> Result<Vec<String>, DbErr> {
    if !SchemaManager::new(database).has_table("seaql_migrations").await? {
        return Ok(Vec::new());
    }
    let select = "SELECT version FROM seaql_migrations ORDER BY version";
    let statement = Statement::from_string(database.get_database_backend(), select);
    let rows = database.query_all_raw(statement).await?;
    rows.iter().map(|row| row.try_get("", "version")).collect()
}
