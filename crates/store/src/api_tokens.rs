//! API tokens, with which scripts call the REST API on behalf of the person who made them (R32).

use domain::{ApiTokenId, OrgId, Role, Timestamp, UserId};
use sea_orm::sea_query::ExprTrait;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

use crate::entities::api_tokens::{ActiveModel, Column, Entity, Model};
use crate::executor::Executor;
use crate::keys::uuid;
use crate::rows::one_row;
use crate::{Error, User, Users};

/// An API token, without its secret. A revoked one is gone: the audit log remembers it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApiToken {
    /// In the token, beside the secret.
    pub id: ApiTokenId,
    /// Who made it: it ends with them (R7).
    pub user_id: UserId,
    /// What the person calls it.
    pub name: String,
    /// What it may do.
    pub role: Role,
    /// SHA-256 of the secret.
    pub secret_hash: Vec<u8>,
    /// The end of the secret, to tell tokens apart.
    pub last_four: String,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it ends by itself.
    pub expires_at: Option<Timestamp>,
    /// When it was last used.
    pub last_used_at: Option<Timestamp>,
    /// Where it was last used from.
    pub last_used_address: Option<String>,
}

impl ApiToken {
    /// Does it work at that time?
    #[must_use]
    pub fn is_valid_at(&self, at: Timestamp) -> bool {
        self.expires_at.is_none_or(|end| at < end)
    }
}

/// Reads API tokens.
pub struct ApiTokens<'a> {
    pub(crate) db: Executor<'a>,
    pub(crate) org: OrgId,
}

/// Reads and writes API tokens.
pub struct ApiTokensMut<'a>(pub(crate) ApiTokens<'a>);

impl From<Model> for ApiToken {
    fn from(row: Model) -> Self {
        Self {
            id: ApiTokenId(row.id.as_u128()),
            user_id: UserId(row.user_id.as_u128()),
            name: row.name,
            // A role of a newer version allows nothing here.
            role: Role::from_name(&row.role).unwrap_or(Role::Member),
            secret_hash: row.secret_hash,
            last_four: row.last_four,
            created_at: Timestamp(row.created_at),
            expires_at: row.expires_at.map(Timestamp),
            last_used_at: row.last_used_at.map(Timestamp),
            last_used_address: row.last_used_address,
        }
    }
}

impl ApiTokens<'_> {
    /// By its id; also when it has expired.
    ///
    /// # Errors
    /// The database fails.
    pub async fn get(&self, id: ApiTokenId) -> Result<Option<ApiToken>, Error> {
        let key = (uuid(self.org.0), uuid(id.0));
        Ok(Entity::find_by_id(key).one(&self.db).await?.map(ApiToken::from))
    }

    /// With the person who made it: what each request of a script asks for.
    ///
    /// # Errors
    /// The database fails.
    pub async fn with_user(&self, id: ApiTokenId) -> Result<Option<(ApiToken, User)>, Error> {
        let Some(token) = self.get(id).await? else { return Ok(None) };
        let user = Users { db: self.db, org: self.org }.get(token.user_id).await?;
        Ok(user.map(|user| (token, user)))
    }

    /// All, the newest first; also expired ones.
    ///
    /// # Errors
    /// The database fails.
    pub async fn list(&self) -> Result<Vec<ApiToken>, Error> {
        let select = Entity::find().filter(Column::OrgId.eq(uuid(self.org.0))).order_by_desc(Column::Id);
        Ok(select.all(&self.db).await?.into_iter().map(ApiToken::from).collect())
    }
}

impl ApiTokensMut<'_> {
    /// Makes a token.
    ///
    /// # Errors
    /// A conflict, when the person does not exist.
    pub async fn insert(&self, token: &ApiToken) -> Result<(), Error> {
        let row = ActiveModel {
            org_id: Set(uuid(self.org.0)),
            id: Set(uuid(token.id.0)),
            user_id: Set(uuid(token.user_id.0)),
            name: Set(token.name.clone()),
            role: Set(token.role.name().to_owned()),
            secret_hash: Set(token.secret_hash.clone()),
            last_four: Set(token.last_four.clone()),
            created_at: Set(token.created_at.0),
            expires_at: Set(token.expires_at.map(|at| at.0)),
            last_used_at: Set(token.last_used_at.map(|at| at.0)),
            last_used_address: Set(token.last_used_address.clone()),
        };
        Entity::insert(row).exec_without_returning(&self.db).await?;
        Ok(())
    }

    /// Ends a token.
    ///
    /// # Errors
    /// [`Error::Stale`] when it does not exist any more.
    pub async fn delete(&self, id: ApiTokenId) -> Result<(), Error> {
        let delete = Entity::delete_by_id((uuid(self.org.0), uuid(id.0)));
        one_row(delete.exec(&self.db).await?.rows_affected)
    }

    /// Ends those of a person, who has been deactivated (R7); returns them.
    ///
    /// # Errors
    /// The database fails.
    pub async fn delete_of_user(&self, user: UserId) -> Result<Vec<ApiToken>, Error> {
        let of_user = Column::OrgId.eq(uuid(self.org.0)).and(Column::UserId.eq(uuid(user.0)));
        let tokens: Vec<ApiToken> = Entity::find()
            .filter(of_user.clone())
            .all(&self.db)
            .await?
            .into_iter()
            .map(ApiToken::from)
            .collect();
        if !tokens.is_empty() {
            Entity::delete_many().filter(of_user).exec(&self.db).await?;
        }
        Ok(tokens)
    }

    /// Remembers that it was used.
    ///
    /// # Errors
    /// [`Error::Stale`] when it does not exist any more.
    pub async fn record_use(
        &self,
        id: ApiTokenId,
        at: Timestamp,
        address: Option<&str>,
    ) -> Result<(), Error> {
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
