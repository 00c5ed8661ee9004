//! Sign-ins that were begun and have not succeeded, by username, for all replicas together.

use domain::{OrgId, Timestamp};
use sea_orm::sea_query::{CaseStatement, Expr, ExprTrait, OnConflict, Query};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};

use crate::Error;
use crate::entities::sign_in_attempts::{Column, Entity, Model};
use crate::executor::Executor;
use crate::keys::uuid;

/// Tries of the same attempt against others that are made at the same moment.
const ROUNDS: usize = 5;

/// Reads attempts.
pub struct SignInAttempts<'a> {
    pub(crate) db: Executor<'a>,
    pub(crate) org: OrgId,
}

/// Reads and writes attempts.
pub struct SignInAttemptsMut<'a>(pub(crate) SignInAttempts<'a>);

impl SignInAttempts<'_> {
    async fn get(&self, name: &str) -> Result<Option<Model>, Error> {
        Ok(Entity::find_by_id((uuid(self.org.0), name.to_owned())).one(&self.db).await?)
    }
}

impl SignInAttemptsMut<'_> {
    /// Begins an attempt: it counts as failed until [`succeeded`](Self::succeeded), so that many at the same moment are no way around the
    /// count. `wait_ms` says how long the name is locked after so many; failures before `forgotten_before` no longer count.
    ///
    /// Returns how many milliseconds to wait, when it is locked: then nothing was begun.
    ///
    /// # Errors
    /// The database fails.
    pub async fn begin(
        &self,
        name: &str,
        (now, forgotten_before): (Timestamp, Timestamp),
        wait_ms: impl Fn(i64) -> i64,
    ) -> Result<Result<(), i64>, Error> {
        let mut locked = 0;
        for _ in 0..ROUNDS {
            if self.count(name, now, forgotten_before).await? || self.first(name, now).await? {
                let failures = self.0.get(name).await?.map_or(1, |row| row.failures);
                self.lock(name, now.plus_ms(wait_ms(failures))).await?;
                return Ok(Ok(()));
            }
            locked = self.0.get(name).await?.map_or(0, |row| row.locked_until - now.0);
            if locked > 0 {
                break;
            }
        }
        Ok(Err(Ord::max(locked, 1)))
    }

    /// One more, of a name that is not locked.
    async fn count(&self, name: &str, now: Timestamp, forgotten_before: Timestamp) -> Result<bool, Error> {
        let old = Expr::col(Column::LastAt).lt(forgotten_before.0);
        let failures = CaseStatement::new().case(old, 0).finally(Expr::col(Column::Failures));
        let mut update = Query::update();
        update
            .table(Entity)
            .value(Column::Failures, Expr::expr(failures).add(1))
            .value(Column::LastAt, now.0)
            .and_where(Column::OrgId.eq(uuid(self.0.org.0)))
            .and_where(Column::Name.eq(name))
            .and_where(Column::LockedUntil.lte(now.0));
        Ok(self.0.db.execute(&update).await?.rows_affected() > 0)
    }

    /// The first of a name.
    async fn first(&self, name: &str, now: Timestamp) -> Result<bool, Error> {
        let mut insert = Query::insert();
        insert
            .into_table(Entity)
            .columns([Column::OrgId, Column::Name, Column::Failures, Column::LockedUntil, Column::LastAt])
            .values_panic([uuid(self.0.org.0).into(), name.into(), 1.into(), now.0.into(), now.0.into()])
            .on_conflict(OnConflict::columns([Column::OrgId, Column::Name]).do_nothing().to_owned());
        Ok(self.0.db.execute(&insert).await?.rows_affected() > 0)
    }

    async fn lock(&self, name: &str, until: Timestamp) -> Result<(), Error> {
        let mut update = Query::update();
        update
            .table(Entity)
            .value(Column::LockedUntil, until.0)
            .and_where(Column::OrgId.eq(uuid(self.0.org.0)))
            .and_where(Column::Name.eq(name));
        self.0.db.execute(&update).await?;
        Ok(())
    }

    /// An attempt succeeded: all is forgiven.
    ///
    /// # Errors
    /// The database fails.
    pub async fn succeeded(&self, name: &str) -> Result<(), Error> {
        Entity::delete_by_id((uuid(self.0.org.0), name.to_owned())).exec(&self.0.db).await?;
        Ok(())
    }

    /// Forgets names that were last tried before then.
    ///
    /// # Errors
    /// The database fails.
    pub async fn forget(&self, before: Timestamp) -> Result<(), Error> {
        let delete = Entity::delete_many()
            .filter(Column::OrgId.eq(uuid(self.0.org.0)))
            .filter(Column::LastAt.lt(before.0));
        delete.exec(&self.0.db).await?;
        Ok(())
    }
}
