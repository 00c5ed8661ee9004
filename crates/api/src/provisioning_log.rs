//! The provisioning log (R31): what the identity provider asked for, what became of it, and where to mend what was
//! refused.

use domain::{
    Cause, Effect, IdentityProvider, LogId, Operation, Outcome, ResourceKind, Right, Timestamp, UserId,
};
use serde::{Deserialize, Serialize};

use crate::endpoint::endpoint;
use crate::{Access, NoBody, NoParams, NoQuery, Page};

/// One request of the identity provider, for a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Entry {
    /// Its id.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub id: LogId,
    /// When it came.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub at: Timestamp,
    /// What it asked for: `create`, `read`, `list`, `replace`, `patch`, `delete`, `other`.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub operation: Operation,
    /// About what kind of thing: `user`, `group`, `service`.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub resource: ResourceKind,
    /// What it came to: `changed`, `unchanged`, `read`, `refused`, `failed`.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub outcome: Outcome,
    /// The HTTP status of the answer.
    pub status: u16,
    /// What it did.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub effect: Effect,
    /// How many a list found.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub found: Option<u64>,
    /// Why it was refused, for programs.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>))]
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub cause: Option<Cause>,
    /// The same in a few words.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub reason: Option<String>,
    /// The person; they may have been deleted since.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>))]
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub user_id: Option<UserId>,
    /// Whom or what it was about, in words: a name, a username, a filter.
    pub subject: String,
    /// The SCIM paths that changed, the first five.
    pub changed: Vec<String>,
    /// The name of the token; absent when none was accepted.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub token_name: Option<String>,
}

/// An attribute, before and after.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PathChange {
    /// Its SCIM path, such as `name.givenName`.
    pub path: String,
    /// Before; absent when there was nothing.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub from: Option<String>,
    /// After; absent when there is nothing.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub to: Option<String>,
}

/// A part of a request that had no effect.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct IgnoredPart {
    /// The attribute, as the identity provider named it.
    pub path: String,
    /// Why, as a sentence.
    pub why: String,
}

/// The request as it came, but for secrets and for what the console never shows (R21), which read `•••`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RawRequest {
    /// The method.
    pub method: String,
    /// Path and query, decoded.
    pub path: String,
    /// The body, at most 6 KB of it; empty where there was none.
    pub body: String,
}

/// An entry with all that is known of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct EntryDetail {
    /// What the list shows of it.
    pub entry: Entry,
    /// The organization's identity provider, whose screen `place` names.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub identity_provider: IdentityProvider,
    /// The SCIM keyword of the refusal.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub scim_type: Option<String>,
    /// The refusal, as the identity provider was told it.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub detail: Option<String>,
    /// What would have been accepted.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub expected: Option<String>,
    /// What came.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub received: Option<String>,
    /// The screen of the identity provider on which it is mended, as it labels the way there.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub place: Option<String>,
    /// What to do.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub advice: Option<String>,
    /// From what to what.
    pub changes: Vec<PathChange>,
    /// What had no effect, and why.
    pub ignored: Vec<IgnoredPart>,
    /// The network address that it came from.
    pub address: String,
    /// Its id, as in the server's log.
    pub request_id: String,
    /// How long the answer took.
    pub duration_ms: u64,
    /// The request.
    pub request: RawRequest,
}

/// Which entries. The newest come first.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LogQuery {
    /// Only these: `changed`, `unchanged`, `read`, `refused`, `failed`.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>))]
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub outcome: Option<Outcome>,
    /// Only these: `create`, `read`, `list`, `replace`, `patch`, `delete`, `other`.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>))]
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub operation: Option<Operation>,
    /// Only about this person.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>))]
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub user: Option<UserId>,
    /// A part of whom or what it was about, without regard to case.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub subject: Option<String>,
    /// Not older.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = DateTime))]
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub from: Option<Timestamp>,
    /// Older than this.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = DateTime))]
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub to: Option<Timestamp>,
    /// Without those that only read.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub hide_reads: Option<bool>,
    /// `next_cursor` or `previous_cursor` of another page.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub cursor: Option<String>,
    /// Entries on a page: 1 to 200, 50 by default.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub limit: Option<u32>,
}

/// The entry that is meant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LogParams {
    /// Its id.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub id: LogId,
}

/// The calls of one day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Day {
    /// Its beginning: midnight in UTC.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub day: Timestamp,
    /// All requests.
    pub calls: u64,
    /// Those that changed something.
    pub changed: u64,
    /// Those that were refused, or failed.
    pub refused: u64,
}

/// Whether the identity provider calls, and how it fares.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Health {
    /// Are its calls let in?
    pub enabled: bool,
    /// Who calls.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub identity_provider: IdentityProvider,
    /// The last authenticated call, to the minute; absent: never yet.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = DateTime))]
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub last_call_at: Option<Timestamp>,
    /// When the next one is due at the latest, where the identity provider keeps a cycle: Entra calls every 40 minutes.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = DateTime))]
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub next_expected_at: Option<Timestamp>,
    /// The last 30 days, the oldest first; the last one is today.
    pub days: Vec<Day>,
}

endpoint! {
    /// What the identity provider asked for, the newest first.
    List = "provisioning_log_list", Get "/api/v1/provisioning/log", Access::Right(Right::ReadIdentity);
    Params: NoParams, Query: LogQuery, Body: NoBody, Reply: Page<Entry>
}
endpoint! {
    /// One request with its changes, its reason, and the request itself.
    Get = "provisioning_log_get", Get "/api/v1/provisioning/log/{id}", Access::Right(Right::ReadIdentity);
    Params: LogParams, Query: NoQuery, Body: NoBody, Reply: EntryDetail
}
endpoint! {
    /// Whether the identity provider calls, and how it fares.
    GetHealth = "provisioning_health_get", Get "/api/v1/provisioning/health", Access::Right(Right::ReadIdentity);
    Params: NoParams, Query: NoQuery, Body: NoBody, Reply: Health
}
