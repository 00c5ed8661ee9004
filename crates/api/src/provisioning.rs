//! User provisioning (SCIM): the switch, the URL, the tokens (R29, R30).

use domain::{IdentityProvider, RetrievalScope, Right, Timestamp, TokenId};
use serde::{Deserialize, Serialize};

use crate::endpoint::endpoint;
use crate::{Access, NoBody, NoContent, NoParams, NoQuery, Page};

/// The provisioning settings of the organization.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Provisioning {
    /// The switch. Off makes every token useless and keeps the users (R29).
    pub enabled: bool,
    /// The identity provider: decides names and places in words.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub identity_provider: IdentityProvider,
    /// What the identity provider may read (R30).
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub retrieval_scope: RetrievalScope,
    /// Requests are read as the RFC says, in place of as identity providers write them.
    pub strict: bool,
    /// Unusually many deactivations are told from more than so many of a hundred managed people on; 100: never.
    pub guard_percent: u32,
    /// The SCIM base URL: Entra's "Tenant URL".
    pub url: String,
    /// People managed by the identity provider.
    pub managed_users: u64,
    /// Local users: found, and linked by a first write, while the scope is "All users".
    pub local_users: u64,
    /// The last authenticated call.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = DateTime))]
    pub last_call_at: Option<Timestamp>,
    /// Counts changes: the `ETag` is `"<version>"`.
    pub version: u64,
}

/// Changes to the settings: what is left out stays.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ProvisioningEdit {
    /// The switch.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub enabled: Option<bool>,
    /// The identity provider.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>))]
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub identity_provider: Option<IdentityProvider>,
    /// What it may read.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>))]
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub retrieval_scope: Option<RetrievalScope>,
    /// Read requests as the RFC says.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub strict: Option<bool>,
    /// From more than so many of a hundred managed people on deactivations are told, 1 to 100.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub guard_percent: Option<u32>,
}

/// An API token of the identity provider: never its secret.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Token {
    /// Its id.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub id: TokenId,
    /// Its name.
    pub name: String,
    /// The last four characters, to tell tokens apart.
    pub last_four: String,
    /// Made at.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub created_at: Timestamp,
    /// Made by: a name, as it was then.
    pub created_by: String,
    /// When it stops working; absent: never.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = DateTime))]
    pub expires_at: Option<Timestamp>,
    /// Used last, to the minute; absent: never yet.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = DateTime))]
    pub last_used_at: Option<Timestamp>,
    /// From which network address.
    pub last_used_address: Option<String>,
}

/// A token to be made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NewToken {
    /// Its name.
    pub name: String,
    /// Days until it stops working, 1 to 3,650; never when left out.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub expires_in_days: Option<u32>,
}

/// A new token with its secret: shown once, stored hashed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CreatedToken {
    /// The token.
    pub token: Token,
    /// Entra's "Secret Token". It cannot be shown again.
    pub secret: String,
}

/// The token that the path names.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TokenParams {
    /// The id.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub id: TokenId,
}

endpoint! {
    /// The provisioning settings.
    Get = "provisioning_get", Get "/api/v1/provisioning", Access::Right(Right::ReadIdentity);
    Params: NoParams, Query: NoQuery, Body: NoBody, Reply: Provisioning
}
endpoint! {
    /// Changes the provisioning settings.
    Edit = "provisioning_edit", Patch "/api/v1/provisioning", Access::Right(Right::EditIdentity);
    Params: NoParams, Query: NoQuery, Body: ProvisioningEdit, Reply: Provisioning; if_match true
}
endpoint! {
    /// The tokens, the newest first; never their secrets.
    ListTokens = "provisioning_token_list", Get "/api/v1/provisioning/tokens", Access::Right(Right::ReadIdentity);
    Params: NoParams, Query: NoQuery, Body: NoBody, Reply: Page<Token>
}
endpoint! {
    /// Makes a token; its secret is in this answer and never again.
    CreateToken = "provisioning_token_create", Post "/api/v1/provisioning/tokens", Access::Right(Right::EditIdentity);
    Params: NoParams, Query: NoQuery, Body: NewToken, Reply: CreatedToken; status 201
}
endpoint! {
    /// Revokes a token: it stops working at once.
    RevokeToken = "provisioning_token_revoke", Delete "/api/v1/provisioning/tokens/{id}", Access::Right(Right::EditIdentity);
    Params: TokenParams, Query: NoQuery, Body: NoBody, Reply: NoContent; status 204
}
