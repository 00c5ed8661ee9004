//! Writing users: the row, its values for filters, its text for search, and the seat that it takes, always together.

use domain::{PlanId, Role, SiteId, Timestamp, UserId};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, ConnectionTrait, DbBackend, EntityTrait,
    IntoActiveModel, QueryFilter, QueryOrder, QuerySelect, QueryTrait, Statement,
};

use super::row::{SortKeys, model};
use super::values::values_of;
use super::{User, Users, UsersMut};
use crate::Error;
use crate::entities::users::{ActiveModel, Column, Entity, Model};
use crate::entities::{sites, user_values};
use crate::keys::uuid;
use crate::licenses::{Licenses, LicensesMut, SeatChanges};
use crate::rows::one_row;
use crate::search;

/// Parameters of one statement: SQLite takes 32,766, PostgreSQL 65,535.
const MAX_PARAMETERS: usize = 30_000;
const USER_COLUMNS: usize = 43;
const VALUE_COLUMNS: usize = 9;

impl UsersMut<'_> {
    /// Makes a user.
    ///
    /// # Errors
    /// [`domain::Reason::UsernameTaken`]; [`domain::Reason::NoFreeSeat`] (R18); another conflict, when the site or the plan does
    /// not exist.
    pub async fn insert(&self, user: &User) -> Result<(), Error> {
        self.insert_many(std::slice::from_ref(user)).await
    }

    /// Makes many users with few statements; all of them, or none.
    ///
    /// # Errors
    /// As [`UsersMut::insert`].
    pub async fn insert_many(&self, users: &[User]) -> Result<(), Error> {
        for batch in users.chunks(MAX_PARAMETERS / USER_COLUMNS) {
            let sites = self.site_keys(batch.iter().filter_map(|user| user.site_id)).await?;
            let mut taken = SeatChanges::new();
            for plan in batch.iter().filter_map(|user| user.plan_id) {
                *taken.entry(plan).or_default() += 1;
            }
            let plans = self.seats().move_seats(taken).await?;
            let keys = |user: &User| {
                let none = SortKeys::default();
                SortKeys {
                    site: user.site_id.and_then(|id| sites.get(&id).cloned()).unwrap_or(none.site),
                    plan: user.plan_id.and_then(|id| plans.get(&id).cloned()).unwrap_or(none.plan),
                }
            };
            let rows: Vec<Model> = batch.iter().map(|user| model(self.org, user, keys(user))).collect();
            let ids: Vec<_> = rows.iter().map(|row| row.id).collect();
            let last = search::last_row(self.db).await?;
            let mut statements = vec![
                Entity::insert_many(rows.into_iter().map(set_all)).build(self.db.get_database_backend()),
            ];
            statements.extend(self.insert_values(batch.iter()));
            statements.extend(self.list_new(batch));
            statements.extend(last.into_iter().flat_map(|last| search::add(self.org, &ids, last)));
            self.db.together(statements).await?;
            batch.iter().for_each(|user| self.counted(None, Some(user)));
        }
        Ok(())
    }

    /// Writes what differs between `before`, which was read, and `after`; counts the version up, and returns the
    /// user as stored. When nothing differs, nothing is written and the version stays (`updated_at` alone does
    /// not count as a difference).
    ///
    /// # Errors
    /// [`Error::Stale`] when the user was changed or deleted since `before` was read;
    /// [`domain::Reason::UsernameTaken`]; [`domain::Reason::NoFreeSeat`] (R18).
    pub async fn update(&self, before: &User, after: User) -> Result<User, Error> {
        let after = User { id: before.id, version: before.version, ..after };
        if (User { updated_at: before.updated_at, ..after.clone() }) == *before {
            return Ok(before.clone());
        }
        let after = User { version: before.version + 1, ..after };
        // With the same site both rows have the same key, whichever it is: only a difference is written.
        let moved = (before.site_id != after.site_id).then_some([before.site_id, after.site_id]);
        let sites = self.site_keys(moved.into_iter().flatten().flatten()).await?;
        let row = |user: &User, plan: String| {
            let none = SortKeys::default();
            let site = user.site_id.and_then(|id| sites.get(&id).cloned());
            model(self.org, user, SortKeys { site: site.unwrap_or(none.site), plan })
        };
        let (old_plan, new_plan) = self.plan_keys(before.plan_id, after.plan_id).await?;
        let (old, new) = (row(before, old_plan), row(&after, new_plan));
        let update = Entity::update_many()
            .set(differences(&old, &new))
            .filter(Column::OrgId.eq(uuid(self.org.0)))
            .filter(Column::Id.eq(uuid(before.id.0)))
            .filter(Column::Version.eq(before.version));
        one_row(update.exec(&self.db).await?.rows_affected)?;
        self.counted(Some(before), Some(&after));
        let mut statements = Vec::new();
        if values_of(before) != values_of(&after) {
            statements.push(self.delete_values(before.id));
            statements.extend(self.insert_values(std::iter::once(&after)));
        }
        if old.search_text != new.search_text {
            let backend = self.db.get_database_backend();
            statements.extend(search::change(backend, self.org, new.id, &new.search_text));
        }
        statements.extend(self.list_again(before, &after));
        self.db.together(statements).await?;
        Ok(after)
    }

    /// Deletes a user for good (R9), with their sessions and password.
    ///
    /// # Errors
    /// [`Error::Stale`] when the user was changed or deleted since `before` was read.
    pub async fn delete(&self, before: &User) -> Result<(), Error> {
        let backend = self.db.get_database_backend();
        self.db.together(search::remove(backend, self.org, uuid(before.id.0)).collect()).await?;
        let delete = Entity::delete_many()
            .filter(Column::OrgId.eq(uuid(self.org.0)))
            .filter(Column::Id.eq(uuid(before.id.0)))
            .filter(Column::Version.eq(before.version));
        one_row(delete.exec(&self.db).await?.rows_affected)?;
        self.counted(Some(before), None);
        let freed = before.plan_id.map(|plan| (plan, -1)).into_iter().collect();
        self.seats().move_seats(freed).await?;
        Ok(())
    }

    const fn seats(&self) -> LicensesMut<'_> {
        let Users { db, org } = self.0;
        LicensesMut(Licenses { db, org })
    }

    /// Takes and frees the seats of a change of plan. Returns what the user was and is sorted by: the same, where the plan is the
    /// same, and else different, whatever it was.
    async fn plan_keys(
        &self,
        before: Option<PlanId>,
        after: Option<PlanId>,
    ) -> Result<(String, String), Error> {
        let none = SortKeys::default().plan;
        if before == after {
            return Ok((none.clone(), none));
        }
        let freed = before.map(|plan| (plan, -1));
        let taken = after.map(|plan| (plan, 1));
        let keys = self.seats().move_seats(freed.into_iter().chain(taken).collect()).await?;
        Ok((String::new(), keys.into_values().next().unwrap_or(none)))
    }

    /// Reads a user, and keeps everybody else from changing them until the end of the transaction.
    ///
    /// # Errors
    /// The database fails.
    pub async fn lock(&self, id: UserId) -> Result<Option<User>, Error> {
        let select = Entity::find_by_id((uuid(self.org.0), uuid(id.0))).lock_exclusive();
        select.one(&self.db).await?.map(User::try_from).transpose()
    }

    /// Somebody who was read in this transaction, kept from changes until its end. On SQLite whoever writes is alone, so what
    /// was read is still so.
    ///
    /// # Errors
    /// The database fails.
    pub async fn lock_seen(&self, seen: &User) -> Result<Option<User>, Error> {
        match self.db.get_database_backend() {
            DbBackend::Sqlite => Ok(Some(seen.clone())),
            _ => self.lock(seen.id).await,
        }
    }

    /// Many at once, as [`lock_seen`](Self::lock_seen): always in the order of their ids, so that two who do so never wait for each
    /// other in a circle. Whoever is gone meanwhile is left out.
    ///
    /// # Errors
    /// The database fails.
    pub async fn lock_all_seen(&self, seen: Vec<User>) -> Result<Vec<User>, Error> {
        if self.db.get_database_backend() == DbBackend::Sqlite || seen.is_empty() {
            return Ok(seen);
        }
        let ids = seen.iter().map(|user| uuid(user.id.0));
        let select = Entity::find()
            .filter(Column::OrgId.eq(uuid(self.org.0)))
            .filter(Column::Id.is_in(ids))
            .order_by_asc(Column::Id)
            .lock_exclusive();
        select.all(&self.db).await?.into_iter().map(User::try_from).collect()
    }

    /// Counts the active owners, and keeps everybody else from changing them until the end of the transaction: so
    /// that two owners who deactivate each other at the same moment do not both succeed (R10).
    ///
    /// # Errors
    /// The database fails.
    pub async fn lock_active_owners(&self) -> Result<u64, Error> {
        let owners = Entity::find()
            .filter(Column::OrgId.eq(uuid(self.org.0)))
            .filter(Column::Role.eq(Role::Owner.name()))
            .order_by_asc(Column::Id)
            .lock_exclusive()
            .all(&self.db)
            .await?;
        Ok(owners.iter().filter(|owner| !owner.deactivated).count() as u64)
    }

    /// Remembers a sign-in. No change of the user: the version stays.
    ///
    /// # Errors
    /// [`Error::Stale`] when the user does not exist.
    pub async fn record_sign_in(&self, id: UserId, at: Timestamp) -> Result<(), Error> {
        let update = Entity::update_many()
            .set(ActiveModel { last_sign_in_at: Set(at.0), ..Default::default() })
            .filter(Column::OrgId.eq(uuid(self.org.0)))
            .filter(Column::Id.eq(uuid(id.0)));
        one_row(update.exec(&self.db).await?.rows_affected)
    }

    fn insert_values<'u>(&self, users: impl Iterator<Item = &'u User>) -> Vec<Statement> {
        let rows: Vec<user_values::Model> = users
            .flat_map(|user| values_of(user).into_iter().map(|value| value.row(self.org, user.id)))
            .collect();
        let insert = |batch: &[user_values::Model]| {
            let rows = batch.iter().cloned().map(|row| row.into_active_model().reset_all());
            user_values::Entity::insert_many(rows).build(self.db.get_database_backend())
        };
        rows.chunks(MAX_PARAMETERS / VALUE_COLUMNS).map(insert).collect()
    }

    fn delete_values(&self, user: UserId) -> Statement {
        user_values::Entity::delete_many()
            .filter(user_values::Column::OrgId.eq(uuid(self.org.0)))
            .filter(user_values::Column::UserId.eq(uuid(user.0)))
            .build(self.db.get_database_backend())
    }

    async fn site_keys(
        &self,
        ids: impl Iterator<Item = SiteId>,
    ) -> Result<std::collections::HashMap<SiteId, String>, Error> {
        let ids: std::collections::BTreeSet<SiteId> = ids.collect();
        if ids.is_empty() {
            return Ok(std::collections::HashMap::new());
        }
        let select = sites::Entity::find()
            .filter(sites::Column::OrgId.eq(uuid(self.org.0)))
            .filter(sites::Column::Id.is_in(ids.into_iter().map(|id| uuid(id.0))));
        let rows = select.all(&self.db).await?;
        Ok(rows.into_iter().map(|row| (SiteId(row.id.as_u128()), row.name_key)).collect())
    }
}

fn set_all(row: Model) -> ActiveModel {
    row.into_active_model().reset_all()
}

/// Only columns that differ: SQLite rewrites every index that an UPDATE names a column of.
fn differences(old: &Model, new: &Model) -> ActiveModel {
    use sea_orm::Iterable;
    let (before, mut after) = (old.clone().into_active_model(), set_all(new.clone()));
    for column in Column::iter() {
        if before.get(column).into_value() == after.get(column).into_value() {
            after.not_set(column);
        }
    }
    after
}
