//! Writing and trimming.

use domain::Timestamp;
use sea_orm::sea_query::{Expr, ExprTrait, OnConflict};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::{LogDay, LogEntry, ProvisioningLogMut, row};
use crate::Error;
use crate::entities::provisioning_days;
use crate::entities::provisioning_log::{Column, Entity};
use crate::keys::uuid;

impl ProvisioningLogMut<'_> {
    /// Adds entries, in one statement.
    ///
    /// # Errors
    /// The database fails.
    pub async fn insert_many(&self, entries: &[LogEntry]) -> Result<(), Error> {
        if entries.is_empty() {
            return Ok(());
        }
        let rows = entries.iter().map(|entry| row::of(self.org, entry)).collect::<Result<Vec<_>, _>>()?;
        Entity::insert_many(rows).exec_without_returning(&self.db).await?;
        Ok(())
    }

    /// Adds to the counts of a day.
    ///
    /// # Errors
    /// The database fails.
    pub async fn count(&self, more: LogDay) -> Result<(), Error> {
        use provisioning_days::{ActiveModel, Column, Entity};
        let number = |count: u64| i64::try_from(count).unwrap_or(i64::MAX);
        let new = ActiveModel {
            org_id: Set(uuid(self.org.0)),
            day: Set(more.day),
            calls: Set(number(more.calls)),
            changed: Set(number(more.changed)),
            refused: Set(number(more.refused)),
        };
        let plus = |column: Column, count: u64| (column, Expr::col((Entity, column)).add(number(count)));
        let add = OnConflict::columns([Column::OrgId, Column::Day])
            .values([
                plus(Column::Calls, more.calls),
                plus(Column::Changed, more.changed),
                plus(Column::Refused, more.refused),
            ])
            .to_owned();
        Entity::insert(new).on_conflict(add).exec_without_returning(&self.db).await?;
        Ok(())
    }

    /// Deletes entries and counts older than `before`, reads older than `reads_before`, and all but the newest
    /// `most` entries. Returns how many entries went.
    ///
    /// # Errors
    /// The database fails.
    pub async fn trim(&self, before: Timestamp, reads_before: Timestamp, most: u64) -> Result<u64, Error> {
        let old = Column::At.lt(before.0).or(Column::IsRead.eq(true).and(Column::At.lt(reads_before.0)));
        let mine = || Entity::delete_many().filter(Column::OrgId.eq(uuid(self.org.0)));
        let mut gone = mine().filter(old).exec(&self.db).await?.rows_affected;
        let first_too_many = self.all().order_by_desc(Column::Id).offset(most).limit(1).one(&self.db).await?;
        if let Some(row) = first_too_many {
            gone += mine().filter(Column::Id.lte(row.id)).exec(&self.db).await?.rows_affected;
        }
        let day = before.0.div_euclid(domain::timestamp::DAY_MS);
        provisioning_days::Entity::delete_many()
            .filter(provisioning_days::Column::OrgId.eq(uuid(self.org.0)))
            .filter(provisioning_days::Column::Day.lt(day))
            .exec(&self.db)
            .await?;
        Ok(gone)
    }
}
