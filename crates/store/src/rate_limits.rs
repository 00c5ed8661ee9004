//! How often something may be asked for, counted for all replicas together.
//!
//! A limit is one number: until when it is spent. Each request moves it on by the time that one takes, and it may be as far ahead of now
//! as the requests at once allow (the generic cell rate algorithm).

use domain::{OrgId, Timestamp};
use sea_orm::sea_query::{CaseStatement, Expr, ExprTrait, OnConflict, Query};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};

use crate::Error;
use crate::entities::rate_limits::{Column, Entity};
use crate::executor::Executor;
use crate::keys::uuid;

/// How much is allowed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rate {
    /// Milliseconds after which one more comes back.
    pub every_ms: i64,
    /// At once.
    pub burst: i64,
}

/// Reads limits.
pub struct RateLimits<'a> {
    pub(crate) db: Executor<'a>,
    pub(crate) org: OrgId,
}

/// Reads and writes limits.
pub struct RateLimitsMut<'a>(pub(crate) RateLimits<'a>);

impl RateLimits<'_> {
    async fn spent_until(&self, name: &str) -> Result<Option<i64>, Error> {
        let row = Entity::find_by_id((uuid(self.org.0), name.to_owned())).one(&self.db).await?;
        Ok(row.map(|row| row.spent_until))
    }
}

impl RateLimitsMut<'_> {
    /// Takes `count` of the limit `name`. When that is too much, nothing is taken, and the answer is how many milliseconds to wait until one
    /// can be had; 0 when one can be had now.
    ///
    /// # Errors
    /// The database fails.
    pub async fn take(
        &self,
        name: &str,
        rate: Rate,
        count: i64,
        now: Timestamp,
    ) -> Result<Result<(), i64>, Error> {
        let cost = count * rate.every_ms;
        if self.add(name, cost, now, now.0 + rate.burst * rate.every_ms - cost).await?
            || self.begin(name, now.0 + cost).await?
        {
            return Ok(Ok(()));
        }
        let spent_until = self.0.spent_until(name).await?.unwrap_or(now.0);
        Ok(Err(Ord::max(spent_until - (now.0 + (rate.burst - 1) * rate.every_ms), 0)))
    }

    /// Moves the number on, unless it is beyond `most` already.
    async fn add(&self, name: &str, cost: i64, now: Timestamp, most: i64) -> Result<bool, Error> {
        let past = Expr::col(Column::SpentUntil).lt(now.0);
        let from = CaseStatement::new().case(past, now.0).finally(Expr::col(Column::SpentUntil));
        let mut update = Query::update();
        update
            .table(Entity)
            .value(Column::SpentUntil, Expr::expr(from).add(cost))
            .and_where(Column::OrgId.eq(uuid(self.0.org.0)))
            .and_where(Column::Name.eq(name))
            .and_where(Column::SpentUntil.lte(most));
        Ok(self.0.db.execute(&update).await?.rows_affected() > 0)
    }

    /// The first time: nothing when it was begun already.
    async fn begin(&self, name: &str, spent_until: i64) -> Result<bool, Error> {
        let mut insert = Query::insert();
        insert
            .into_table(Entity)
            .columns([Column::OrgId, Column::Name, Column::SpentUntil])
            .values_panic([uuid(self.0.org.0).into(), name.into(), spent_until.into()])
            .on_conflict(OnConflict::columns([Column::OrgId, Column::Name]).do_nothing().to_owned());
        Ok(self.0.db.execute(&insert).await?.rows_affected() > 0)
    }

    /// Forgets what nothing is spent of any more.
    ///
    /// # Errors
    /// The database fails.
    pub async fn forget(&self, now: Timestamp) -> Result<(), Error> {
        let delete = Entity::delete_many()
            .filter(Column::OrgId.eq(uuid(self.0.org.0)))
            .filter(Column::SpentUntil.lt(now.0));
        delete.exec(&self.0.db).await?;
        Ok(())
    }
}
