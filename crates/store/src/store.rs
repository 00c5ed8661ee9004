//! The store, and the two handles through which everything is read and written.

use std::sync::Arc;

use domain::OrgId;
use sea_orm::{ConnectionTrait, DatabaseConnection, DbBackend};
use tokio::sync::Mutex;

use crate::executor::{Executor, Transaction};
use crate::metrics::Metrics;
use crate::open::{Connections, Location, OpenError, Options, connect};
use crate::write::SharedCommit;
use crate::{
    ApiTokens, ApiTokensMut, Applications, ApplicationsMut, Audit, AuditMut, AuditSeals, AuditSealsMut,
    Credentials, CredentialsMut, Domains, DomainsMut, EmergencyAccesses, EmergencyAccessesMut, Error, Feed,
    Grants, GrantsMut, Groups, GroupsMut, IdempotencyKeys, IdempotencyKeysMut, Imports, ImportsMut, Jobs,
    JobsMut, LicenseRules, LicenseRulesMut, Licenses, LicensesMut, OneTimeLinks, OneTimeLinksMut,
    OrganizationMut, Organizations, PreferencesMut, PreferencesOf, ProvisioningLog, ProvisioningLogMut,
    ProvisioningMut, ProvisioningSettings, RateLimits, RateLimitsMut, SamlRequests, SamlRequestsMut,
    ScimTokens, ScimTokensMut, ServerKeys, ServerKeysMut, Sessions, SessionsMut, SignInAttempts,
    SignInAttemptsMut, SignIns, SignInsMut, SigningKeys, SigningKeysMut, Sites, SitesMut, SsoSettings,
    SsoSettingsMut, Users, UsersMut, Views, ViewsMut, Webhooks, WebhooksMut,
};

/// The database of Rollcall. Cheap to clone.
#[derive(Clone)]
pub struct Store {
    inner: Arc<Inner>,
}

struct Inner {
    location: Location,
    connections: Connections,
    shared_commit: SharedCommit,
    again: Mutex<()>,
    metrics: Metrics,
}

impl std::fmt::Debug for Store {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // A URL of PostgreSQL holds a password.
        f.debug_struct("Store").field("backend", &self.backend()).finish_non_exhaustive()
    }
}

impl Store {
    /// Connects to the database. Makes an empty SQLite file when there is none, but no table: see
    /// [`Store::migrate`].
    ///
    /// # Errors
    /// One sentence for the operator.
    pub async fn open(location: &Location, options: &Options) -> Result<Self, OpenError> {
        let connections = connect(location, options).await?;
        let inner = Inner {
            location: location.clone(),
            connections,
            shared_commit: SharedCommit::default(),
            again: Mutex::default(),
            metrics: Metrics::default(),
        };
        Ok(Self { inner: Arc::new(inner) })
    }

    /// Closes every connection, after the statements that run.
    ///
    /// # Errors
    /// The database does not close.
    pub async fn close(&self) -> Result<(), Error> {
        self.writer().close_by_ref().await?;
        self.reader().close_by_ref().await?;
        Ok(())
    }

    /// Does the database answer? For `/readyz`.
    ///
    /// # Errors
    /// It does not.
    pub async fn ping(&self) -> Result<(), Error> {
        let select = sea_orm::Statement::from_string(self.backend(), "SELECT 1");
        self.reader().query_one_raw(select).await?;
        Ok(())
    }

    /// Where the data is.
    #[must_use]
    pub fn location(&self) -> &Location {
        &self.inner.location
    }

    /// What the store has counted since it was opened.
    #[must_use]
    pub fn metrics(&self) -> &Metrics {
        &self.inner.metrics
    }

    /// Organizations: the one thing that is looked up without naming an organization.
    #[must_use]
    pub fn organizations(&self) -> Organizations<'_> {
        Organizations { db: self.pool() }
    }

    /// A handle that reads what belongs to `org`, and nothing else.
    #[must_use]
    pub fn read(&self, org: OrgId) -> Reader {
        Reader { store: self.clone(), org }
    }

    /// Runs statements outside of transactions.
    pub(crate) fn pool(&self) -> Executor<'_> {
        Executor::Pool(self.reader(), self.metrics())
    }

    pub(crate) fn reader(&self) -> &DatabaseConnection {
        &self.inner.connections.reader
    }

    pub(crate) fn writer(&self) -> &DatabaseConnection {
        &self.inner.connections.writer
    }

    pub(crate) fn backend(&self) -> DbBackend {
        self.writer().get_database_backend()
    }

    /// Held by a write that is run again.
    pub(crate) fn again(&self) -> &Mutex<()> {
        &self.inner.again
    }

    pub(crate) fn shared_commit(&self) -> &SharedCommit {
        &self.inner.shared_commit
    }
}

/// Reads what belongs to one organization; each read for itself, seeing what is committed.
#[derive(Debug, Clone)]
pub struct Reader {
    store: Store,
    org: OrgId,
}

/// Reads and writes in one transaction of one organization: see [`Store::write`].
pub struct Tx {
    pub(crate) org: OrgId,
    pub(crate) transaction: Arc<Transaction>,
}

impl Reader {
    fn db(&self) -> Executor<'_> {
        self.store.pool()
    }
}

impl Tx {
    pub(crate) const fn new(org: OrgId, transaction: Arc<Transaction>) -> Self {
        Self { org, transaction }
    }

    pub(crate) fn db(&self) -> Executor<'_> {
        Executor::Transaction(&self.transaction)
    }

    /// The organization itself.
    #[must_use]
    pub fn organization(&self) -> OrganizationMut<'_> {
        OrganizationMut { db: self.db(), org: self.org }
    }

    /// The change feed: read here; written by [`Tx::record`].
    #[must_use]
    pub fn feed(&self) -> Feed<'_> {
        Feed { db: self.db(), org: self.org }
    }
}

impl std::fmt::Debug for Tx {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Tx").field("org", &self.org).finish_non_exhaustive()
    }
}

/// `reader.noun()` reads; `tx.noun()` reads and writes.
macro_rules! repositories {
    ($($(#[$doc:meta])* $noun:ident: $Read:ident, $Write:ident;)*) => {
        impl Reader {
            /// The organization that this handle is bound to.
            #[must_use]
            pub const fn org(&self) -> OrgId {
                self.org
            }

            /// The change feed.
            #[must_use]
            pub fn feed(&self) -> Feed<'_> {
                Feed { db: self.db(), org: self.org }
            }

            $($(#[$doc])* #[must_use] pub fn $noun(&self) -> $Read<'_> {
                $Read { db: self.db(), org: self.org }
            })*
        }

        impl Tx {
            /// The organization that this transaction is bound to.
            #[must_use]
            pub const fn org(&self) -> OrgId {
                self.org
            }

            $($(#[$doc])* #[must_use] pub fn $noun(&self) -> $Write<'_> {
                $Write($Read { db: self.db(), org: self.org })
            })*
        }

        $(impl<'a> std::ops::Deref for $Write<'a> {
            type Target = $Read<'a>;
            fn deref(&self) -> &$Read<'a> {
                &self.0
            }
        })*
    };
}

repositories! {
    /// Users.
    users: Users, UsersMut;
    /// Sites.
    sites: Sites, SitesMut;
    /// Plans and their seats.
    licenses: Licenses, LicensesMut;
    /// Rules by which plans are given.
    license_rules: LicenseRules, LicenseRulesMut;
    /// Password hashes.
    credentials: Credentials, CredentialsMut;
    /// Signed-in browsers.
    sessions: Sessions, SessionsMut;
    /// Applications that people sign in to.
    applications: Applications, ApplicationsMut;
    /// What people have granted applications.
    grants: Grants, GrantsMut;
    /// Keys that sign ID tokens.
    signing_keys: SigningKeys, SigningKeysMut;
    /// Links that work once.
    one_time_links: OneTimeLinks, OneTimeLinksMut;
    /// Provisioning settings.
    provisioning: ProvisioningSettings, ProvisioningMut;
    /// Single sign-on and its revisions.
    sso: SsoSettings, SsoSettingsMut;
    /// Requests to the identity provider that have not been answered.
    saml_requests: SamlRequests, SamlRequestsMut;
    /// Owners with emergency access.
    emergency_access: EmergencyAccesses, EmergencyAccessesMut;
    /// How often something may be asked for.
    rate_limits: RateLimits, RateLimitsMut;
    /// Sign-ins that have not succeeded.
    sign_in_attempts: SignInAttempts, SignInAttemptsMut;
    /// The sign-in log.
    sign_ins: SignIns, SignInsMut;
    /// Domains that the organization has proven to be its own.
    domains: Domains, DomainsMut;
    /// The provisioning log.
    provisioning_log: ProvisioningLog, ProvisioningLogMut;
    /// API tokens of scripts.
    api_tokens: ApiTokens, ApiTokensMut;
    /// SCIM API tokens.
    scim_tokens: ScimTokens, ScimTokensMut;
    /// The key that encrypts stored secrets.
    server_keys: ServerKeys, ServerKeysMut;
    /// Groups of the identity provider.
    groups: Groups, GroupsMut;
    /// Answers to repeated POSTs.
    idempotency_keys: IdempotencyKeys, IdempotencyKeysMut;
    /// Jobs.
    jobs: Jobs, JobsMut;
    /// Files of users that were uploaded.
    imports: Imports, ImportsMut;
    /// The audit log.
    audit: Audit, AuditMut;
    /// Seals on the audit log.
    audit_seals: AuditSeals, AuditSealsMut;
    /// Webhooks, and what is delivered to them.
    webhooks: Webhooks, WebhooksMut;
    /// Saved views.
    views: Views, ViewsMut;
    /// What people have set for themselves.
    preferences: PreferencesOf, PreferencesMut;
}
