//! Sites (R11-R15).

use domain::{Right, SiteId, Timestamp};
use serde::{Deserialize, Serialize};

use crate::endpoint::endpoint;
use crate::{Access, NoBody, NoContent, NoParams, NoQuery, Page};

/// A site.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Site {
    /// The id: stable.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub id: SiteId,
    /// The name; unique without regard to case (R11).
    pub name: String,
    /// Names that it had before, under which provisioning still finds it (R14).
    pub former_names: Vec<String>,
    /// People there, deactivated ones included (R15).
    pub users: u64,
    /// Those among them that the identity provider manages, and that carry the name there (R14).
    pub managed_users: u64,
    /// Made at.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub created_at: Timestamp,
    /// Counts changes: the `ETag` is `"<version>"`.
    pub version: u64,
}

/// A site to be made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NewSite {
    /// The name.
    pub name: String,
}

/// A new name for a site.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SiteEdit {
    /// The new name.
    pub name: String,
    /// Keep the present name as a former name, so that the rename does not break provisioning (R14).
    #[serde(default = "keep")]
    pub keep_former_name: bool,
}

const fn keep() -> bool {
    true
}

/// The site that the path names.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SiteParams {
    /// The id.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub id: SiteId,
}

/// The former name to drop.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FormerName {
    /// The name, without regard to case.
    pub name: String,
}

endpoint! {
    /// Every site, by name.
    List = "site_list", Get "/api/v1/sites", Access::Right(Right::ReadSites);
    Params: NoParams, Query: NoQuery, Body: NoBody, Reply: Page<Site>
}
endpoint! {
    /// One site.
    Get = "site_get", Get "/api/v1/sites/{id}", Access::Right(Right::ReadSites);
    Params: SiteParams, Query: NoQuery, Body: NoBody, Reply: Site
}
endpoint! {
    /// Makes a site.
    Create = "site_create", Post "/api/v1/sites", Access::Right(Right::EditSites);
    Params: NoParams, Query: NoQuery, Body: NewSite, Reply: Site; status 201
}
endpoint! {
    /// Renames a site, and keeps the former name unless told otherwise (R14).
    Edit = "site_edit", Patch "/api/v1/sites/{id}", Access::Right(Right::EditSites);
    Params: SiteParams, Query: NoQuery, Body: SiteEdit, Reply: Site; if_match true
}
endpoint! {
    /// Deletes a site that has no users (R15).
    Delete = "site_delete", Delete "/api/v1/sites/{id}", Access::Right(Right::EditSites);
    Params: SiteParams, Query: NoQuery, Body: NoBody, Reply: NoContent; status 204
}
endpoint! {
    /// Drops a former name (R14): from then on provisioning no longer finds the site by it.
    DropFormerName = "site_former_name_drop", Post "/api/v1/sites/{id}/drop-former-name", Access::Right(Right::EditSites);
    Params: SiteParams, Query: NoQuery, Body: FormerName, Reply: Site
}
