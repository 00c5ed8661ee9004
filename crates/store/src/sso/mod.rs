//! Single sign-on (R23-R28): the switch and the settings in revisions, requests on their way, emergency access.

mod emergency;
mod requests;

use domain::{OrgId, RevisionId, Timestamp};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

pub use self::emergency::{EmergencyAccess, EmergencyAccesses, EmergencyAccessesMut};
pub use self::requests::{FormerSession, SamlRequest, SamlRequests, SamlRequestsMut};
use crate::Error;
use crate::entities::{single_sign_on as row, sso_revisions as revisions};
use crate::executor::Executor;
use crate::keys::uuid;
use crate::rows::one_row;

/// Idle and absolute limit of sessions, until an admin says otherwise, in milliseconds: 2 and 12 hours.
pub const DEFAULT_LIMITS_MS: (i64, i64) = (7_200_000, 43_200_000);

/// How people of an organization sign in, and for how long.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SingleSignOn {
    /// People sign in with the identity provider, and passwords are off (R27).
    pub enabled: bool,
    /// The revision that people sign in with.
    pub active: Option<RevisionId>,
    /// What was saved since.
    pub draft: Option<RevisionId>,
    /// The revision that was active before.
    pub previous: Option<RevisionId>,
    /// Rollcall's own private key (PKCS#8, PEM), encrypted.
    pub private_key: Option<String>,
    /// The certificate to it: DER in Base64.
    pub certificate: Option<String>,
    /// A session ends when nothing is heard for this long, in milliseconds.
    pub idle_ms: i64,
    /// A session ends this long after signing in, in milliseconds.
    pub longest_ms: i64,
    /// When the identity provider's metadata was read last.
    pub metadata_read_at: Option<Timestamp>,
    /// What it says now, and the active revision does not: JSON.
    pub metadata_change: Option<String>,
    /// A change that an admin did not want: JSON.
    pub metadata_dismissed: Option<String>,
    /// Of the active certificate's end was warned so many days before.
    pub warned_days: Option<i64>,
    /// When it was last changed.
    pub updated_at: Timestamp,
    /// Counts the changes, from 1.
    pub version: i64,
}

/// One state of the settings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SsoRevision {
    /// Its id.
    pub id: RevisionId,
    /// Counts from 1.
    pub number: i64,
    /// What was entered: JSON.
    pub settings: String,
    /// When it was saved last.
    pub saved_at: Timestamp,
    /// By whom.
    pub saved_by: String,
    /// When a test sign-in came through.
    pub tested_at: Option<Timestamp>,
    /// When it was made active last.
    pub activated_at: Option<Timestamp>,
}

/// Reads settings and revisions.
pub struct SsoSettings<'a> {
    pub(crate) db: Executor<'a>,
    pub(crate) org: OrgId,
}

/// Reads and writes settings and revisions.
pub struct SsoSettingsMut<'a>(pub(crate) SsoSettings<'a>);

fn revision_id(id: uuid::Uuid) -> RevisionId {
    RevisionId(id.as_u128())
}

impl From<row::Model> for SingleSignOn {
    fn from(row: row::Model) -> Self {
        Self {
            enabled: row.enabled,
            active: row.active.map(revision_id),
            draft: row.draft.map(revision_id),
            previous: row.previous.map(revision_id),
            private_key: row.private_key,
            certificate: row.certificate,
            idle_ms: row.idle_ms,
            longest_ms: row.longest_ms,
            metadata_read_at: row.metadata_read_at.map(Timestamp),
            metadata_change: row.metadata_change,
            metadata_dismissed: row.metadata_dismissed,
            warned_days: row.warned_days,
            updated_at: Timestamp(row.updated_at),
            version: row.version,
        }
    }
}

impl From<revisions::Model> for SsoRevision {
    fn from(row: revisions::Model) -> Self {
        Self {
            id: revision_id(row.id),
            number: row.number,
            settings: row.settings,
            saved_at: Timestamp(row.saved_at),
            saved_by: row.saved_by,
            tested_at: row.tested_at.map(Timestamp),
            activated_at: row.activated_at.map(Timestamp),
        }
    }
}

impl SingleSignOn {
    pub(crate) async fn insert_new(db: Executor<'_>, org: OrgId, at: Timestamp) -> Result<(), Error> {
        let (idle_ms, longest_ms) = DEFAULT_LIMITS_MS;
        let row = row::ActiveModel {
            org_id: Set(uuid(org.0)),
            enabled: Set(false),
            idle_ms: Set(idle_ms),
            longest_ms: Set(longest_ms),
            updated_at: Set(at.0),
            version: Set(1),
            ..row::ActiveModel::default()
        };
        row::Entity::insert(row).exec_without_returning(&db).await?;
        Ok(())
    }
}

impl SsoSettings<'_> {
    /// The settings; `None` when the organization does not exist.
    ///
    /// # Errors
    /// The database fails.
    pub async fn get(&self) -> Result<Option<SingleSignOn>, Error> {
        Ok(row::Entity::find_by_id(uuid(self.org.0)).one(&self.db).await?.map(SingleSignOn::from))
    }

    /// A revision.
    ///
    /// # Errors
    /// The database fails.
    pub async fn revision(&self, id: RevisionId) -> Result<Option<SsoRevision>, Error> {
        let key = (uuid(self.org.0), uuid(id.0));
        Ok(revisions::Entity::find_by_id(key).one(&self.db).await?.map(SsoRevision::from))
    }

    /// The number of the newest revision; 0 while there is none.
    ///
    /// # Errors
    /// The database fails.
    pub async fn last_number(&self) -> Result<i64, Error> {
        let select = revisions::Entity::find()
            .filter(revisions::Column::OrgId.eq(uuid(self.org.0)))
            .order_by_desc(revisions::Column::Number)
            .limit(1);
        Ok(select.one(&self.db).await?.map_or(0, |row| row.number))
    }
}

impl SsoSettingsMut<'_> {
    /// Writes the settings; `before` is what was read.
    ///
    /// # Errors
    /// [`Error::Stale`].
    pub async fn update(&self, before: &SingleSignOn, after: SingleSignOn) -> Result<SingleSignOn, Error> {
        let version = before.version + 1;
        let id = |id: Option<RevisionId>| Set(id.map(|id| uuid(id.0)));
        let row = row::ActiveModel {
            enabled: Set(after.enabled),
            active: id(after.active),
            draft: id(after.draft),
            previous: id(after.previous),
            private_key: Set(after.private_key.clone()),
            certificate: Set(after.certificate.clone()),
            idle_ms: Set(after.idle_ms),
            longest_ms: Set(after.longest_ms),
            metadata_read_at: Set(after.metadata_read_at.map(|at| at.0)),
            metadata_change: Set(after.metadata_change.clone()),
            metadata_dismissed: Set(after.metadata_dismissed.clone()),
            warned_days: Set(after.warned_days),
            updated_at: Set(after.updated_at.0),
            version: Set(version),
            ..row::ActiveModel::default()
        };
        let update = row::Entity::update_many()
            .set(row)
            .filter(row::Column::OrgId.eq(uuid(self.org.0)))
            .filter(row::Column::Version.eq(before.version));
        one_row(update.exec(&self.db).await?.rows_affected)?;
        Ok(SingleSignOn { version, ..after })
    }

    /// Stores Rollcall's own key, unless there is one: of servers that make one at the same time, the first one's counts. The version
    /// stays.
    ///
    /// # Errors
    /// The database fails.
    pub async fn insert_first_key(&self, private_key: &str, certificate: &str) -> Result<(), Error> {
        let row = row::ActiveModel {
            private_key: Set(Some(private_key.to_owned())),
            certificate: Set(Some(certificate.to_owned())),
            ..row::ActiveModel::default()
        };
        let update = row::Entity::update_many()
            .set(row)
            .filter(row::Column::OrgId.eq(uuid(self.org.0)))
            .filter(row::Column::PrivateKey.is_null());
        update.exec(&self.db).await?;
        Ok(())
    }

    /// The same key, encrypted anew. The version stays.
    ///
    /// # Errors
    /// [`Error::Stale`] when it is another one by now.
    pub async fn reseal(&self, former: &str, anew: &str) -> Result<(), Error> {
        let row = row::ActiveModel { private_key: Set(Some(anew.to_owned())), ..row::ActiveModel::default() };
        let update = row::Entity::update_many()
            .set(row)
            .filter(row::Column::OrgId.eq(uuid(self.org.0)))
            .filter(row::Column::PrivateKey.eq(former));
        one_row(update.exec(&self.db).await?.rows_affected)
    }

    /// Claims the daily reading of metadata: `false` when another server was faster. The version stays.
    ///
    /// # Errors
    /// The database fails.
    pub async fn claim_reading(&self, last: Option<Timestamp>, at: Timestamp) -> Result<bool, Error> {
        let row = row::ActiveModel { metadata_read_at: Set(Some(at.0)), ..row::ActiveModel::default() };
        let unread = match last {
            Some(last) => row::Column::MetadataReadAt.eq(last.0),
            None => row::Column::MetadataReadAt.is_null(),
        };
        let update = row::Entity::update_many()
            .set(row)
            .filter(row::Column::OrgId.eq(uuid(self.org.0)))
            .filter(unread);
        Ok(update.exec(&self.db).await?.rows_affected == 1)
    }

    /// Adds a revision.
    ///
    /// # Errors
    /// A conflict, when its number is taken.
    pub async fn insert_revision(&self, revision: &SsoRevision) -> Result<(), Error> {
        let row = revisions::ActiveModel {
            org_id: Set(uuid(self.org.0)),
            id: Set(uuid(revision.id.0)),
            number: Set(revision.number),
            settings: Set(revision.settings.clone()),
            saved_at: Set(revision.saved_at.0),
            saved_by: Set(revision.saved_by.clone()),
            tested_at: Set(revision.tested_at.map(|at| at.0)),
            activated_at: Set(revision.activated_at.map(|at| at.0)),
        };
        revisions::Entity::insert(row).exec_without_returning(&self.db).await?;
        Ok(())
    }

    /// Remembers when it was tested, and when it was made active. What was entered is never changed.
    ///
    /// # Errors
    /// [`Error::Stale`] when there is no such revision.
    pub async fn mark_revision(
        &self,
        id: RevisionId,
        tested_at: Option<Timestamp>,
        activated_at: Option<Timestamp>,
    ) -> Result<(), Error> {
        let row = revisions::ActiveModel {
            tested_at: Set(tested_at.map(|at| at.0)),
            activated_at: Set(activated_at.map(|at| at.0)),
            ..revisions::ActiveModel::default()
        };
        let update = revisions::Entity::update_many()
            .set(row)
            .filter(revisions::Column::OrgId.eq(uuid(self.org.0)))
            .filter(revisions::Column::Id.eq(uuid(id.0)));
        one_row(update.exec(&self.db).await?.rows_affected)
    }
}
