//! Names that the identity provider sent as a site's, and that no site has (R13): kept until a site has the name, or an admin
//! dismisses it.

use domain::Timestamp;
use sea_orm::sea_query::{Expr, ExprTrait, OnConflict};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, Select,
};

use super::{Sites, SitesMut};
use crate::Error;
use crate::entities::unmatched_sites::{ActiveModel, Column, Entity, Model};
use crate::keys::{key, uuid};

/// Names that are kept of one organization: those that were sent last.
pub const MOST_UNMATCHED: u64 = 1_000;

/// A name that no site has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnmatchedSite {
    /// The name, as it was sent last.
    pub name: String,
    /// Refused requests that named it.
    pub requests: u64,
    /// The first of them.
    pub first_seen_at: Timestamp,
    /// The last of them.
    pub last_seen_at: Timestamp,
    /// The username in the last of them.
    pub last_username: String,
}

impl From<Model> for UnmatchedSite {
    fn from(row: Model) -> Self {
        Self {
            name: row.name,
            requests: row.requests.unsigned_abs(),
            first_seen_at: Timestamp(row.first_seen_at),
            last_seen_at: Timestamp(row.last_seen_at),
            last_username: row.last_username,
        }
    }
}

impl Sites<'_> {
    fn all_unmatched(&self) -> Select<Entity> {
        Entity::find().filter(Column::OrgId.eq(uuid(self.org.0)))
    }

    /// The names that no site has, the last sent first; at most [`MOST_UNMATCHED`].
    ///
    /// # Errors
    /// The database fails.
    pub async fn unmatched(&self) -> Result<Vec<UnmatchedSite>, Error> {
        let select = self.all_unmatched().order_by_desc(Column::LastSeenAt).order_by_asc(Column::NameKey);
        let rows = select.limit(MOST_UNMATCHED).all(&self.db).await?;
        Ok(rows.into_iter().map(UnmatchedSite::from).collect())
    }

    /// How many names there are that no site has; at most [`MOST_UNMATCHED`], but for a few that two writers left at once.
    ///
    /// # Errors
    /// The database fails.
    pub async fn unmatched_count(&self) -> Result<u64, Error> {
        Ok(self.all_unmatched().count(&self.db).await?)
    }

    /// The one of that name, without regard to case.
    ///
    /// # Errors
    /// The database fails.
    pub async fn unmatched_named(&self, name: &str) -> Result<Option<UnmatchedSite>, Error> {
        let row = Entity::find_by_id((uuid(self.org.0), key(name.trim()))).one(&self.db).await?;
        Ok(row.map(UnmatchedSite::from))
    }
}

impl SitesMut<'_> {
    /// Remembers that `name` was sent for `username`. Beyond [`MOST_UNMATCHED`] names, those go that were not sent for the
    /// longest time. `true`: the name is new.
    ///
    /// # Errors
    /// The database fails.
    pub async fn remember_unmatched(&self, name: &str, username: &str, at: Timestamp) -> Result<bool, Error> {
        let name = name.trim();
        let is_new = self.unmatched_named(name).await?.is_none();
        let row = ActiveModel {
            org_id: Set(uuid(self.org.0)),
            name_key: Set(key(name)),
            name: Set(name.to_owned()),
            requests: Set(1),
            first_seen_at: Set(at.0),
            last_seen_at: Set(at.0),
            last_username: Set(username.to_owned()),
        };
        let again = OnConflict::columns([Column::OrgId, Column::NameKey])
            .update_columns([Column::Name, Column::LastSeenAt, Column::LastUsername])
            .value(Column::Requests, Expr::col((Entity, Column::Requests)).add(1))
            .to_owned();
        Entity::insert(row).on_conflict(again).exec_without_returning(&self.db).await?;
        if is_new {
            self.trim_unmatched().await?;
        }
        Ok(is_new)
    }

    async fn trim_unmatched(&self) -> Result<(), Error> {
        if self.all_unmatched().count(&self.db).await? <= MOST_UNMATCHED {
            return Ok(());
        }
        let oldest = self.all_unmatched().order_by_desc(Column::LastSeenAt).order_by_asc(Column::NameKey);
        // SQLite knows no offset without a limit; two writers at once may leave a few too many for the next.
        for row in oldest.offset(MOST_UNMATCHED).limit(MOST_UNMATCHED).all(&self.db).await? {
            self.forget_unmatched(&row.name).await?;
        }
        Ok(())
    }

    /// Forgets the name, without regard to case. `true`: it was there.
    ///
    /// # Errors
    /// The database fails.
    pub async fn forget_unmatched(&self, name: &str) -> Result<bool, Error> {
        let delete = Entity::delete_many()
            .filter(Column::OrgId.eq(uuid(self.org.0)))
            .filter(Column::NameKey.eq(key(name.trim())));
        Ok(delete.exec(&self.db).await?.rows_affected > 0)
    }
}
