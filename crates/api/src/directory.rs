//! The company directory (R19, R20): what everybody of the organization sees of each other.

use domain::UserId;
use serde::{Deserialize, Serialize};

use crate::endpoint::endpoint;
use crate::{Access, NoBody, NoParams, Page};

/// Somebody who is listed: active and visible, licensed or not. Never the username, the email or the status.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DirectoryEntry {
    /// The person's id.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub id: UserId,
    /// First and last name; empty for somebody who has neither.
    pub name: String,
    /// Job title.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub job_title: Option<String>,
    /// Department.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub department: Option<String>,
    /// The site's name.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub site: Option<String>,
    /// Extension.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub extension: Option<String>,
    /// Personal contact number.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub personal_contact_number: Option<String>,
    /// Work contact number, as the identity provider sent it: shown here only (R21).
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub work_contact_number: Option<String>,
}

/// Search and page of the directory.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DirectoryQuery {
    /// Parts of the name, job title, department, extension or a contact number; case does not matter.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub search: Option<String>,
    /// `next_cursor` or `previous_cursor` of another page of the same search.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub cursor: Option<String>,
    /// People on a page: 1 to 200, 50 by default.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub limit: Option<u32>,
}

endpoint! {
    /// The people of the organization by name, for everybody who is signed in.
    List = "directory_list", Get "/api/v1/directory", Access::SignedIn;
    Params: NoParams, Query: DirectoryQuery, Body: NoBody, Reply: Page<DirectoryEntry>
}
