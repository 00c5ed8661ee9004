//! Signed-in browsers.

use domain::{OrgId, SessionId, Timestamp, UserId};
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use crate::entities::sessions::{ActiveModel, Column, Entity, Model};
use crate::executor::Executor;
use crate::grants::{Grants, GrantsMut, Offline};
use crate::keys::{stored, uuid};
use crate::rows::one_row;
use crate::{Error, User, Users};

/// A signed-in browser.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// Named in lists; no secret.
    pub id: SessionId,
    /// Who is signed in.
    pub user_id: UserId,
    /// SHA-256 of the secret in the cookie.
    pub secret_hash: Vec<u8>,
    /// When it began.
    pub created_at: Timestamp,
    /// When it was last used.
    pub last_seen_at: Timestamp,
    /// When it ends by itself.
    pub expires_at: Timestamp,
    /// What the browser calls itself.
    pub user_agent: Option<String>,
    /// Where it was last used from.
    pub address: Option<String>,
    /// How the person signed in: a name of `api::sign_ins::Method`.
    pub method: String,
    /// It ends when nothing is heard for this long, in milliseconds.
    pub idle_ms: i64,
    /// What the identity provider knows it by, where it began there.
    pub saml: Option<SamlSession>,
}

/// A session as the identity provider knows it (SAML 2.0 core, 2.7.2).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SamlSession {
    /// Who the identity provider is.
    pub issuer: String,
    /// Whom it has signed in.
    pub name_id: String,
    /// Which of its sessions.
    pub session_index: Option<String>,
}

/// Reads sessions.
pub struct Sessions<'a> {
    pub(crate) db: Executor<'a>,
    pub(crate) org: OrgId,
}

/// Reads and writes sessions.
pub struct SessionsMut<'a>(pub(crate) Sessions<'a>);

impl From<Model> for Session {
    fn from(row: Model) -> Self {
        Self {
            id: SessionId(row.id.as_u128()),
            user_id: UserId(row.user_id.as_u128()),
            secret_hash: row.secret_hash,
            created_at: Timestamp(row.created_at),
            last_seen_at: Timestamp(row.last_seen_at),
            expires_at: Timestamp(row.expires_at),
            user_agent: row.user_agent,
            address: row.address,
            method: row.method,
            idle_ms: row.idle_ms,
            saml: row.saml_issuer.zip(row.saml_name_id).map(|(issuer, name_id)| SamlSession {
                issuer,
                name_id,
                session_index: row.saml_session_index,
            }),
        }
    }
}

impl Sessions<'_> {
    /// By its id; also when it has expired.
    ///
    /// # Errors
    /// The database fails.
    pub async fn get(&self, id: SessionId) -> Result<Option<Session>, Error> {
        let key = (uuid(self.org.0), uuid(id.0));
        Ok(Entity::find_by_id(key).one(&self.db).await?.map(Session::from))
    }

    /// With its user: what each request of a browser asks for.
    ///
    /// # Errors
    /// The database fails.
    pub async fn with_user(&self, id: SessionId) -> Result<Option<(Session, User)>, Error> {
        let Some(session) = self.get(id).await? else { return Ok(None) };
        let user = Users { db: self.db, org: self.org }.get(session.user_id).await?;
        Ok(user.map(|user| (session, user)))
    }

    /// Those of a user, the last used first; also expired ones.
    ///
    /// # Errors
    /// The database fails.
    pub async fn of_user(&self, user: UserId) -> Result<Vec<Session>, Error> {
        let select = Entity::find()
            .filter(Column::OrgId.eq(uuid(self.org.0)))
            .filter(Column::UserId.eq(uuid(user.0)))
            .order_by_desc(Column::LastSeenAt)
            .order_by_desc(Column::Id);
        Ok(select.all(&self.db).await?.into_iter().map(Session::from).collect())
    }
}

impl SessionsMut<'_> {
    /// Begins a session.
    ///
    /// # Errors
    /// A conflict, when the user does not exist.
    pub async fn insert(&self, session: &Session) -> Result<(), Error> {
        let row = ActiveModel {
            org_id: Set(uuid(self.org.0)),
            id: Set(uuid(session.id.0)),
            user_id: Set(uuid(session.user_id.0)),
            secret_hash: Set(session.secret_hash.clone()),
            created_at: Set(session.created_at.0),
            last_seen_at: Set(session.last_seen_at.0),
            expires_at: Set(session.expires_at.0),
            user_agent: Set(session.user_agent.clone()),
            address: Set(session.address.clone()),
            method: Set(session.method.clone()),
            idle_ms: Set(session.idle_ms),
            saml_issuer: Set(session.saml.as_ref().map(|saml| saml.issuer.clone())),
            saml_name_id: Set(session.saml.as_ref().map(|saml| saml.name_id.clone())),
            saml_session_index: Set(session.saml.as_ref().and_then(|saml| saml.session_index.clone())),
        };
        Entity::insert(row).exec_without_returning(&self.db).await?;
        Ok(())
    }

    /// Remembers that it was used, and until when it now lasts.
    ///
    /// # Errors
    /// [`Error::Stale`] when it has ended.
    pub async fn touch(
        &self,
        id: SessionId,
        at: Timestamp,
        expires_at: Timestamp,
        address: Option<&str>,
    ) -> Result<(), Error> {
        let row = ActiveModel {
            last_seen_at: Set(at.0),
            expires_at: Set(expires_at.0),
            address: Set(address.map(str::to_owned)),
            ..ActiveModel::default()
        };
        let update = Entity::update_many()
            .set(row)
            .filter(Column::OrgId.eq(uuid(self.org.0)))
            .filter(Column::Id.eq(uuid(id.0)));
        one_row(update.exec(&self.db).await?.rows_affected)
    }

    /// One, kept from ending until the end of the transaction: what is granted in it is seen by whoever ends it.
    ///
    /// # Errors
    /// The database fails.
    pub async fn lock(&self, id: SessionId) -> Result<Option<Session>, Error> {
        let select = Entity::find_by_id((uuid(self.org.0), uuid(id.0))).lock_exclusive();
        Ok(select.one(&self.db).await?.map(Session::from))
    }

    const fn grants(&self) -> GrantsMut<'_> {
        let Sessions { db, org } = self.0;
        GrantsMut(Grants { db, org })
    }

    /// Ends one, and with it what was granted to applications in it (R34).
    ///
    /// # Errors
    /// [`Error::Stale`] when it has ended already.
    pub async fn delete(&self, id: SessionId, offline: Offline) -> Result<(), Error> {
        let delete = Entity::delete_many()
            .filter(Column::OrgId.eq(uuid(self.org.0)))
            .filter(Column::Id.eq(uuid(id.0)));
        one_row(delete.exec(&self.db).await?.rows_affected)?;
        self.grants().delete_of_session(id, offline).await
    }

    /// Ends one in whose place the same person has begun `next`: what was granted to applications goes on in that (R34).
    ///
    /// # Errors
    /// [`Error::Stale`] when it has ended already.
    pub async fn replace(&self, id: SessionId, next: SessionId) -> Result<(), Error> {
        self.grants().hand_over(id, next).await?;
        self.delete(id, Offline::Keep).await
    }

    /// Ends all of a user (R7), but for `except`; returns how many. What they have granted to applications ends with them, also what is
    /// for offline use (R34).
    ///
    /// # Errors
    /// The database fails.
    pub async fn delete_of_user(&self, user: UserId, except: Option<SessionId>) -> Result<u64, Error> {
        let mut delete = Entity::delete_many()
            .filter(Column::OrgId.eq(uuid(self.org.0)))
            .filter(Column::UserId.eq(uuid(user.0)));
        if let Some(except) = except {
            delete = delete.filter(Column::Id.ne(uuid(except.0)));
        }
        let ended = delete.exec(&self.db).await?.rows_affected;
        self.grants().delete_of_user(user, except).await?;
        Ok(ended)
    }

    /// Ends those that the identity provider knows by that name, of those sessions of it or, without any, of all; returns how many.
    /// The person has signed out there: what applications may do while one is away stays (R34).
    ///
    /// # Errors
    /// The database fails.
    pub async fn delete_of_saml(
        &self,
        issuer: &str,
        name_id: &str,
        indexes: &[String],
    ) -> Result<u64, Error> {
        let mut select = Entity::find()
            .filter(Column::OrgId.eq(uuid(self.org.0)))
            .filter(Column::SamlNameId.eq(stored(name_id)))
            .filter(Column::SamlIssuer.eq(stored(issuer)))
            .lock_exclusive();
        if !indexes.is_empty() {
            select = select.filter(Column::SamlSessionIndex.is_in(indexes.iter().map(|index| stored(index))));
        }
        let ended = select.all(&self.db).await?;
        for session in &ended {
            self.delete(SessionId(session.id.as_u128()), Offline::Keep).await?;
        }
        Ok(ended.len() as u64)
    }

    /// Holds those that last to new limits, in milliseconds: they may end earlier, and never later.
    ///
    /// # Errors
    /// The database fails.
    pub async fn limit(&self, idle_ms: i64, longest_ms: i64) -> Result<(), Error> {
        let latest = Expr::col(Column::CreatedAt).add(longest_ms);
        let mine = || Entity::update_many().filter(Column::OrgId.eq(uuid(self.org.0)));
        mine().col_expr(Column::IdleMs, Expr::value(idle_ms)).exec(&self.db).await?;
        let later = Expr::col(Column::ExpiresAt).gt(latest.clone());
        mine().col_expr(Column::ExpiresAt, latest).filter(later).exec(&self.db).await?;
        Ok(())
    }

    /// Clears away those that expired before `at`; returns how many.
    ///
    /// # Errors
    /// The database fails.
    pub async fn delete_expired(&self, at: Timestamp) -> Result<u64, Error> {
        let delete = Entity::delete_many()
            .filter(Column::OrgId.eq(uuid(self.org.0)))
            .filter(Column::ExpiresAt.lt(at.0));
        Ok(delete.exec(&self.db).await?.rows_affected)
    }
}
