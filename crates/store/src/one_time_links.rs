//! Links that work once: the first run, and a new password.

use domain::{OrgId, Timestamp, UserId};
use sea_orm::{ActiveValue::Set, ColumnTrait, DbErr, EntityTrait, QueryFilter};
use uuid::Uuid;

use crate::Error;
use crate::entities::one_time_links::{ActiveModel, Column, Entity, Model};
use crate::executor::Executor;
use crate::keys::uuid;
use crate::rows::one_row;

/// The handle of no organization: the link of the first run belongs to it.
pub const NO_ORGANIZATION: OrgId = OrgId(0);

/// What a link is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LinkPurpose {
    /// Create the organization and its owner.
    Setup,
    /// Set a password.
    Password,
}

impl LinkPurpose {
    const fn name(self) -> &'static str {
        match self {
            Self::Setup => "setup",
            Self::Password => "password",
        }
    }

    fn from_name(name: &str) -> Result<Self, Error> {
        match name {
            "setup" => Ok(Self::Setup),
            "password" => Ok(Self::Password),
            other => Err(DbErr::Type(format!("unknown purpose of a link: {other}")).into()),
        }
    }
}

/// A link that works once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OneTimeLink {
    /// In the link, beside the secret.
    pub id: Uuid,
    /// What it is for.
    pub purpose: LinkPurpose,
    /// Whose password it sets.
    pub user_id: Option<UserId>,
    /// SHA-256 of the secret.
    pub secret_hash: Vec<u8>,
    /// When it ends by itself.
    pub expires_at: Timestamp,
    /// When it was used.
    pub used_at: Option<Timestamp>,
}

/// Reads one-time links.
pub struct OneTimeLinks<'a> {
    pub(crate) db: Executor<'a>,
    pub(crate) org: OrgId,
}

/// Reads and writes one-time links.
pub struct OneTimeLinksMut<'a>(pub(crate) OneTimeLinks<'a>);

impl TryFrom<Model> for OneTimeLink {
    type Error = Error;

    fn try_from(row: Model) -> Result<Self, Error> {
        Ok(Self {
            id: row.id,
            purpose: LinkPurpose::from_name(&row.purpose)?,
            user_id: row.user_id.map(|id| UserId(id.as_u128())),
            secret_hash: row.secret_hash,
            expires_at: Timestamp(row.expires_at),
            used_at: row.used_at.map(Timestamp),
        })
    }
}

impl OneTimeLinks<'_> {
    /// By its id; also when it has expired or was used.
    ///
    /// # Errors
    /// The database fails.
    pub async fn get(&self, id: Uuid) -> Result<Option<OneTimeLink>, Error> {
        let row = Entity::find_by_id((uuid(self.org.0), id)).one(&self.db).await?;
        row.map(OneTimeLink::try_from).transpose()
    }
}

impl OneTimeLinksMut<'_> {
    /// Makes a link. Unused ones of the same purpose and user stop working.
    ///
    /// # Errors
    /// A conflict, when the user does not exist.
    pub async fn insert(&self, link: &OneTimeLink) -> Result<(), Error> {
        let user = link.user_id.map(|user| uuid(user.0));
        let mut earlier = Entity::delete_many()
            .filter(Column::OrgId.eq(uuid(self.org.0)))
            .filter(Column::Purpose.eq(link.purpose.name()))
            .filter(Column::UsedAt.is_null());
        earlier = match user {
            Some(user) => earlier.filter(Column::UserId.eq(user)),
            None => earlier.filter(Column::UserId.is_null()),
        };
        earlier.exec(&self.db).await?;
        let row = ActiveModel {
            org_id: Set(uuid(self.org.0)),
            id: Set(link.id),
            purpose: Set(link.purpose.name().to_owned()),
            user_id: Set(user),
            secret_hash: Set(link.secret_hash.clone()),
            expires_at: Set(link.expires_at.0),
            used_at: Set(link.used_at.map(|at| at.0)),
        };
        Entity::insert(row).exec_without_returning(&self.db).await?;
        Ok(())
    }

    /// Voids every unused link of a user: part of what ends when they are deactivated (R7).
    ///
    /// # Errors
    /// The database fails.
    pub async fn delete_of_user(&self, user: UserId) -> Result<(), Error> {
        let delete = Entity::delete_many()
            .filter(Column::OrgId.eq(uuid(self.org.0)))
            .filter(Column::UserId.eq(uuid(user.0)))
            .filter(Column::UsedAt.is_null());
        delete.exec(&self.db).await?;
        Ok(())
    }

    /// Uses the link up.
    ///
    /// # Errors
    /// [`Error::Stale`] when it was used already: of several who try at once, one succeeds.
    pub async fn use_up(&self, id: Uuid, at: Timestamp) -> Result<(), Error> {
        let update = Entity::update_many()
            .set(ActiveModel { used_at: Set(Some(at.0)), ..ActiveModel::default() })
            .filter(Column::OrgId.eq(uuid(self.org.0)))
            .filter(Column::Id.eq(id))
            .filter(Column::UsedAt.is_null())
            .filter(Column::ExpiresAt.gt(at.0));
        one_row(update.exec(&self.db).await?.rows_affected)
    }
}
