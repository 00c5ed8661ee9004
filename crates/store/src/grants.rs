//! What people have granted applications by signing in to them (R34): grants, and the codes and tokens that hang on them.
//!
//! A grant ends with its person, its application, and, unless it is for offline use, its session: [`crate::SessionsMut`] sees to that, in
//! the transaction in which a session ends (R7). What hangs on it is deleted along with it by the database.

use domain::{ApplicationId, OrgId, SessionId, Timestamp, UserId};
use sea_orm::{ActiveValue::Set, ColumnTrait, DbErr, EntityTrait, QueryFilter, QuerySelect};
use uuid::Uuid;

use crate::Error;
use crate::entities::grant_tokens as tokens;
use crate::entities::grants::{ActiveModel, Column, Entity, Model};
use crate::executor::Executor;
use crate::keys::uuid;
use crate::rows::one_row;

/// What a person has granted an application.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grant {
    /// Its id.
    pub id: Uuid,
    /// To which application.
    pub application_id: ApplicationId,
    /// By whom.
    pub user_id: UserId,
    /// In which session.
    pub session_id: SessionId,
    /// It outlives the session (`offline_access`).
    pub offline: bool,
    /// The scopes, with spaces between.
    pub scope: String,
    /// What the application sent to recognize its ID token by.
    pub nonce: Option<String>,
    /// When the person signed in.
    pub auth_time: Timestamp,
    /// How the person signed in (RFC 8176), with spaces between.
    pub methods: String,
    /// When it was granted.
    pub created_at: Timestamp,
    /// When it ends by itself.
    pub expires_at: Timestamp,
}

/// What a token is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TokenKind {
    /// To be exchanged for tokens, once.
    Code,
    /// To ask about the person.
    Access,
    /// To be exchanged for newer tokens, once.
    Refresh,
}

impl TokenKind {
    const fn name(self) -> &'static str {
        match self {
            Self::Code => "code",
            Self::Access => "access",
            Self::Refresh => "refresh",
        }
    }

    fn from_name(name: &str) -> Result<Self, Error> {
        match name {
            "code" => Ok(Self::Code),
            "access" => Ok(Self::Access),
            "refresh" => Ok(Self::Refresh),
            other => Err(DbErr::Type(format!("unknown kind of a token: {other}")).into()),
        }
    }
}

/// A code or a token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GrantToken {
    /// In its text, beside the secret.
    pub id: Uuid,
    /// What it hangs on.
    pub grant_id: Uuid,
    /// What it is for.
    pub kind: TokenKind,
    /// SHA-256 of the secret.
    pub secret_hash: Vec<u8>,
    /// Of an access token: the scopes, which may be fewer than those of the grant.
    pub scope: Option<String>,
    /// Of a code: where it was sent.
    pub redirect_uri: Option<String>,
    /// Of a code: SHA-256 of what proves who asked for it, in base64url (RFC 7636).
    pub challenge: Option<String>,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it ends by itself.
    pub expires_at: Timestamp,
    /// When it was exchanged.
    pub used_at: Option<Timestamp>,
}

/// What becomes of grants for offline use when their session ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Offline {
    /// The person has signed out, or somebody else has signed in in that browser: what was asked for to outlive that does.
    Keep,
    /// The session was ended from elsewhere, as one does with a lost device.
    End,
}

/// Reads grants.
pub struct Grants<'a> {
    pub(crate) db: Executor<'a>,
    pub(crate) org: OrgId,
}

/// Reads and writes grants.
pub struct GrantsMut<'a>(pub(crate) Grants<'a>);

impl From<Model> for Grant {
    fn from(row: Model) -> Self {
        Self {
            id: row.id,
            application_id: ApplicationId(row.application_id.as_u128()),
            user_id: UserId(row.user_id.as_u128()),
            session_id: SessionId(row.session_id.as_u128()),
            offline: row.offline,
            scope: row.scope,
            nonce: row.nonce,
            auth_time: Timestamp(row.auth_time),
            methods: row.methods,
            created_at: Timestamp(row.created_at),
            expires_at: Timestamp(row.expires_at),
        }
    }
}

impl TryFrom<tokens::Model> for GrantToken {
    type Error = Error;

    fn try_from(row: tokens::Model) -> Result<Self, Error> {
        Ok(Self {
            id: row.id,
            grant_id: row.grant_id,
            kind: TokenKind::from_name(&row.kind)?,
            secret_hash: row.secret_hash,
            scope: row.scope,
            redirect_uri: row.redirect_uri,
            challenge: row.challenge,
            created_at: Timestamp(row.created_at),
            expires_at: Timestamp(row.expires_at),
            used_at: row.used_at.map(Timestamp),
        })
    }
}

impl Grants<'_> {
    /// By its id; also when it has expired.
    ///
    /// # Errors
    /// The database fails.
    pub async fn get(&self, id: Uuid) -> Result<Option<Grant>, Error> {
        Ok(Entity::find_by_id((uuid(self.org.0), id)).one(&self.db).await?.map(Grant::from))
    }

    /// A code or token by its id; also when it has expired or was used.
    ///
    /// # Errors
    /// The database fails.
    pub async fn token(&self, id: Uuid) -> Result<Option<GrantToken>, Error> {
        let found = tokens::Entity::find_by_id((uuid(self.org.0), id)).one(&self.db).await?;
        found.map(GrantToken::try_from).transpose()
    }

    /// Those of a person; also expired ones.
    ///
    /// # Errors
    /// The database fails.
    pub async fn of_user(&self, user: UserId) -> Result<Vec<Grant>, Error> {
        let select =
            Entity::find().filter(Column::OrgId.eq(uuid(self.org.0))).filter(Column::UserId.eq(uuid(user.0)));
        Ok(select.all(&self.db).await?.into_iter().map(Grant::from).collect())
    }
}

impl GrantsMut<'_> {
    /// Makes a grant.
    ///
    /// # Errors
    /// A conflict, when the person or the application does not exist.
    pub async fn insert(&self, grant: &Grant) -> Result<(), Error> {
        let row = ActiveModel {
            org_id: Set(uuid(self.org.0)),
            id: Set(grant.id),
            application_id: Set(uuid(grant.application_id.0)),
            user_id: Set(uuid(grant.user_id.0)),
            session_id: Set(uuid(grant.session_id.0)),
            offline: Set(grant.offline),
            scope: Set(grant.scope.clone()),
            nonce: Set(grant.nonce.clone()),
            auth_time: Set(grant.auth_time.0),
            methods: Set(grant.methods.clone()),
            created_at: Set(grant.created_at.0),
            expires_at: Set(grant.expires_at.0),
        };
        Entity::insert(row).exec_without_returning(&self.db).await?;
        Ok(())
    }

    /// One, kept from changes until the end of the transaction: whoever exchanges a code or a token of it comes one after the other.
    ///
    /// # Errors
    /// The database fails.
    pub async fn lock(&self, id: Uuid) -> Result<Option<Grant>, Error> {
        let select = Entity::find_by_id((uuid(self.org.0), id)).lock_exclusive();
        Ok(select.one(&self.db).await?.map(Grant::from))
    }

    /// It lasts until `at` from now on.
    ///
    /// # Errors
    /// [`Error::Stale`] when it is gone.
    pub async fn set_end(&self, id: Uuid, at: Timestamp) -> Result<(), Error> {
        let update = Entity::update_many()
            .set(ActiveModel { expires_at: Set(at.0), ..ActiveModel::default() })
            .filter(Column::OrgId.eq(uuid(self.org.0)))
            .filter(Column::Id.eq(id));
        one_row(update.exec(&self.db).await?.rows_affected)
    }

    /// Ends a grant; one that is gone is not missed.
    ///
    /// # Errors
    /// The database fails.
    pub async fn delete(&self, id: Uuid) -> Result<(), Error> {
        let delete =
            Entity::delete_many().filter(Column::OrgId.eq(uuid(self.org.0))).filter(Column::Id.eq(id));
        delete.exec(&self.db).await?;
        Ok(())
    }

    /// Ends those of a person (R7), but for those of the session `except`.
    pub(crate) async fn delete_of_user(&self, user: UserId, except: Option<SessionId>) -> Result<(), Error> {
        let mut delete = Entity::delete_many()
            .filter(Column::OrgId.eq(uuid(self.org.0)))
            .filter(Column::UserId.eq(uuid(user.0)));
        if let Some(except) = except {
            delete = delete.filter(Column::SessionId.ne(uuid(except.0)));
        }
        delete.exec(&self.db).await?;
        Ok(())
    }

    /// Ends those of a session.
    pub(crate) async fn delete_of_session(&self, session: SessionId, offline: Offline) -> Result<(), Error> {
        let mut delete = Entity::delete_many()
            .filter(Column::OrgId.eq(uuid(self.org.0)))
            .filter(Column::SessionId.eq(uuid(session.0)));
        if offline == Offline::Keep {
            delete = delete.filter(Column::Offline.eq(false));
        }
        delete.exec(&self.db).await?;
        Ok(())
    }

    /// Those of a session go on in another one of the same person.
    pub(crate) async fn hand_over(&self, session: SessionId, next: SessionId) -> Result<(), Error> {
        let update = Entity::update_many()
            .set(ActiveModel { session_id: Set(uuid(next.0)), ..ActiveModel::default() })
            .filter(Column::OrgId.eq(uuid(self.org.0)))
            .filter(Column::SessionId.eq(uuid(session.0)));
        update.exec(&self.db).await?;
        Ok(())
    }

    /// Makes a code or a token.
    ///
    /// # Errors
    /// A conflict, when the grant has ended.
    pub async fn insert_token(&self, token: &GrantToken) -> Result<(), Error> {
        let row = tokens::ActiveModel {
            org_id: Set(uuid(self.org.0)),
            id: Set(token.id),
            grant_id: Set(token.grant_id),
            kind: Set(token.kind.name().to_owned()),
            secret_hash: Set(token.secret_hash.clone()),
            scope: Set(token.scope.clone()),
            redirect_uri: Set(token.redirect_uri.clone()),
            challenge: Set(token.challenge.clone()),
            created_at: Set(token.created_at.0),
            expires_at: Set(token.expires_at.0),
            used_at: Set(token.used_at.map(|at| at.0)),
        };
        tokens::Entity::insert(row).exec_without_returning(&self.db).await?;
        Ok(())
    }

    /// Uses a code or a token up.
    ///
    /// # Errors
    /// [`Error::Stale`] when it was used already: of several who try at once, one succeeds.
    pub async fn use_up(&self, id: Uuid, at: Timestamp) -> Result<(), Error> {
        let update = tokens::Entity::update_many()
            .set(tokens::ActiveModel { used_at: Set(Some(at.0)), ..Default::default() })
            .filter(tokens::Column::OrgId.eq(uuid(self.org.0)))
            .filter(tokens::Column::Id.eq(id))
            .filter(tokens::Column::UsedAt.is_null());
        one_row(update.exec(&self.db).await?.rows_affected)
    }

    /// Ends one token; one that is gone is not missed.
    ///
    /// # Errors
    /// The database fails.
    pub async fn delete_token(&self, id: Uuid) -> Result<(), Error> {
        let delete = tokens::Entity::delete_many()
            .filter(tokens::Column::OrgId.eq(uuid(self.org.0)))
            .filter(tokens::Column::Id.eq(id));
        delete.exec(&self.db).await?;
        Ok(())
    }

    /// Clears away grants and tokens that expired before `at`.
    ///
    /// # Errors
    /// The database fails.
    pub async fn delete_expired(&self, at: Timestamp) -> Result<(), Error> {
        let delete = Entity::delete_many()
            .filter(Column::OrgId.eq(uuid(self.org.0)))
            .filter(Column::ExpiresAt.lt(at.0));
        delete.exec(&self.db).await?;
        // A code that was used stays as long as its grant: who brings it again is found out.
        let delete = tokens::Entity::delete_many()
            .filter(tokens::Column::OrgId.eq(uuid(self.org.0)))
            .filter(tokens::Column::ExpiresAt.lt(at.0))
            .filter(tokens::Column::Kind.ne(TokenKind::Code.name()));
        delete.exec(&self.db).await?;
        Ok(())
    }
}
