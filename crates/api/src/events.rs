//! Live updates: server-sent events (`text/event-stream`), resumed with `Last-Event-ID`.
//!
//! An event says that something changed, not how: the console reads it anew. `id` is the number of the change,
//! `data` is a [`Changed`]. A client that was away too long gets `event: reset`, and reads everything anew.
//! So does one whose session has ended, before its stream ends: what it then reads says 401 (R7).

use domain::Right;
use serde::{Deserialize, Serialize};

use crate::endpoint::endpoint;
use crate::{Access, NoBody, NoParams, NoQuery};

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
}

impl Subject {
    /// Every kind.
    pub const ALL: [Self; 18] = [
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

endpoint! {
    /// The stream of changes of the organization.
    Stream = "event_stream", Get "/api/v1/events", Access::Right(Right::ReadUsers);
    Params: NoParams, Query: NoQuery, Body: NoBody, Reply: Changed
}
