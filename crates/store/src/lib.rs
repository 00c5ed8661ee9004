//! The data of Rollcall, on SQLite and on PostgreSQL from one set of queries.
//!
//! Every handle is bound to one organization, so that no query can forget which one:
//! - [`Store::read`] gives a [`Reader`]: `reader.users().get(id)`.
//! - [`Store::write`] runs a closure in one transaction, with a [`Tx`]: `tx.users().update(&before, after)`.
//!   It retries what collided, and returns after the commit.
//! - [`Store::organizations`] looks across organizations, for the slug in a URL, [`Store::waiting_jobs`] and [`Store::waiting_webhooks`] for work, and [`Store::orphans`] for
//!   `rollcall check`; nothing else does.
//! - [`copy`] and [`verify`] are for back-ups of the embedded database.
//!
//! Rules of this crate:
//! - every key and index starts with `org_id`; ids and times come from outside;
//! - what is looked up may be missing: `Option`. What is written must be there: [`Error::Stale`];
//! - records that people edit have a `version`: an update names what was read, and fails when it is no longer so;
//! - a change, its audit entry and its feed entry are one transaction ([`Tx::record`]);
//! - texts are compared by keys folded in Rust; times are milliseconds since 1970;
//! - no statement needs more than PostgreSQL-compatible distributed engines offer. Only search is asked in two ways.

mod api_tokens;
mod applications;
mod audit;
mod audit_seals;
mod backup;
mod credentials;
mod domains;
mod entities;
mod error;
mod executor;
mod feed;
mod grants;
mod groups;
mod idempotency_keys;
mod imports;
mod jobs;
mod keys;
mod license_rules;
mod licenses;
mod metrics;
mod migrations;
mod one_time_links;
mod open;
mod organizations;
mod orphans;
mod page;
mod preferences;
mod provisioning;
mod provisioning_log;
mod rate_limits;
mod rows;
mod scim_tokens;
mod search;
mod server_keys;
mod sessions;
mod sign_in_attempts;
mod sign_ins;
mod signing_keys;
mod sites;
mod spans;
mod sso;
mod store;
#[cfg(feature = "testing")]
pub mod testing;
mod users;
mod views;
mod webhooks;
mod write;

pub use api_tokens::{ApiToken, ApiTokens, ApiTokensMut};
pub use applications::{Application, ApplicationSecret, Applications, ApplicationsMut};
pub use audit::{ActorKind, Audit, AuditEntry, AuditFilter, AuditMut, AuditPage, Change};
pub use audit_seals::{AuditSeal, AuditSeals, AuditSealsMut, StoredEntry};
pub use backup::{CopyError, FileError, copy, journals, looks_whole, verify};
pub use credentials::{Credential, Credentials, CredentialsMut};
pub use domains::{Domain, Domains, DomainsMut};
pub use error::{Conflict, Error};
pub use feed::{Feed, FeedEvent};
pub use grants::{Grant, GrantToken, Grants, GrantsMut, Offline, TokenKind};
pub use groups::{Group, GroupColumn, GroupPage, GroupPredicate, GroupQuery, Groups, GroupsMut, Member};
pub use idempotency_keys::{IdempotencyKey, IdempotencyKeys, IdempotencyKeysMut};
pub use imports::{Import, Imports, ImportsMut};
pub use jobs::{Job, JobCounts, JobLease, JobProgress, JobRow, Jobs, JobsMut};
pub use license_rules::{LicenseRule, LicenseRules, LicenseRulesMut};
pub use licenses::{Licenses, LicensesMut, Plan, PlanSummary};
pub use metrics::{DURATIONS, Metrics, PoolState};
pub use migrations::{Now, SchemaState};
pub use one_time_links::{LinkPurpose, NO_ORGANIZATION, OneTimeLink, OneTimeLinks, OneTimeLinksMut};
pub use open::{Location, OpenError, Options, SQLITE_FILE, create_folder};
pub use organizations::{Organization, OrganizationMut, Organizations};
pub use orphans::{OF_ORGANIZATION, Orphans};
pub use page::{Cursor, Page};
pub use preferences::{Preferences, PreferencesMut, PreferencesOf};
pub use provisioning::{Provisioning, ProvisioningMut, ProvisioningSettings};
pub use provisioning_log::{
    LogChange, LogDay, LogEntry, LogFilter, LogIgnored, LogRequest, ProvisioningLog, ProvisioningLogMut,
};
pub use rate_limits::{Rate, RateLimits, RateLimitsMut};
pub use scim_tokens::{ScimToken, ScimTokens, ScimTokensMut};
pub use server_keys::{ServerKeys, ServerKeysMut};
pub use sessions::{SamlSession, Session, Sessions, SessionsMut};
pub use sign_in_attempts::{SignInAttempts, SignInAttemptsMut};
pub use sign_ins::{SignIn, SignInFilter, SignIns, SignInsMut};
pub use signing_keys::{SigningKey, SigningKeys, SigningKeysMut};
pub use sites::{MOST_UNMATCHED, Site, SiteNames, SiteSummary, Sites, SitesMut, UnmatchedSite};
pub use sso::{
    DEFAULT_LIMITS_MS, EmergencyAccess, EmergencyAccesses, EmergencyAccessesMut, FormerSession, SamlRequest,
    SamlRequests, SamlRequestsMut, SingleSignOn, SsoRevision, SsoSettings, SsoSettingsMut,
};
pub use store::{Reader, Store, Tx};
pub use users::{
    Choice, ElementPredicate, Identified, Identifier, LicenseFilter, Op, Operand, Predicate, ScimFrom,
    ScimPage, ScimQuery, SentCounts, SignedIn, SiteFilter, SubAttribute, User, UserColumn, UserCounts,
    UserQuery, UserSort, Users, UsersMut,
};
pub use views::{View, Views, ViewsMut};
pub use webhooks::{Attempt, Delivery, Webhook, WebhookLease, Webhooks, WebhooksMut};
