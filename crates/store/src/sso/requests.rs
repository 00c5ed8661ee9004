//! Requests on their way to the identity provider, and assertions that were used: each once.

use domain::{OrgId, RevisionId, SessionId, SignInId, Timestamp};
use sea_orm::sea_query::OnConflict;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};
use uuid::Uuid;

use crate::Error;
use crate::entities::{saml_assertions as assertions, saml_requests as requests};
use crate::executor::Executor;
use crate::keys::uuid;
use crate::rows::one_row;

/// The session that the browser had when it began to sign in: perhaps of another organization.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FormerSession {
    /// Its organization.
    pub org: OrgId,
    /// Its id.
    pub id: SessionId,
}

/// A sign-in request that was sent to the identity provider.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SamlRequest {
    /// In its ID and in its RelayState.
    pub id: Uuid,
    /// The revision of the settings that it was made with.
    pub revision: RevisionId,
    /// It is a test: the id of the entry that it will leave in the sign-in log.
    pub test: Option<SignInId>,
    /// SHA-256 of the secret in the browser's cookie.
    pub browser_hash: Vec<u8>,
    /// The path to go on with.
    pub way_back: String,
    /// It asks for a fresh proof of who the person is (ForceAuthn).
    pub forced: bool,
    /// When it ends by itself.
    pub expires_at: Timestamp,
    /// The session that ends when another one begins.
    pub former: Option<FormerSession>,
}

/// Reads requests.
pub struct SamlRequests<'a> {
    pub(crate) db: Executor<'a>,
    pub(crate) org: OrgId,
}

/// Reads and writes requests, and remembers assertions.
pub struct SamlRequestsMut<'a>(pub(crate) SamlRequests<'a>);

impl SamlRequests<'_> {
    /// A request that has not been answered; also when it has expired.
    ///
    /// # Errors
    /// The database fails.
    pub async fn get(&self, id: Uuid) -> Result<Option<SamlRequest>, Error> {
        let row = requests::Entity::find_by_id((uuid(self.org.0), id)).one(&self.db).await?;
        Ok(row.map(|row| SamlRequest {
            id: row.id,
            revision: RevisionId(row.revision.as_u128()),
            test: row.test.map(|id| SignInId(id.as_u128())),
            browser_hash: row.browser_hash,
            way_back: row.way_back,
            forced: row.forced,
            expires_at: Timestamp(row.expires_at),
            former: row
                .former_org_id
                .zip(row.former_session_id)
                .map(|(org, id)| FormerSession { org: OrgId(org.as_u128()), id: SessionId(id.as_u128()) }),
        }))
    }
}

impl SamlRequestsMut<'_> {
    /// Remembers a request.
    ///
    /// # Errors
    /// The database fails.
    pub async fn insert(&self, request: &SamlRequest) -> Result<(), Error> {
        let row = requests::ActiveModel {
            org_id: Set(uuid(self.org.0)),
            id: Set(request.id),
            revision: Set(uuid(request.revision.0)),
            test: Set(request.test.map(|id| uuid(id.0))),
            browser_hash: Set(request.browser_hash.clone()),
            way_back: Set(request.way_back.clone()),
            forced: Set(request.forced),
            expires_at: Set(request.expires_at.0),
            former_org_id: Set(request.former.map(|former| uuid(former.org.0))),
            former_session_id: Set(request.former.map(|former| uuid(former.id.0))),
        };
        requests::Entity::insert(row).exec_without_returning(&self.db).await?;
        Ok(())
    }

    /// Uses a request up.
    ///
    /// # Errors
    /// [`Error::Stale`] when it was used up by another answer.
    pub async fn take(&self, id: Uuid) -> Result<(), Error> {
        let delete = requests::Entity::delete_many()
            .filter(requests::Column::OrgId.eq(uuid(self.org.0)))
            .filter(requests::Column::Id.eq(id));
        one_row(delete.exec(&self.db).await?.rows_affected)
    }

    /// Remembers an assertion until it is no longer valid; `false` when it was used before. `assertion` names it and who made it.
    ///
    /// # Errors
    /// The database fails.
    pub async fn use_assertion(&self, assertion: &str, expires_at: Timestamp) -> Result<bool, Error> {
        let row = assertions::ActiveModel {
            org_id: Set(uuid(self.org.0)),
            assertion: Set(assertion.to_owned()),
            expires_at: Set(expires_at.0),
        };
        let nothing = OnConflict::columns([assertions::Column::OrgId, assertions::Column::Assertion])
            .do_nothing()
            .to_owned();
        let insert = assertions::Entity::insert(row).on_conflict(nothing);
        Ok(insert.exec_without_returning(&self.db).await? == 1)
    }

    /// Forgets what has expired before `at`; returns how many requests and assertions.
    ///
    /// # Errors
    /// The database fails.
    pub async fn delete_expired(&self, at: Timestamp) -> Result<u64, Error> {
        let sent = requests::Entity::delete_many()
            .filter(requests::Column::OrgId.eq(uuid(self.org.0)))
            .filter(requests::Column::ExpiresAt.lt(at.0));
        let used = assertions::Entity::delete_many()
            .filter(assertions::Column::OrgId.eq(uuid(self.org.0)))
            .filter(assertions::Column::ExpiresAt.lt(at.0));
        Ok(sent.exec(&self.db).await?.rows_affected + used.exec(&self.db).await?.rows_affected)
    }
}
