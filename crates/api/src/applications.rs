//! Applications that people sign in to through Rollcall, by OpenID Connect (R34).

use domain::{ApplicationId, ApplicationKind, Right, SecretId, Timestamp};
use serde::{Deserialize, Serialize};

use crate::endpoint::endpoint;
use crate::{Access, NoBody, NoContent, NoParams, NoQuery, Page};

/// An application: a client, as OpenID Connect calls it. Its id is its `client_id`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Application {
    /// Its id: the `client_id`.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub id: ApplicationId,
    /// Its name.
    pub name: String,
    /// Can it keep a secret? Stays as it was made.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub kind: ApplicationKind,
    /// Where browsers may be sent back to after signing in.
    pub redirect_uris: Vec<String>,
    /// Where they may be sent to after signing out.
    pub post_logout_redirect_uris: Vec<String>,
    /// Its secrets, the newest first; never the secrets themselves.
    pub secrets: Vec<ApplicationSecret>,
    /// Made at.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub created_at: Timestamp,
    /// When somebody last signed in to it, to the minute; absent: never yet.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = DateTime))]
    pub last_used_at: Option<Timestamp>,
    /// Counts changes: the `ETag` is `"<version>"`.
    pub version: u64,
}

/// A secret of an application: never its value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ApplicationSecret {
    /// Its id.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub id: SecretId,
    /// The last four characters, to tell secrets apart.
    pub last_four: String,
    /// Made at.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub created_at: Timestamp,
    /// Used last, to the minute; absent: never yet.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = DateTime))]
    pub last_used_at: Option<Timestamp>,
}

/// An application to be made.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NewApplication {
    /// Its name.
    pub name: String,
    /// Can it keep a secret?
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub kind: ApplicationKind,
    /// Where browsers may be sent back to: https, or http on the person's own machine; 1 to 20.
    pub redirect_uris: Vec<String>,
    /// Where they may be sent to after signing out; up to 20.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub post_logout_redirect_uris: Vec<String>,
}

/// Changes to an application: what is left out stays.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ApplicationEdit {
    /// Its name.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub name: Option<String>,
    /// All addresses to send browsers back to.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub redirect_uris: Option<Vec<String>>,
    /// All addresses after signing out.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub post_logout_redirect_uris: Option<Vec<String>>,
}

/// A new secret with its value: shown once, stored hashed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CreatedSecret {
    /// The secret.
    pub secret: ApplicationSecret,
    /// The `client_secret`. It cannot be shown again.
    pub value: String,
}

/// Rollcall as the applications see it: their OpenID provider.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Provider {
    /// The issuer: what applications are configured with.
    pub issuer: String,
    /// Where they find everything else (`OpenID Connect Discovery 1.0`).
    pub discovery_url: String,
    /// Since when the present key signs; absent: nothing was signed yet.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = DateTime))]
    pub key_signs_since: Option<Timestamp>,
}

/// The application that the path names.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ApplicationParams {
    /// The id.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub id: ApplicationId,
}

/// The secret that the path names.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SecretParams {
    /// The application.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub id: ApplicationId,
    /// The secret.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub secret_id: SecretId,
}

endpoint! {
    /// The applications, by name.
    List = "application_list", Get "/api/v1/applications", Access::Right(Right::ReadIdentity);
    Params: NoParams, Query: NoQuery, Body: NoBody, Reply: Page<Application>
}
endpoint! {
    /// One application.
    Get = "application_get", Get "/api/v1/applications/{id}", Access::Right(Right::ReadIdentity);
    Params: ApplicationParams, Query: NoQuery, Body: NoBody, Reply: Application
}
endpoint! {
    /// Makes an application.
    Create = "application_create", Post "/api/v1/applications", Access::Right(Right::EditIdentity);
    Params: NoParams, Query: NoQuery, Body: NewApplication, Reply: Application; status 201
}
endpoint! {
    /// Changes an application.
    Edit = "application_edit", Patch "/api/v1/applications/{id}", Access::Right(Right::EditIdentity);
    Params: ApplicationParams, Query: NoQuery, Body: ApplicationEdit, Reply: Application; if_match true
}
endpoint! {
    /// Deletes an application: nobody signs in to it any more, and all its tokens end at once.
    Delete = "application_delete", Delete "/api/v1/applications/{id}", Access::Right(Right::EditIdentity);
    Params: ApplicationParams, Query: NoQuery, Body: NoBody, Reply: NoContent; status 204
}
endpoint! {
    /// Makes a secret; its value is in this answer and never again.
    CreateSecret = "application_secret_create", Post "/api/v1/applications/{id}/secrets", Access::Right(Right::EditIdentity);
    Params: ApplicationParams, Query: NoQuery, Body: NoBody, Reply: CreatedSecret; status 201
}
endpoint! {
    /// Revokes a secret: it stops working at once.
    RevokeSecret = "application_secret_revoke", Delete "/api/v1/applications/{id}/secrets/{secret_id}", Access::Right(Right::EditIdentity);
    Params: SecretParams, Query: NoQuery, Body: NoBody, Reply: NoContent; status 204
}
endpoint! {
    /// What applications are configured with, and since when the present key signs.
    GetProvider = "application_provider_get", Get "/api/v1/applications/provider", Access::Right(Right::ReadIdentity);
    Params: NoParams, Query: NoQuery, Body: NoBody, Reply: Provider
}
endpoint! {
    /// Signs with the next key from now on; the former one still proves what it has signed.
    RotateKey = "application_key_rotate", Post "/api/v1/applications/provider/rotate-key", Access::Right(Right::EditIdentity);
    Params: NoParams, Query: NoQuery, Body: NoBody, Reply: Provider
}
