//! Provisioning settings (R29, R30): one row an organization.

use domain::guard::DEFAULT_PERCENT;
use domain::{IdentityProvider, OrgId, RetrievalScope, Timestamp};
use sea_orm::sea_query::{Expr, Func};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};

use crate::Error;
use crate::entities::provisioning::{ActiveModel, Column, Entity, Model};
use crate::executor::Executor;
use crate::keys::uuid;
use crate::rows::one_row;

/// How an organization is provisioned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Provisioning {
    /// Tokens work (R29).
    pub enabled: bool,
    /// Who provisions.
    pub identity_provider: IdentityProvider,
    /// What SCIM reads return (R30).
    pub retrieval_scope: RetrievalScope,
    /// The identity provider maps the site to `urn:ietf:params:scim:schemas:extension:8x8:1.1:User`, too.
    pub legacy_site_urn: bool,
    /// SCIM is read as the RFC says, in place of as identity providers write it.
    pub strict: bool,
    /// A mass change is told from more than so many of a hundred managed people on.
    pub guard_percent: u32,
    /// Deactivations up to then were taken as meant.
    pub guard_dismissed_at: Option<Timestamp>,
    /// When a token was first used.
    pub first_call_at: Option<Timestamp>,
    /// When a token was last used.
    pub last_call_at: Option<Timestamp>,
    /// When the settings were last changed.
    pub updated_at: Timestamp,
    /// Counts the changes, from 1.
    pub version: i64,
}

/// Reads provisioning settings.
pub struct ProvisioningSettings<'a> {
    pub(crate) db: Executor<'a>,
    pub(crate) org: OrgId,
}

/// Reads and writes provisioning settings.
pub struct ProvisioningMut<'a>(pub(crate) ProvisioningSettings<'a>);

impl From<Model> for Provisioning {
    fn from(row: Model) -> Self {
        Self {
            enabled: row.enabled,
            identity_provider: IdentityProvider::from_name(&row.identity_provider).unwrap_or_default(),
            retrieval_scope: RetrievalScope::from_name(&row.retrieval_scope).unwrap_or_default(),
            legacy_site_urn: row.legacy_site_urn,
            strict: row.strict,
            guard_percent: u32::try_from(row.guard_percent).unwrap_or(DEFAULT_PERCENT),
            guard_dismissed_at: row.guard_dismissed_at.map(Timestamp),
            first_call_at: row.first_call_at.map(Timestamp),
            last_call_at: row.last_call_at.map(Timestamp),
            updated_at: Timestamp(row.updated_at),
            version: row.version,
        }
    }
}

/// At most 100 ([`domain::guard::PERCENTS`]).
fn percent(percent: u32) -> i32 {
    i32::try_from(percent).unwrap_or(i32::MAX)
}

impl Provisioning {
    pub(crate) async fn insert_new(db: Executor<'_>, org: OrgId, at: Timestamp) -> Result<(), Error> {
        let row = ActiveModel {
            org_id: Set(uuid(org.0)),
            enabled: Set(false),
            identity_provider: Set(IdentityProvider::default().name().to_owned()),
            retrieval_scope: Set(RetrievalScope::default().name().to_owned()),
            legacy_site_urn: Set(false),
            strict: Set(false),
            guard_percent: Set(percent(DEFAULT_PERCENT)),
            guard_dismissed_at: Set(None),
            first_call_at: Set(None),
            last_call_at: Set(None),
            updated_at: Set(at.0),
            version: Set(1),
        };
        Entity::insert(row).exec_without_returning(&db).await?;
        Ok(())
    }
}

impl ProvisioningSettings<'_> {
    /// The settings; `None` when the organization does not exist.
    ///
    /// # Errors
    /// The database fails.
    pub async fn get(&self) -> Result<Option<Provisioning>, Error> {
        Ok(Entity::find_by_id(uuid(self.org.0)).one(&self.db).await?.map(Provisioning::from))
    }
}

impl ProvisioningMut<'_> {
    /// Writes the settings; `before` is what was read. The times of calls are left alone.
    ///
    /// # Errors
    /// [`Error::Stale`].
    pub async fn update(&self, before: &Provisioning, after: Provisioning) -> Result<Provisioning, Error> {
        let version = before.version + 1;
        let row = ActiveModel {
            enabled: Set(after.enabled),
            identity_provider: Set(after.identity_provider.name().to_owned()),
            retrieval_scope: Set(after.retrieval_scope.name().to_owned()),
            legacy_site_urn: Set(after.legacy_site_urn),
            strict: Set(after.strict),
            guard_percent: Set(percent(after.guard_percent)),
            guard_dismissed_at: Set(after.guard_dismissed_at.map(|at| at.0)),
            updated_at: Set(after.updated_at.0),
            version: Set(version),
            ..ActiveModel::default()
        };
        let update = Entity::update_many()
            .set(row)
            .filter(Column::OrgId.eq(uuid(self.org.0)))
            .filter(Column::Version.eq(before.version));
        one_row(update.exec(&self.db).await?.rows_affected)?;
        Ok(Provisioning { version, ..after })
    }

    /// Remembers that a token was used. No change of the settings: the version stays.
    ///
    /// # Errors
    /// [`Error::Stale`] when the organization does not exist.
    pub async fn record_call(&self, at: Timestamp) -> Result<(), Error> {
        let first = Func::coalesce([Expr::col(Column::FirstCallAt), Expr::value(at.0)]);
        let update = Entity::update_many()
            .col_expr(Column::FirstCallAt, first.into())
            .col_expr(Column::LastCallAt, Expr::value(at.0))
            .filter(Column::OrgId.eq(uuid(self.org.0)));
        one_row(update.exec(&self.db).await?.rows_affected)
    }
}
