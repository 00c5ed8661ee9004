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
    /// The postal address, in lines.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub address: Option<String>,
    /// The time zone of those of its people who have none of their own.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub time_zone: Option<String>,
    /// The language of those of its people who have none of their own.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub locale: Option<String>,
    /// Names that it had before, or that were given to it as if, under which provisioning still finds it (R14).
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
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NewSite {
    /// The name.
    pub name: String,
    /// The postal address, in lines.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub address: Option<String>,
    /// The time zone of those of its people who have none of their own.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub time_zone: Option<String>,
    /// The language of those of its people who have none of their own.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub locale: Option<String>,
}

/// Changes to a site: what is left out stays, an empty text clears an optional field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SiteEdit {
    /// The new name.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub name: Option<String>,
    /// With a new name: keep the present name as a former name, so that the rename does not break provisioning (R14).
    #[serde(default = "keep")]
    pub keep_former_name: bool,
    /// The postal address, in lines.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub address: Option<String>,
    /// The time zone of those of its people who have none of their own.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub time_zone: Option<String>,
    /// The language of those of its people who have none of their own.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub locale: Option<String>,
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

impl Default for SiteEdit {
    fn default() -> Self {
        Self { name: None, keep_former_name: true, address: None, time_zone: None, locale: None }
    }
}

/// A name that the identity provider sent as a site's, and that no site has (R13).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct UnmatchedSite {
    /// The name, as it was sent last.
    pub name: String,
    /// Refused requests that named it.
    pub requests: u64,
    /// The first of them.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub first_seen_at: Timestamp,
    /// The last of them.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub last_seen_at: Timestamp,
    /// The username in the last of them.
    pub last_username: String,
}

/// A former name to add or to drop, or a name that no site has.
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
    /// Changes a site; a new name keeps the former one unless told otherwise (R14).
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
endpoint! {
    /// Lets provisioning find the site by another name, too (R14): for a name that no site has, this says which is meant.
    AddFormerName = "site_former_name_add", Post "/api/v1/sites/{id}/add-former-name", Access::Right(Right::EditSites);
    Params: SiteParams, Query: NoQuery, Body: FormerName, Reply: Site
}
endpoint! {
    /// Names that the identity provider sent and no site has (R13), the last sent first; at most 1,000.
    ListUnmatched = "site_unmatched_list", Get "/api/v1/sites/unmatched", Access::Right(Right::ReadSites);
    Params: NoParams, Query: NoQuery, Body: NoBody, Reply: Page<UnmatchedSite>
}
endpoint! {
    /// Forgets such a name, until it is sent again.
    DismissUnmatched = "site_unmatched_dismiss", Post "/api/v1/sites/dismiss-unmatched", Access::Right(Right::EditSites);
    Params: NoParams, Query: NoQuery, Body: FormerName, Reply: NoContent; status 204
}
