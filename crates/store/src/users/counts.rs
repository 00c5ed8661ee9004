//! How many users there are. Counting a million takes longer than finding a page of them, so their numbers are kept by what
//! lists filter by: status, manager and site. A transaction gathers what it changes of them, and writes it at its end.

use std::collections::BTreeMap;
use std::sync::PoisonError;

use domain::{ManagedBy, OrgId, Status};
use sea_orm::sea_query::{Expr, ExprTrait, OnConflict, Query};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, FromQueryResult, QueryFilter, QuerySelect, Select};
use uuid::Uuid;

use super::list::SiteFilter;
use super::row::managed_by_name;
use super::{User, UserQuery, Users, UsersMut};
use crate::entities::user_counts::{Column, Entity};
use crate::executor::{Executor, Transaction};
use crate::keys::uuid;
use crate::{Error, Tx};

/// What users are counted by. In this order their rows are written, in every transaction: so none waits for another in a
/// circle.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct CountKey {
    deactivated: bool,
    managed_by: &'static str,
    site: Uuid,
}

/// What a transaction changes of the numbers.
pub type CountChanges = BTreeMap<CountKey, i64>;

/// How many users there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct UserCounts {
    /// All.
    pub total: u64,
    /// May sign in.
    pub active: u64,
    /// May not.
    pub deactivated: u64,
    /// Managed by the identity provider.
    pub managed: u64,
    /// Without a site, and so without a licence (R17).
    pub without_site: u64,
}

#[derive(FromQueryResult)]
struct Row {
    deactivated: bool,
    managed_by: String,
    people: i64,
    without_site: i64,
}

fn key(user: &User) -> CountKey {
    CountKey {
        deactivated: !user.status.is_active(),
        managed_by: managed_by_name(user.managed_by),
        site: user.site_id.map_or_else(Uuid::nil, |site| uuid(site.0)),
    }
}

/// The sum as a number: PostgreSQL's is of another type.
fn sum(of: Expr) -> Expr {
    of.sum().cast_as("bigint")
}

impl Users<'_> {
    /// The numbers of Home.
    ///
    /// # Errors
    /// The database fails.
    pub async fn counts(&self) -> Result<UserCounts, Error> {
        let at_none = Expr::case(Column::SiteId.eq(Uuid::nil()), Expr::col(Column::People)).finally(0);
        let rows = self
            .kept()
            .columns([Column::Deactivated, Column::ManagedBy])
            .column_as(sum(Expr::col(Column::People)), "people")
            .column_as(sum(at_none.into()), "without_site")
            .group_by(Column::Deactivated)
            .group_by(Column::ManagedBy)
            .into_model::<Row>()
            .all(&self.db)
            .await?;
        let of = |test: &dyn Fn(&Row) -> bool| {
            rows.iter().filter(|row| test(row)).map(|row| row.people.unsigned_abs()).sum()
        };
        let managed = managed_by_name(ManagedBy::IdentityProvider);
        Ok(UserCounts {
            total: of(&|_| true),
            active: of(&|row| !row.deactivated),
            deactivated: of(&|row| row.deactivated),
            managed: of(&|row| row.managed_by == managed),
            without_site: rows.iter().map(|row| row.without_site.unsigned_abs()).sum(),
        })
    }

    /// How many the filters of a list let through; its search is not asked.
    pub(super) async fn count_filtered(&self, query: &UserQuery) -> Result<u64, Error> {
        let mut select = self.kept().column_as(sum(Expr::col(Column::People)), "people");
        if let Some(status) = query.status {
            select = select.filter(Column::Deactivated.eq(status == Status::Deactivated));
        }
        if let Some(managed_by) = query.managed_by {
            select = select.filter(Column::ManagedBy.eq(managed_by_name(managed_by)));
        }
        if let Some(site) = query.site {
            let site = match site {
                SiteFilter::Is(site) => uuid(site.0),
                SiteFilter::None => Uuid::nil(),
            };
            select = select.filter(Column::SiteId.eq(site));
        }
        let sum: Option<Option<i64>> = select.into_tuple().one(&self.db).await?;
        Ok(sum.flatten().map_or(0, i64::unsigned_abs))
    }

    fn kept(&self) -> Select<Entity> {
        Entity::find().select_only().filter(Column::OrgId.eq(uuid(self.org.0)))
    }
}

impl UsersMut<'_> {
    /// Notes that somebody has come, gone, or changed what they are counted by.
    pub(super) fn counted(&self, before: Option<&User>, after: Option<&User>) {
        // Nobody writes without a transaction.
        let Executor::Transaction(transaction) = self.db else { return };
        let (before, after) = (before.map(key), after.map(key));
        if before == after {
            return;
        }
        let mut changes = transaction.counts.lock().unwrap_or_else(PoisonError::into_inner);
        for (key, by) in [(before, -1), (after, 1)] {
            if let Some(key) = key {
                *changes.entry(key).or_default() += by;
            }
        }
    }
}

impl Tx {
    /// Writes what the transaction has changed of the numbers.
    pub(crate) async fn flush_counts(&self) -> Result<(), Error> {
        for (key, by) in take(&self.transaction).into_iter().filter(|(_, by)| *by != 0) {
            add(self.db(), self.org, key, by).await?;
        }
        Ok(())
    }
}

fn take(transaction: &Transaction) -> CountChanges {
    std::mem::take(&mut *transaction.counts.lock().unwrap_or_else(PoisonError::into_inner))
}

async fn add(db: Executor<'_>, org: OrgId, key: CountKey, by: i64) -> Result<(), Error> {
    let columns = [Column::OrgId, Column::Deactivated, Column::ManagedBy, Column::SiteId];
    let more = Expr::col((Entity, Column::People)).add(by);
    let mut upsert = Query::insert();
    upsert
        .into_table(Entity)
        .columns(columns.into_iter().chain([Column::People]))
        .values_panic([
            uuid(org.0).into(),
            key.deactivated.into(),
            key.managed_by.into(),
            key.site.into(),
            by.into(),
        ])
        .on_conflict(OnConflict::columns(columns).value(Column::People, more).to_owned());
    db.execute(&upsert).await?;
    Ok(())
}
