//! Saved views of the table of users: each person's own.

use domain::{Right, Timestamp, ViewId};
use serde::{Deserialize, Serialize};

use crate::endpoint::endpoint;
use crate::{Access, NoBody, NoContent, NoParams, NoQuery, Page};

/// A view.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct View {
    /// The id.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub id: ViewId,
    /// The name; unique among one's own without regard to case.
    pub name: String,
    /// What follows the question mark of `/users`; may be empty.
    pub query: String,
    /// The columns in order, by their names in the API; empty means that the console decides.
    pub columns: Vec<String>,
    /// Made at.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub created_at: Timestamp,
    /// Counts changes: the `ETag` is `"<version>"`.
    pub version: u64,
}

/// A view to be saved.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NewView {
    /// The name.
    pub name: String,
    /// The query, at most 2,000 characters.
    #[serde(default)]
    pub query: String,
    /// The columns.
    #[serde(default)]
    pub columns: Vec<String>,
}

/// Changes to a view: what is left out stays.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ViewEdit {
    /// The name.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub name: Option<String>,
    /// The query.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub query: Option<String>,
    /// The columns.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub columns: Option<Vec<String>>,
}

/// The view that the path names.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ViewParams {
    /// The id.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub id: ViewId,
}

endpoint! {
    /// One's own views, by name; at most 50.
    List = "view_list", Get "/api/v1/views", Access::Right(Right::ReadUsers);
    Params: NoParams, Query: NoQuery, Body: NoBody, Reply: Page<View>; person true
}
endpoint! {
    /// Saves a view for oneself.
    Create = "view_create", Post "/api/v1/views", Access::Right(Right::ReadUsers);
    Params: NoParams, Query: NoQuery, Body: NewView, Reply: View; status 201; person true
}
endpoint! {
    /// Changes a view of one's own.
    Edit = "view_edit", Patch "/api/v1/views/{id}", Access::Right(Right::ReadUsers);
    Params: ViewParams, Query: NoQuery, Body: ViewEdit, Reply: View; if_match true; person true
}
endpoint! {
    /// Deletes a view of one's own.
    Delete = "view_delete", Delete "/api/v1/views/{id}", Access::Right(Right::ReadUsers);
    Params: ViewParams, Query: NoQuery, Body: NoBody, Reply: NoContent; status 204; person true
}
