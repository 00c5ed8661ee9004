//! Writing sites and their names.

use domain::{SiteId, Timestamp};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};

use super::{Site, SitesMut};
use crate::Error;
use crate::entities::{site_names, sites, users};
use crate::keys::{key, uuid};
use crate::rows::one_row;

impl SitesMut<'_> {
    /// Makes a site.
    ///
    /// # Errors
    /// [`domain::Reason::SiteNameTaken`].
    pub async fn insert(&self, site: &Site) -> Result<(), Error> {
        let row = sites::ActiveModel {
            org_id: Set(uuid(self.org.0)),
            id: Set(uuid(site.id.0)),
            name: Set(site.name.clone()),
            name_key: Set(key(&site.name)),
            address: Set(site.address.clone()),
            time_zone: Set(site.time_zone.clone()),
            locale: Set(site.locale.clone()),
            created_at: Set(site.created_at.0),
            updated_at: Set(site.updated_at.0),
            version: Set(site.version),
        };
        sites::Entity::insert(row).exec_without_returning(&self.db).await?;
        self.insert_name(site.id, &site.name, false).await
    }

    /// Renames a site; `before` is what was read. Its name so far stays as a former name, unless `keep_former` is
    /// false (R14). Taking back a former name of the same site is a rename like any other.
    ///
    /// # Errors
    /// [`Error::Stale`], [`domain::Reason::SiteNameTaken`].
    pub async fn rename(
        &self,
        before: &Site,
        name: &str,
        keep_former: bool,
        at: Timestamp,
    ) -> Result<Site, Error> {
        self.update(before, &Site { name: name.to_owned(), ..before.clone() }, keep_former, at).await
    }

    /// Writes name, address, time zone and language of `after` in the place of those of `before`, which was read. A new
    /// name is a [`rename`](Self::rename).
    ///
    /// # Errors
    /// [`Error::Stale`], [`domain::Reason::SiteNameTaken`].
    pub async fn update(
        &self,
        before: &Site,
        after: &Site,
        keep_former: bool,
        at: Timestamp,
    ) -> Result<Site, Error> {
        let change = sites::ActiveModel {
            name: Set(after.name.clone()),
            name_key: Set(key(&after.name)),
            address: Set(after.address.clone()),
            time_zone: Set(after.time_zone.clone()),
            locale: Set(after.locale.clone()),
            ..sites::ActiveModel::default()
        };
        let site = self.write(before, change, at).await?;
        if before.name != after.name {
            self.move_name(before, &after.name, keep_former).await?;
        }
        Ok(Site {
            version: site.version,
            updated_at: site.updated_at,
            created_at: site.created_at,
            ..after.clone()
        })
    }

    async fn move_name(&self, before: &Site, name: &str, keep_former: bool) -> Result<(), Error> {
        let (old_key, new_key) = (key(&before.name), key(name));
        let own_name = |name_key: &str| {
            site_names::Entity::delete_many()
                .filter(site_names::Column::OrgId.eq(uuid(self.org.0)))
                .filter(site_names::Column::NameKey.eq(name_key))
                .filter(site_names::Column::SiteId.eq(uuid(before.id.0)))
        };
        own_name(&new_key).exec(&self.db).await?;
        if old_key != new_key {
            if keep_former {
                self.retire_name(before.id, &old_key).await?;
            } else {
                own_name(&old_key).exec(&self.db).await?;
            }
            self.move_sort_key(before.id, &new_key).await?;
        }
        self.insert_name(before.id, name, false).await
    }

    /// Lets the site be found by another name, too, as by one that it had (R14).
    ///
    /// # Errors
    /// [`Error::Stale`], [`domain::Reason::SiteNameTaken`].
    pub async fn add_former_name(&self, before: &Site, name: &str, at: Timestamp) -> Result<Site, Error> {
        let site = self.write(before, sites::ActiveModel::default(), at).await?;
        self.insert_name(before.id, name, true).await?;
        Ok(site)
    }

    /// Drops a former name: SCIM no longer finds the site by it.
    ///
    /// # Errors
    /// [`Error::Stale`] when the site was changed, or has no such former name.
    pub async fn drop_former_name(&self, before: &Site, name: &str, at: Timestamp) -> Result<Site, Error> {
        let site = self.write(before, sites::ActiveModel::default(), at).await?;
        let delete = site_names::Entity::delete_many()
            .filter(site_names::Column::OrgId.eq(uuid(self.org.0)))
            .filter(site_names::Column::NameKey.eq(key(name)))
            .filter(site_names::Column::SiteId.eq(uuid(before.id.0)))
            .filter(site_names::Column::IsFormer.eq(true));
        one_row(delete.exec(&self.db).await?.rows_affected)?;
        Ok(site)
    }

    /// Deletes a site without users, and its names.
    ///
    /// # Errors
    /// [`domain::Reason::SiteHasUsers`] (R15), [`Error::Stale`].
    pub async fn delete(&self, before: &Site) -> Result<(), Error> {
        let (users, _) = self.counts(&[before.id]).await?.remove(&before.id).unwrap_or_default();
        domain::sites::can_delete(users)?;
        let delete = sites::Entity::delete_many()
            .filter(sites::Column::OrgId.eq(uuid(self.org.0)))
            .filter(sites::Column::Id.eq(uuid(before.id.0)))
            .filter(sites::Column::Version.eq(before.version));
        one_row(delete.exec(&self.db).await?.rows_affected)
    }

    async fn write(
        &self,
        before: &Site,
        mut change: sites::ActiveModel,
        at: Timestamp,
    ) -> Result<Site, Error> {
        let version = before.version + 1;
        change.updated_at = Set(at.0);
        change.version = Set(version);
        let update = sites::Entity::update_many()
            .set(change)
            .filter(sites::Column::OrgId.eq(uuid(self.org.0)))
            .filter(sites::Column::Id.eq(uuid(before.id.0)))
            .filter(sites::Column::Version.eq(before.version));
        one_row(update.exec(&self.db).await?.rows_affected)?;
        Ok(Site { updated_at: at, version, ..before.clone() })
    }

    /// From now on a site has the name: nobody needs to be told that none has.
    async fn insert_name(&self, id: SiteId, name: &str, is_former: bool) -> Result<(), Error> {
        let row = site_names::ActiveModel {
            org_id: Set(uuid(self.org.0)),
            name_key: Set(key(name)),
            site_id: Set(uuid(id.0)),
            name: Set(name.to_owned()),
            is_former: Set(is_former),
        };
        site_names::Entity::insert(row).exec_without_returning(&self.db).await?;
        self.forget_unmatched(name).await?;
        Ok(())
    }

    async fn retire_name(&self, id: SiteId, name_key: &str) -> Result<(), Error> {
        let retired = site_names::ActiveModel { is_former: Set(true), ..site_names::ActiveModel::default() };
        let update = site_names::Entity::update_many()
            .set(retired)
            .filter(site_names::Column::OrgId.eq(uuid(self.org.0)))
            .filter(site_names::Column::NameKey.eq(name_key))
            .filter(site_names::Column::SiteId.eq(uuid(id.0)));
        one_row(update.exec(&self.db).await?.rows_affected)
    }

    /// The list of users sorts by the name of the site, which each user carries for it. No change of the users.
    async fn move_sort_key(&self, id: SiteId, name_key: &str) -> Result<(), Error> {
        let row = users::ActiveModel { site_key: Set(name_key.to_owned()), ..users::ActiveModel::default() };
        let update = users::Entity::update_many()
            .set(row)
            .filter(users::Column::OrgId.eq(uuid(self.org.0)))
            .filter(users::Column::SiteId.eq(uuid(id.0)));
        update.exec(&self.db).await?;
        Ok(())
    }
}
