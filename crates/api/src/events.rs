//! Live updates: server-sent events (`text/event-stream`), resumed with `Last-Event-ID`.
//!
//! An event says that something changed, not how: the console reads it anew. `id` is the number of the change,
//! `data` is a [`Changed`]. A client that was away too long gets `event: reset`, and reads everything anew.
//! So does one whose session has ended, before its stream ends: what it then reads says 401 (R7).
//!
//! Who would rather poll asks the same address with `cursor`, and gets a page of JSON ([`Occurrences`]). It begins with `cursor=head`, which
//! answers where the feed is; reads what it needs; and from then on asks with the `next_cursor` that it got last. Nothing is missed and
//! nothing comes twice: entries are in the order of commits. They are kept for seven days; a cursor that is older is refused
//! (`invalid_cursor`), and everything is to be read anew.

use domain::{Right, Timestamp};
use serde::{Deserialize, Serialize};

use crate::endpoint::endpoint;
use crate::history::Action;
use crate::{Access, NoBody, NoParams};

/// What kind of thing changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "each name says it")]
pub enum Subject {
    User,
    Site,
    License,
    LicenseRule,
    Session,
    Provisioning,
    Token,
    ProvisioningLog,
    Organization,
    Group,
    View,
    Preferences,
    Job,
    Application,
    Sso,
    SignIn,
    Domain,
    ApiToken,
    Webhook,
}

impl Subject {
    /// Every kind.
    pub const ALL: [Self; 19] = [
        Self::User,
        Self::Site,
        Self::License,
        Self::LicenseRule,
        Self::Session,
        Self::Provisioning,
        Self::Token,
        Self::ProvisioningLog,
        Self::Organization,
        Self::Group,
        Self::Job,
        Self::View,
        Self::Preferences,
        Self::Application,
        Self::Sso,
        Self::SignIn,
        Self::Domain,
        Self::ApiToken,
        Self::Webhook,
    ];
}

/// Something changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Changed {
    /// The kind of thing.
    pub subject: Subject,
    /// Its id, as in the API; for a session, the id of its user.
    pub id: String,
}

/// Where to go on, for those who poll; a stream when nothing is asked for.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct EventsQuery {
    /// `next_cursor` of the page before, or `head` to begin: then a page of JSON is the answer, and no stream.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub cursor: Option<String>,
    /// Entries on a page: 1 to 200, 50 by default.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub limit: Option<u32>,
}

/// Something that has happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Occurrence {
    /// Leads to what happened after it.
    pub cursor: String,
    /// When.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub at: Timestamp,
    /// The kind of thing.
    pub subject: Subject,
    /// Its id, as in the API; for a session, the id of its user.
    pub id: String,
    /// What was done to it, as in the audit log; absent when something about it changed along with something else.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub action: Option<Action>,
}

/// A page of what has happened, the oldest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Occurrences {
    /// What has happened; none, when nothing has.
    pub items: Vec<Occurrence>,
    /// For the next request: always there.
    pub next_cursor: String,
    /// There is more already: ask again at once.
    pub more: bool,
}

endpoint! {
    /// The changes of the organization: a stream, or, with `cursor`, a page of JSON.
    Stream = "event_stream", Get "/api/v1/events", Access::Right(Right::ReadUsers);
    Params: NoParams, Query: EventsQuery, Body: NoBody, Reply: Changed
}
