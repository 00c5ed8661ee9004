//! First run: the organization and its owner, from the one-time link that the server prints.

use serde::{Deserialize, Serialize};

use crate::endpoint::endpoint;
use crate::sessions::Identity;
use crate::{Access, NoParams, NoQuery};

/// The secret of a one-time link: what follows `#` in it, so that no server or proxy logs it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Link {
    /// The secret.
    pub token: String,
}

/// Whether the link works, and what for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LinkState {
    /// It can be used now. (A link that cannot is a `link_invalid` problem.)
    pub valid: bool,
}

/// The first organization and its owner.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NewOrganization {
    /// The secret of the set-up link.
    pub token: String,
    /// The organization's name.
    pub organization_name: String,
    /// Its short name in URLs (`/scim/{slug}/v2`).
    pub slug: String,
    /// The owner's username.
    pub username: String,
    /// The owner's first name.
    pub first_name: String,
    /// The owner's last name.
    pub last_name: String,
    /// The owner's email.
    pub email: String,
    /// The owner's password.
    pub password: String,
}

endpoint! {
    /// Whether a set-up link still works.
    Check = "setup_check", Post "/api/v1/setup/check", Access::Public;
    Params: NoParams, Query: NoQuery, Body: Link, Reply: LinkState
}
endpoint! {
    /// Creates the organization and its owner, uses up the link, and signs the owner in.
    Create = "setup_create", Post "/api/v1/setup", Access::Public;
    Params: NoParams, Query: NoQuery, Body: NewOrganization, Reply: Identity; status 201
}
