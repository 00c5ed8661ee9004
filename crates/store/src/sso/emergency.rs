//! R27: owners who may sign in with a password while passwords are off.

use domain::{OrgId, Timestamp, UserId};
use sea_orm::sea_query::OnConflict;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

use crate::Error;
use crate::entities::emergency_access::{ActiveModel, Column, Entity, Model};
use crate::executor::Executor;
use crate::keys::uuid;
use crate::rows::one_row;

/// An owner with emergency access.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EmergencyAccess {
    /// The owner.
    pub user_id: UserId,
    /// When they were named.
    pub given_at: Timestamp,
    /// When their password was tried last.
    pub proven_at: Option<Timestamp>,
    /// When they last signed in with it while passwords were off.
    pub used_at: Option<Timestamp>,
}

/// Reads who has emergency access.
pub struct EmergencyAccesses<'a> {
    pub(crate) db: Executor<'a>,
    pub(crate) org: OrgId,
}

/// Reads and writes who has emergency access.
pub struct EmergencyAccessesMut<'a>(pub(crate) EmergencyAccesses<'a>);

impl From<Model> for EmergencyAccess {
    fn from(row: Model) -> Self {
        Self {
            user_id: UserId(row.user_id.as_u128()),
            given_at: Timestamp(row.given_at),
            proven_at: row.proven_at.map(Timestamp),
            used_at: row.used_at.map(Timestamp),
        }
    }
}

impl EmergencyAccesses<'_> {
    /// All, the first named first; also those who are no longer active owners.
    ///
    /// # Errors
    /// The database fails.
    pub async fn list(&self) -> Result<Vec<EmergencyAccess>, Error> {
        let select = Entity::find()
            .filter(Column::OrgId.eq(uuid(self.org.0)))
            .order_by_asc(Column::GivenAt)
            .order_by_asc(Column::UserId);
        Ok(select.all(&self.db).await?.into_iter().map(EmergencyAccess::from).collect())
    }

    /// That of one user.
    ///
    /// # Errors
    /// The database fails.
    pub async fn get(&self, user: UserId) -> Result<Option<EmergencyAccess>, Error> {
        let row = Entity::find_by_id((uuid(self.org.0), uuid(user.0))).one(&self.db).await?;
        Ok(row.map(EmergencyAccess::from))
    }
}

impl EmergencyAccessesMut<'_> {
    /// Names `user`; one who is named already stays as they are. Returns whether they were not.
    ///
    /// # Errors
    /// A conflict, when the user does not exist.
    pub async fn insert(&self, user: UserId, at: Timestamp) -> Result<bool, Error> {
        let row = ActiveModel {
            org_id: Set(uuid(self.org.0)),
            user_id: Set(uuid(user.0)),
            given_at: Set(at.0),
            proven_at: Set(None),
            used_at: Set(None),
        };
        let nothing = OnConflict::columns([Column::OrgId, Column::UserId]).do_nothing().to_owned();
        Ok(Entity::insert(row).on_conflict(nothing).exec_without_returning(&self.db).await? == 1)
    }

    /// Remembers that the password was tried, and whether passwords were off.
    ///
    /// # Errors
    /// [`Error::Stale`] when the user has no emergency access.
    pub async fn prove(&self, user: UserId, at: Timestamp, used: bool) -> Result<(), Error> {
        let row = ActiveModel { proven_at: Set(Some(at.0)), ..ActiveModel::default() };
        let row = if used { ActiveModel { used_at: Set(Some(at.0)), ..row } } else { row };
        let update = Entity::update_many()
            .set(row)
            .filter(Column::OrgId.eq(uuid(self.org.0)))
            .filter(Column::UserId.eq(uuid(user.0)));
        one_row(update.exec(&self.db).await?.rows_affected)
    }

    /// Takes it away.
    ///
    /// # Errors
    /// [`Error::Stale`] when the user has none.
    pub async fn delete(&self, user: UserId) -> Result<(), Error> {
        let delete = Entity::delete_many()
            .filter(Column::OrgId.eq(uuid(self.org.0)))
            .filter(Column::UserId.eq(uuid(user.0)));
        one_row(delete.exec(&self.db).await?.rows_affected)
    }
}
