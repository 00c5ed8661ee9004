//! The key that encrypts stored secrets, where the operator names no file of it. It belongs to [`NO_ORGANIZATION`](crate::NO_ORGANIZATION).

use domain::OrgId;
use sea_orm::sea_query::OnConflict;
use sea_orm::{ActiveValue::Set, EntityTrait};

use crate::Error;
use crate::entities::server_keys::{ActiveModel, Column, Entity};
use crate::executor::Executor;
use crate::keys::uuid;

/// Reads the key.
pub struct ServerKeys<'a> {
    pub(crate) db: Executor<'a>,
    pub(crate) org: OrgId,
}

/// Reads and writes the key.
pub struct ServerKeysMut<'a>(pub(crate) ServerKeys<'a>);

impl ServerKeys<'_> {
    /// The key, if one was made.
    ///
    /// # Errors
    /// The database fails.
    pub async fn get(&self) -> Result<Option<String>, Error> {
        Ok(Entity::find_by_id(uuid(self.org.0)).one(&self.db).await?.map(|row| row.key))
    }
}

impl ServerKeysMut<'_> {
    /// Forgets the key: nothing is encrypted with it any more.
    ///
    /// # Errors
    /// The database fails.
    pub async fn delete(&self) -> Result<(), Error> {
        Entity::delete_by_id(uuid(self.0.org.0)).exec(&self.0.db).await?;
        Ok(())
    }

    /// Stores `key`, unless there is one already: of servers that start together, the first one's counts.
    ///
    /// # Errors
    /// The database fails.
    pub async fn insert_first(&self, key: &str) -> Result<(), Error> {
        let row = ActiveModel { org_id: Set(uuid(self.org.0)), key: Set(key.to_owned()) };
        let nothing = OnConflict::column(Column::OrgId).do_nothing().to_owned();
        Entity::insert(row).on_conflict(nothing).exec_without_returning(&self.db).await?;
        Ok(())
    }
}
