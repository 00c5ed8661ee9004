//! The audit log of the organization (R33): who did what to what, from what to what.

use domain::{EventId, Right, Timestamp};
use serde::{Deserialize, Serialize};

use crate::endpoint::endpoint;
use crate::events::Subject;
use crate::history::{Action, ActorKind, Change};
use crate::{Access, Csv, NoBody, NoParams, Page};

/// Something that was done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AuditEntry {
    /// Its id.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub id: EventId,
    /// When.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub at: Timestamp,
    /// Who.
    pub actor: ActorKind,
    /// The id of the user or token that acted; they may be gone.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub actor_id: Option<String>,
    /// Its name, as it was then.
    pub actor_name: String,
    /// What.
    pub action: Action,
    /// What kind of thing it was done to.
    pub subject: Subject,
    /// The id of that thing; it may be gone.
    pub subject_id: String,
    /// Its name, as it was then.
    pub subject_name: String,
    /// From what to what.
    pub changes: Vec<Change>,
    /// The network address that the request came from.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub address: Option<String>,
    /// The id of the request, as in the server's log.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub request_id: Option<String>,
}

/// Which entries.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Filters {
    /// Not older than this.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = DateTime))]
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub from: Option<Timestamp>,
    /// Older than this.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = DateTime))]
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub to: Option<Timestamp>,
    /// Only by actors of this kind.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub actor: Option<ActorKind>,
    /// Only by the user or token with this id.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub actor_id: Option<String>,
    /// Only this.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub action: Option<Action>,
    /// Only about things of this kind.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub subject: Option<Subject>,
    /// Only about the thing with this id; needs `subject`.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub subject_id: Option<String>,
    /// Parts of the name of who acted, or of what it was done to; case does not matter.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub search: Option<String>,
}

/// Which entries, and which page of them. The newest come first.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AuditQuery {
    /// Not older than this.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = DateTime))]
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub from: Option<Timestamp>,
    /// Older than this.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = DateTime))]
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub to: Option<Timestamp>,
    /// Only by actors of this kind.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub actor: Option<ActorKind>,
    /// Only by the user or token with this id.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub actor_id: Option<String>,
    /// Only this.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub action: Option<Action>,
    /// Only about things of this kind.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub subject: Option<Subject>,
    /// Only about the thing with this id; needs `subject`.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub subject_id: Option<String>,
    /// Parts of the name of who acted, or of what it was done to; case does not matter.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub search: Option<String>,
    /// `next_cursor` of the page before.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub cursor: Option<String>,
    /// Entries on a page: 1 to 200, 50 by default.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub limit: Option<u32>,
}

impl AuditQuery {
    /// Which entries: what the file of the same entries is asked for.
    #[must_use]
    pub fn filters(self) -> Filters {
        let Self { from, to, actor, actor_id, action, subject, subject_id, search, cursor: _, limit: _ } =
            self;
        Filters { from, to, actor, actor_id, action, subject, subject_id, search }
    }
}

endpoint! {
    /// What was done in the organization, the newest first. A page may hold fewer than asked for, or none, and still lead on.
    List = "audit_list", Get "/api/v1/audit", Access::Right(Right::ReadAudit);
    Params: NoParams, Query: AuditQuery, Body: NoBody, Reply: Page<AuditEntry>
}
endpoint! {
    /// The same as a file (UTF-8 with byte order mark, RFC 4180), by the same filters; of any length.
    Export = "audit_export", Get "/api/v1/audit/export", Access::Right(Right::ReadAudit);
    Params: NoParams, Query: Filters, Body: NoBody, Reply: Csv
}
