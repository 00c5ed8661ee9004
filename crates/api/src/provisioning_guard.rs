//! The guard against mass changes: unusually many deactivations by the identity provider within an hour are told, with a
//! way back.

use domain::{Right, Timestamp, UserId};
use serde::{Deserialize, Serialize};

use crate::endpoint::endpoint;
use crate::{Access, NoBody, NoContent, NoParams, NoQuery};

/// People of a change that are told by name.
pub const MAX_NAMED: usize = 100;

/// From how many on the guard tells, and what it has to tell.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Guard {
    /// More than so many of a hundred managed people: set by `provisioning_edit`.
    pub percent: u32,
    /// And at least so many people.
    pub minimum: u64,
    /// The latest change of the last seven days that nobody has undone or dismissed.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub change: Option<MassChange>,
}

/// Deactivations by the identity provider within an hour.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MassChange {
    /// The first of them.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub from: Timestamp,
    /// The last of them.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub to: Timestamp,
    /// How many people are still deactivated by it.
    pub people: u64,
    /// How many of a hundred managed people that is.
    pub share: u64,
    /// The first 100 of them.
    pub first: Vec<Deactivated>,
}

/// One of them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Deactivated {
    /// The person.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub id: UserId,
    /// Their name; the username when they have none.
    pub name: String,
}

/// What an undo came to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Undone {
    /// People who are active again.
    pub reactivated: u64,
    /// Owners, whom only an owner reactivates (R32).
    pub refused: u64,
}

endpoint! {
    /// Whether the identity provider has deactivated unusually many people of late.
    Get = "provisioning_guard_get", Get "/api/v1/provisioning/guard", Access::Right(Right::ReadIdentity);
    Params: NoParams, Query: NoQuery, Body: NoBody, Reply: Guard
}
endpoint! {
    /// Reactivates the people of the present change; the identity provider may deactivate them again.
    Undo = "provisioning_guard_undo", Post "/api/v1/provisioning/guard/undo", Access::Right(Right::EditIdentity);
    Params: NoParams, Query: NoQuery, Body: NoBody, Reply: Undone
}
endpoint! {
    /// Takes the present change, and all before it, as meant: it is no longer told.
    Dismiss = "provisioning_guard_dismiss", Post "/api/v1/provisioning/guard/dismiss", Access::Right(Right::EditIdentity);
    Params: NoParams, Query: NoQuery, Body: NoBody, Reply: NoContent; status 204
}
