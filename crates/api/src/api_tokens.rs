//! API tokens, with which scripts call this API: `Authorization: Bearer rc_api_…` (R32).
//!
//! A token acts for the person who made it, in the role that it was given. It ends with them (R7), does nothing while they have not that
//! role, and has no way to what belongs to a person alone: their sessions, views and settings, and further tokens.

use domain::{ApiTokenId, Right, Role, Timestamp};
use serde::{Deserialize, Serialize};

use crate::endpoint::endpoint;
use crate::{Access, NoBody, NoContent, NoParams, NoQuery, Page};

/// An API token: never its secret.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ApiToken {
    /// Its id.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub id: ApiTokenId,
    /// Its name.
    pub name: String,
    /// What it may do.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub role: Role,
    /// The last four characters, to tell tokens apart.
    pub last_four: String,
    /// Made at.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub created_at: Timestamp,
    /// Made by: the name of the person for whom it acts.
    pub created_by: String,
    /// Whoever made it has lost the role meanwhile: it is refused until they have it again.
    pub suspended: bool,
    /// When it stops working; absent: never.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = DateTime))]
    pub expires_at: Option<Timestamp>,
    /// Used last, to the minute; absent: never yet.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = DateTime))]
    pub last_used_at: Option<Timestamp>,
    /// From which network address.
    pub last_used_address: Option<String>,
}

/// An API token to be made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NewApiToken {
    /// Its name.
    pub name: String,
    /// What it may do: nothing that its maker may not.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub role: Role,
    /// Days until it stops working, 1 to 3,650; never when left out.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub expires_in_days: Option<u32>,
}

/// A new API token with its secret: shown once, stored hashed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CreatedApiToken {
    /// The token.
    pub token: ApiToken,
    /// What comes after `Bearer`. It cannot be shown again.
    pub secret: String,
}

/// The token that the path names.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ApiTokenParams {
    /// The id.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub id: ApiTokenId,
}

endpoint! {
    /// The API tokens of the organization, the newest first; never their secrets.
    List = "api_token_list", Get "/api/v1/api-tokens", Access::Right(Right::ReadIdentity);
    Params: NoParams, Query: NoQuery, Body: NoBody, Reply: Page<ApiToken>
}
endpoint! {
    /// Makes an API token for oneself; its secret is in this answer and never again.
    Create = "api_token_create", Post "/api/v1/api-tokens", Access::Right(Right::EditIdentity);
    Params: NoParams, Query: NoQuery, Body: NewApiToken, Reply: CreatedApiToken; status 201; person true
}
endpoint! {
    /// Revokes an API token: it stops working at once.
    Revoke = "api_token_revoke", Delete "/api/v1/api-tokens/{id}", Access::Right(Right::EditIdentity);
    Params: ApiTokenParams, Query: NoQuery, Body: NoBody, Reply: NoContent; status 204
}
