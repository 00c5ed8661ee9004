//! SCIM API tokens (R29).

use domain::{OrgId, Timestamp, TokenId, UserId};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, JoinType, QueryFilter, QueryOrder, QuerySelect};

use crate::entities::scim_tokens::{ActiveModel, Column, Entity, Model};
use crate::entities::{organizations, provisioning};
use crate::executor::Executor;
use crate::keys::{stored, uuid};
use crate::rows::one_row;
use crate::{Error, Provisioning};

/// A SCIM API token, without its secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScimToken {
    /// In the token, beside the secret.
    pub id: TokenId,
    /// What the admin calls it.
    pub name: String,
    /// SHA-256 of the secret.
    pub secret_hash: Vec<u8>,
    /// The end of the secret, to tell tokens apart.
    pub last_four: String,
    /// When it was made.
    pub created_at: Timestamp,
    /// Who made it; `None` for the operator.
    pub created_by: Option<UserId>,
    /// When it ends by itself.
    pub expires_at: Option<Timestamp>,
    /// When it was last used.
    pub last_used_at: Option<Timestamp>,
    /// Where it was last used from.
    pub last_used_address: Option<String>,
    /// When an admin ended it.
    pub revoked_at: Option<Timestamp>,
}

impl ScimToken {
    /// Does it work at that time?
    #[must_use]
    pub fn is_valid_at(&self, at: Timestamp) -> bool {
        self.revoked_at.is_none() && self.expires_at.is_none_or(|end| at < end)
    }
}

/// Reads SCIM tokens.
pub struct ScimTokens<'a> {
    pub(crate) db: Executor<'a>,
    pub(crate) org: OrgId,
}

/// Reads and writes SCIM tokens.
pub struct ScimTokensMut<'a>(pub(crate) ScimTokens<'a>);

impl From<Model> for ScimToken {
    fn from(row: Model) -> Self {
        Self {
            id: TokenId(row.id.as_u128()),
            name: row.name,
            secret_hash: row.secret_hash,
            last_four: row.last_four,
            created_at: Timestamp(row.created_at),
            created_by: row.created_by.map(|id| UserId(id.as_u128())),
            expires_at: row.expires_at.map(Timestamp),
            last_used_at: row.last_used_at.map(Timestamp),
            last_used_address: row.last_used_address,
            revoked_at: row.revoked_at.map(Timestamp),
        }
    }
}

impl ScimTokens<'_> {
    /// By its id; also when it has expired or was revoked.
    ///
    /// # Errors
    /// The database fails.
    pub async fn get(&self, id: TokenId) -> Result<Option<ScimToken>, Error> {
        let row = Entity::find_by_id((uuid(self.org.0), uuid(id.0))).one(&self.db).await?;
        Ok(row.map(ScimToken::from))
    }

    /// By its id, if the organization has that short name; with how the organization is provisioned. One statement: every
    /// request of an identity provider begins with it.
    ///
    /// # Errors
    /// The database fails.
    pub async fn presented(
        &self,
        id: TokenId,
        slug: &str,
    ) -> Result<Option<(ScimToken, Provisioning)>, Error> {
        let settings = Entity::belongs_to(provisioning::Entity)
            .from(Column::OrgId)
            .to(provisioning::Column::OrgId)
            .into();
        let organization = Entity::belongs_to(organizations::Entity)
            .from(Column::OrgId)
            .to(organizations::Column::Id)
            .into();
        let select = Entity::find_by_id((uuid(self.org.0), uuid(id.0)))
            .join(JoinType::InnerJoin, settings)
            .join(JoinType::InnerJoin, organization)
            .filter(organizations::Column::Slug.eq(stored(slug)))
            .select_also(provisioning::Entity);
        let found = select.one(&self.db).await?;
        Ok(found.and_then(|(token, settings)| Some((token.into(), settings?.into()))))
    }

    /// All, the newest first; also expired and revoked ones.
    ///
    /// # Errors
    /// The database fails.
    pub async fn list(&self) -> Result<Vec<ScimToken>, Error> {
        let select = Entity::find().filter(Column::OrgId.eq(uuid(self.org.0))).order_by_desc(Column::Id);
        Ok(select.all(&self.db).await?.into_iter().map(ScimToken::from).collect())
    }
}

impl ScimTokensMut<'_> {
    /// Makes a token.
    ///
    /// # Errors
    /// The database fails.
    pub async fn insert(&self, token: &ScimToken) -> Result<(), Error> {
        let row = ActiveModel {
            org_id: Set(uuid(self.org.0)),
            id: Set(uuid(token.id.0)),
            name: Set(token.name.clone()),
            secret_hash: Set(token.secret_hash.clone()),
            last_four: Set(token.last_four.clone()),
            created_at: Set(token.created_at.0),
            created_by: Set(token.created_by.map(|id| uuid(id.0))),
            expires_at: Set(token.expires_at.map(|at| at.0)),
            last_used_at: Set(token.last_used_at.map(|at| at.0)),
            last_used_address: Set(token.last_used_address.clone()),
            revoked_at: Set(token.revoked_at.map(|at| at.0)),
        };
        Entity::insert(row).exec_without_returning(&self.db).await?;
        Ok(())
    }

    /// Ends a token.
    ///
    /// # Errors
    /// [`Error::Stale`] when it was ended already, or does not exist.
    pub async fn revoke(&self, id: TokenId, at: Timestamp) -> Result<(), Error> {
        let row = ActiveModel { revoked_at: Set(Some(at.0)), ..ActiveModel::default() };
        let update = Entity::update_many()
            .set(row)
            .filter(Column::OrgId.eq(uuid(self.org.0)))
            .filter(Column::Id.eq(uuid(id.0)))
            .filter(Column::RevokedAt.is_null());
        one_row(update.exec(&self.db).await?.rows_affected)
    }

    /// Remembers that it was used.
    ///
    /// # Errors
    /// [`Error::Stale`] when it does not exist.
    pub async fn record_use(&self, id: TokenId, at: Timestamp, address: Option<&str>) -> Result<(), Error> {
        let row = ActiveModel {
            last_used_at: Set(Some(at.0)),
            last_used_address: Set(address.map(str::to_owned)),
            ..ActiveModel::default()
        };
        let update = Entity::update_many()
            .set(row)
            .filter(Column::OrgId.eq(uuid(self.org.0)))
            .filter(Column::Id.eq(uuid(id.0)));
        one_row(update.exec(&self.db).await?.rows_affected)
    }
}
