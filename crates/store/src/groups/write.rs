//! Writing groups and who is in them.

use domain::UserId;
use sea_orm::sea_query::OnConflict;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QuerySelect};
use uuid::Uuid;

use super::{Group, GroupsMut, IDS, Member};
use crate::Error;
use crate::entities::scim_group_members as members;
use crate::entities::scim_groups::{ActiveModel, Column, Entity};
use crate::keys::{key, stored, uuid};
use crate::rows::one_row;

impl GroupsMut<'_> {
    /// Makes a group, without members yet.
    ///
    /// # Errors
    /// A conflict, when the name is taken.
    pub async fn insert(&self, group: &Group) -> Result<(), Error> {
        let row = ActiveModel {
            org_id: Set(uuid(self.org.0)),
            id: Set(group.id),
            display_name: Set(stored(&group.display_name)),
            display_name_key: Set(key(&group.display_name)),
            external_id: Set(group.external_id.as_deref().map(stored)),
            created_at: Set(group.created_at.0),
            updated_at: Set(group.updated_at.0),
            version: Set(group.version),
        };
        Entity::insert(row).exec_without_returning(&self.db).await?;
        Ok(())
    }

    /// Writes the group, and counts its version up; `before` is what was read.
    ///
    /// # Errors
    /// [`Error::Stale`]; a conflict, when the name is taken.
    pub async fn update(&self, before: &Group, after: Group) -> Result<Group, Error> {
        let version = before.version + 1;
        let row = ActiveModel {
            display_name: Set(stored(&after.display_name)),
            display_name_key: Set(key(&after.display_name)),
            external_id: Set(after.external_id.as_deref().map(stored)),
            updated_at: Set(after.updated_at.0),
            version: Set(version),
            ..ActiveModel::default()
        };
        let update = Entity::update_many()
            .set(row)
            .filter(Column::OrgId.eq(uuid(self.org.0)))
            .filter(Column::Id.eq(before.id))
            .filter(Column::Version.eq(before.version));
        one_row(update.exec(&self.db).await?.rows_affected)?;
        Ok(Group { version, ..after })
    }

    /// Deletes a group; its members stay who they are.
    ///
    /// # Errors
    /// [`Error::Stale`].
    pub async fn delete(&self, before: &Group) -> Result<(), Error> {
        let delete = Entity::delete_many()
            .filter(Column::OrgId.eq(uuid(self.org.0)))
            .filter(Column::Id.eq(before.id))
            .filter(Column::Version.eq(before.version));
        one_row(delete.exec(&self.db).await?.rows_affected)
    }

    /// Reads a group, and keeps everybody else from changing it until the end of the transaction.
    ///
    /// # Errors
    /// The database fails.
    pub async fn lock(&self, id: Uuid) -> Result<Option<Group>, Error> {
        let select = Entity::find_by_id((uuid(self.org.0), id)).lock_exclusive();
        Ok(select.one(&self.db).await?.map(Group::from))
    }

    /// Adds members; those that are in the group already stay as they are. Returns how many were added.
    ///
    /// # Errors
    /// The database fails.
    pub async fn add_members(&self, group: Uuid, added: &[Member]) -> Result<u64, Error> {
        let mut count = 0;
        for batch in added.chunks(IDS) {
            let rows = batch.iter().map(|member| members::ActiveModel {
                org_id: Set(uuid(self.org.0)),
                group_id: Set(group),
                member: Set(stored(&member.value)),
                user_id: Set(member.user.map(|user| uuid(user.0))),
                display: Set(member.display.as_deref().map(stored)),
            });
            let key = [members::Column::OrgId, members::Column::GroupId, members::Column::Member];
            let there = OnConflict::columns(key).do_nothing_on(key).to_owned();
            let insert = members::Entity::insert_many(rows).on_conflict(there);
            count += insert.exec_without_returning(&self.db).await?;
        }
        Ok(count)
    }

    /// Takes members out. Returns how many were in it.
    ///
    /// # Errors
    /// The database fails.
    pub async fn remove_members(&self, group: Uuid, values: &[String]) -> Result<u64, Error> {
        let mut count = 0;
        for batch in values.chunks(IDS) {
            let delete = members::Entity::delete_many()
                .filter(members::Column::OrgId.eq(uuid(self.org.0)))
                .filter(members::Column::GroupId.eq(group))
                .filter(members::Column::Member.is_in(batch.iter().map(|value| stored(value))));
            count += delete.exec(&self.db).await?.rows_affected;
        }
        Ok(count)
    }

    /// Takes a person out of every group: their SCIM id is gone (R9).
    ///
    /// # Errors
    /// The database fails.
    pub async fn remove_user(&self, user: UserId) -> Result<(), Error> {
        let delete = members::Entity::delete_many()
            .filter(members::Column::OrgId.eq(uuid(self.org.0)))
            .filter(members::Column::UserId.eq(uuid(user.0)));
        delete.exec(&self.db).await?;
        Ok(())
    }
}
