//! How many users there are. Counting a million takes longer than finding a page of them, so their numbers are kept by what
//! lists filter by: status, manager, site, licence, visibility in the directory, and role. A transaction gathers what it changes of them, and writes it at its end.

use std::collections::BTreeMap;
use std::sync::PoisonError;

use domain::{ManagedBy, OrgId};
use sea_orm::sea_query::{Expr, ExprTrait, OnConflict, Query};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbBackend, EntityTrait, FromQueryResult, QueryFilter, QuerySelect, Select,
    Statement,
};
use uuid::Uuid;

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
    pub(super) deactivated: bool,
    pub(super) managed_by: &'static str,
    pub(super) site: Uuid,
    pub(super) plan: Uuid,
    pub(super) directory_visible: bool,
    pub(super) role: &'static str,
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
    /// May sign in, and have no licence.
    pub active_without_license: u64,
    /// May not sign in, and hold a licence: its seat can be had back (R17).
    pub deactivated_with_license: u64,
}

#[derive(FromQueryResult)]
struct Row {
    deactivated: bool,
    managed_by: String,
    people: i64,
    without_site: i64,
    without_license: i64,
}

fn key(user: &User) -> CountKey {
    CountKey {
        deactivated: !user.status.is_active(),
        managed_by: managed_by_name(user.managed_by),
        site: user.site_id.map_or_else(Uuid::nil, |site| uuid(site.0)),
        plan: user.plan_id.map_or_else(Uuid::nil, |plan| uuid(plan.0)),
        directory_visible: user.directory_visible,
        role: user.role.name(),
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
        let of_none = |column: Column| -> Expr {
            Expr::case(column.eq(Uuid::nil()), Expr::col(Column::People)).finally(0).into()
        };
        let rows = self
            .kept()
            .columns([Column::Deactivated, Column::ManagedBy])
            .column_as(sum(Expr::col(Column::People)), "people")
            .column_as(sum(of_none(Column::SiteId)), "without_site")
            .column_as(sum(of_none(Column::PlanId)), "without_license")
            .group_by(Column::Deactivated)
            .group_by(Column::ManagedBy)
            .into_model::<Row>()
            .all(&self.db)
            .await?;
        let of = |test: &dyn Fn(&Row) -> bool| {
            rows.iter().filter(|row| test(row)).map(|row| row.people.unsigned_abs()).sum()
        };
        let unlicensed = |row: &Row| row.without_license.unsigned_abs();
        let managed = managed_by_name(ManagedBy::IdentityProvider);
        Ok(UserCounts {
            total: of(&|_| true),
            active: of(&|row| !row.deactivated),
            deactivated: of(&|row| row.deactivated),
            managed: of(&|row| row.managed_by == managed),
            without_site: rows.iter().map(|row| row.without_site.unsigned_abs()).sum(),
            active_without_license: rows.iter().filter(|row| !row.deactivated).map(unlicensed).sum(),
            deactivated_with_license: rows
                .iter()
                .filter(|row| row.deactivated)
                .map(|row| row.people.unsigned_abs().saturating_sub(unlicensed(row)))
                .sum(),
        })
    }

    /// How many the filters of a list let through that are kept; its search is not asked, nor are department and last sign-in.
    pub(super) async fn count_filtered(&self, query: &UserQuery) -> Result<u64, Error> {
        let mut select = self.kept().column_as(sum(Expr::col(Column::People)), "people");
        if let Some(status) = query.status {
            select = select.filter(Column::Deactivated.eq(!status.is_active()));
        }
        if let Some(managed_by) = query.managed_by {
            select = select.filter(Column::ManagedBy.eq(managed_by_name(managed_by)));
        }
        if let Some(site) = query.site {
            select = select.filter(site.counted(Column::SiteId, |id| uuid(id.0)));
        }
        if let Some(license) = query.license {
            select = select.filter(license.counted(Column::PlanId, |id| uuid(id.0)));
        }
        if let Some(visible) = query.directory_visible {
            select = select.filter(Column::DirectoryVisible.eq(visible));
        }
        if let Some(role) = query.role {
            select = select.filter(Column::Role.eq(role.name()));
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
    /// What the transaction has changed of the numbers.
    pub(crate) fn counts_to_write(&self) -> Vec<Statement> {
        let changed = take(&self.transaction).into_iter().filter(|(_, by)| *by != 0);
        changed.map(|(key, by)| add(self.db().get_database_backend(), self.org, key, by)).collect()
    }
}

fn take(transaction: &Transaction) -> CountChanges {
    std::mem::take(&mut *transaction.counts.lock().unwrap_or_else(PoisonError::into_inner))
}

pub(super) fn add(backend: DbBackend, org: OrgId, key: CountKey, by: i64) -> Statement {
    let columns = [
        Column::OrgId,
        Column::Deactivated,
        Column::ManagedBy,
        Column::SiteId,
        Column::PlanId,
        Column::DirectoryVisible,
        Column::Role,
    ];
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
            key.plan.into(),
            key.directory_visible.into(),
            key.role.into(),
            by.into(),
        ])
        .on_conflict(OnConflict::columns(columns).value(Column::People, more).to_owned());
    backend.build(&upsert)
}
