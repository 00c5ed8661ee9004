//! A row that says who migrates, and until when they have the right to.

use std::time::Duration;

use domain::Timestamp;
use sea_orm_migration::sea_orm::sea_query::{Expr, ExprTrait, OnConflict, Query};
use sea_orm_migration::sea_orm::{ConnectionTrait, DatabaseConnection, DbErr};
use uuid::Uuid;

use super::Now;
use super::columns::{big, create_if_missing, id, small};
use crate::error::{code, is_transient};

const TABLE: &str = "migration_lease";
/// Longer than any one migration; a replica that died holds the others up for no longer than this.
const LEASE_MS: i64 = 120_000;
const POLL: Duration = Duration::from_millis(50);
/// A process that waits longer than this gives up, with words about why.
const PATIENCE_MS: i64 = 300_000;

/// The right to migrate.
pub struct Lease<'a> {
    holder: Uuid,
    now: Now<'a>,
}

/// Waits for the lease and takes it; `None` when somebody else keeps it for too long.
pub async fn take<'a>(
    database: &DatabaseConnection,
    holder: Uuid,
    now: Now<'a>,
) -> Result<Option<Lease<'a>>, DbErr> {
    create_table(database).await?;
    let lease = Lease { holder, now };
    let started = now();
    while !lease.try_take(database).await? {
        if now().ms_since(started) > PATIENCE_MS {
            return Ok(None);
        }
        wait(POLL).await;
    }
    Ok(Some(lease))
}

/// PostgreSQL's CREATE TABLE IF NOT EXISTS fails when two sessions run it at the same moment: with 42P07, with 42710
/// for the row type that a table brings, or with 23505 on its own catalogue, by how far the other one was. Each of
/// them means that the other one has made the table.
async fn create_table(database: &DatabaseConnection) -> Result<(), DbErr> {
    let columns = vec![small("id"), id("holder"), big("expires_at")];
    match create_if_missing(database, TABLE, columns, "id").await {
        Err(error) if matches!(code(&error).as_deref(), Some("23505" | "42P07" | "42710")) => Ok(()),
        result => result,
    }
}

impl Lease<'_> {
    async fn try_take(&self, database: &DatabaseConnection) -> Result<bool, DbErr> {
        let Timestamp(now) = (self.now)();
        let mut free = OnConflict::column("id");
        free.update_columns(["holder", "expires_at"]);
        free.action_and_where(Expr::col((TABLE, "expires_at")).lt(now));
        let mut insert = Query::insert();
        insert
            .into_table(TABLE)
            .columns(["id", "holder", "expires_at"])
            .values_panic([1.into(), self.holder.into(), (now + LEASE_MS).into()])
            .on_conflict(free);
        match database.execute(&insert).await {
            Ok(done) => Ok(done.rows_affected() == 1),
            Err(error) if is_transient(&error) => Ok(false),
            Err(error) => Err(error),
        }
    }

    /// Counts the time anew, before the next migration.
    pub async fn renew(&self, database: &DatabaseConnection) -> Result<(), DbErr> {
        let Timestamp(now) = (self.now)();
        let mut update = Query::update();
        update
            .table(TABLE)
            .value("expires_at", now + LEASE_MS)
            .and_where(Expr::col("holder").eq(self.holder));
        let done = database.execute(&update).await?;
        if done.rows_affected() == 1 {
            return Ok(());
        }
        Err(DbErr::Migration("another process took over the migration while this one stood still".to_owned()))
    }

    /// Lets the next one in.
    pub async fn release(&self, database: &DatabaseConnection) -> Result<(), DbErr> {
        let mut delete = Query::delete();
        delete.from_table(TABLE).and_where(Expr::col("holder").eq(self.holder));
        database.execute(&delete).await.map(|_| ())
    }
}

#[expect(clippy::disallowed_methods, reason = "another process ends the wait: only the database knows of it")]
async fn wait(duration: Duration) {
    tokio::time::sleep(duration).await;
}
