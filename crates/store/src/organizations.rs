//! Organizations (tenants).

use domain::{OrgId, Timestamp};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

use crate::entities::{domains, feed_heads, organizations};
use crate::executor::Executor;
use crate::keys::{stored, uuid};
use crate::rows::one_row;
use crate::{Error, Provisioning, SingleSignOn};

/// A tenant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Organization {
    /// Stable for life.
    pub id: OrgId,
    /// Its name in URLs; unique.
    pub slug: String,
    /// Its name for people.
    pub name: String,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was last changed.
    pub updated_at: Timestamp,
    /// Counts the changes, from 1.
    pub version: i64,
}

/// Looks organizations up.
pub struct Organizations<'a> {
    pub(crate) db: Executor<'a>,
}

/// Writes the organization of the transaction.
pub struct OrganizationMut<'a> {
    pub(crate) db: Executor<'a>,
    pub(crate) org: OrgId,
}

impl From<organizations::Model> for Organization {
    fn from(row: organizations::Model) -> Self {
        Self {
            id: OrgId(row.id.as_u128()),
            slug: row.slug,
            name: row.name,
            created_at: Timestamp(row.created_at),
            updated_at: Timestamp(row.updated_at),
            version: row.version,
        }
    }
}

impl Organizations<'_> {
    /// By its short name.
    ///
    /// # Errors
    /// The database fails.
    pub async fn by_slug(&self, slug: &str) -> Result<Option<Organization>, Error> {
        let select = organizations::Entity::find().filter(organizations::Column::Slug.eq(stored(slug)));
        Ok(select.one(&self.db).await?.map(Organization::from))
    }

    /// By its id.
    ///
    /// # Errors
    /// The database fails.
    pub async fn get(&self, id: OrgId) -> Result<Option<Organization>, Error> {
        let select = organizations::Entity::find_by_id(uuid(id.0));
        Ok(select.one(&self.db).await?.map(Organization::from))
    }

    /// Those that have proven that domain to be theirs.
    ///
    /// # Errors
    /// The database fails.
    pub async fn by_domain(&self, domain: &str) -> Result<Vec<Organization>, Error> {
        let proven = domains::Entity::find()
            .filter(domains::Column::Name.eq(stored(domain)))
            .filter(domains::Column::VerifiedAt.is_not_null());
        let ids: Vec<_> = proven.all(&self.db).await?.into_iter().map(|row| row.org_id).collect();
        let select = organizations::Entity::find().filter(organizations::Column::Id.is_in(ids));
        Ok(select.all(&self.db).await?.into_iter().map(Organization::from).collect())
    }

    /// All, by short name.
    ///
    /// # Errors
    /// The database fails.
    pub async fn list(&self) -> Result<Vec<Organization>, Error> {
        let select = organizations::Entity::find().order_by_asc(organizations::Column::Slug);
        Ok(select.all(&self.db).await?.into_iter().map(Organization::from).collect())
    }
}

impl OrganizationMut<'_> {
    /// Makes the organization of this transaction, with provisioning switched off.
    ///
    /// # Errors
    /// [`crate::Conflict::SlugTaken`].
    pub async fn insert(&self, organization: &Organization) -> Result<(), Error> {
        let row = organizations::ActiveModel {
            id: Set(uuid(self.org.0)),
            slug: Set(organization.slug.clone()),
            name: Set(organization.name.clone()),
            created_at: Set(organization.created_at.0),
            updated_at: Set(organization.updated_at.0),
            version: Set(organization.version),
        };
        organizations::Entity::insert(row).exec_without_returning(&self.db).await?;
        let head = feed_heads::ActiveModel { org_id: Set(uuid(self.org.0)), last_seq: Set(0) };
        feed_heads::Entity::insert(head).exec_without_returning(&self.db).await?;
        Provisioning::insert_new(self.db, self.org, organization.created_at).await?;
        SingleSignOn::insert_new(self.db, self.org, organization.created_at).await
    }

    /// The organization of this transaction.
    ///
    /// # Errors
    /// The database fails.
    pub async fn get(&self) -> Result<Option<Organization>, Error> {
        Organizations { db: self.db }.get(self.org).await
    }

    /// Writes the name and short name; `before` is what was read.
    ///
    /// # Errors
    /// [`Error::Stale`], [`crate::Conflict::SlugTaken`].
    pub async fn update(&self, before: &Organization, after: Organization) -> Result<Organization, Error> {
        let version = before.version + 1;
        let row = organizations::ActiveModel {
            slug: Set(after.slug.clone()),
            name: Set(after.name.clone()),
            updated_at: Set(after.updated_at.0),
            version: Set(version),
            ..organizations::ActiveModel::default()
        };
        let update = organizations::Entity::update_many()
            .set(row)
            .filter(organizations::Column::Id.eq(uuid(self.org.0)))
            .filter(organizations::Column::Version.eq(before.version));
        one_row(update.exec(&self.db).await?.rows_affected)?;
        Ok(Organization { id: self.org, version, ..after })
    }
}
