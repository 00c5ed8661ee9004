//! Whom the identity provider has deactivated of late: for the guard against mass changes.

use std::collections::HashMap;

use domain::{ManagedBy, Timestamp, UserId};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, Select};
use uuid::Uuid;

use super::Users;
use super::row::managed_by_name;
use crate::Error;
use crate::entities::users::{Column, Entity};
use crate::keys::uuid;

impl Users<'_> {
    fn managed(&self) -> Select<Entity> {
        Entity::find()
            .filter(Column::OrgId.eq(uuid(self.org.0)))
            .filter(Column::ManagedBy.eq(managed_by_name(ManagedBy::IdentityProvider)))
    }

    /// Managed people who were deactivated after `after` and still are, in the order of it; when there are more than
    /// `limit`, the latest. Nobody but the identity provider deactivates them (R2).
    ///
    /// # Errors
    /// The database fails.
    pub async fn managed_deactivated_after(
        &self,
        after: Timestamp,
        limit: u64,
    ) -> Result<Vec<(UserId, Timestamp)>, Error> {
        let select = self
            .managed()
            .filter(Column::DeactivatedAt.gt(after.0))
            .order_by_desc(Column::DeactivatedAt)
            .order_by_desc(Column::Id)
            .limit(limit);
        let rows: Vec<(Uuid, Option<i64>)> = select
            .select_only()
            .columns([Column::Id, Column::DeactivatedAt])
            .into_tuple()
            .all(&self.db)
            .await?;
        let latest_last = rows.into_iter().rev();
        Ok(latest_last.filter_map(|(id, at)| Some((UserId(id.as_u128()), Timestamp(at?)))).collect())
    }

    /// How many of the managed people are active.
    ///
    /// # Errors
    /// The database fails.
    pub async fn count_managed_active(&self) -> Result<u64, Error> {
        Ok(self.managed().filter(Column::Deactivated.eq(false)).count(&self.db).await?)
    }

    /// What the people are called: their username when they have no name.
    ///
    /// # Errors
    /// The database fails.
    pub async fn names(&self, ids: &[UserId]) -> Result<HashMap<UserId, String>, Error> {
        let rows: Vec<(Uuid, String, String, String)> = Entity::find()
            .select_only()
            .columns([Column::Id, Column::FirstName, Column::LastName, Column::Username])
            .filter(Column::OrgId.eq(uuid(self.org.0)))
            .filter(Column::Id.is_in(ids.iter().map(|id| uuid(id.0))))
            .into_tuple()
            .all(&self.db)
            .await?;
        let called = |(id, first, last, username): (Uuid, String, String, String)| {
            let name = format!("{first} {last}").trim().to_owned();
            (UserId(id.as_u128()), if name.is_empty() { username } else { name })
        };
        Ok(rows.into_iter().map(called).collect())
    }
}
