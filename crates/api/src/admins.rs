//! Who administers the organization: everybody with a role above member (R32), and the change of a role.

use domain::{ManagedBy, Right, Role, Status, Timestamp, UserId};
use serde::{Deserialize, Serialize};

use crate::endpoint::endpoint;
use crate::{Access, NoBody, NoParams, NoQuery, Page};

/// Somebody with a role.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Admin {
    /// The person's id, as in `/users/{id}`.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub id: UserId,
    /// First and last name.
    pub name: String,
    /// What the person signs in with.
    pub username: String,
    /// The role.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub role: Role,
    /// Deactivated people keep their role (R8), and cannot use it.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub status: Status,
    /// Who manages the person (R1). The identity provider knows no roles: they are given here for everybody.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub managed_by: ManagedBy,
    /// The only active owner (R10).
    pub is_last_active_owner: bool,
    /// Signed in last.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = DateTime))]
    pub last_sign_in_at: Option<Timestamp>,
    /// Counts changes of the person: the `ETag` is `"<version>"`.
    pub version: u64,
}

/// The role that somebody is to have.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RoleEdit {
    /// The role; `member` takes away what there was.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub role: Role,
}

/// The person that the path names.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AdminParams {
    /// The id; also that of a member, who becomes more by it.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub id: UserId,
}

endpoint! {
    /// Everybody with a role above member, owners first, then by name; at most 1,000.
    List = "admin_list", Get "/api/v1/admins", Access::Right(Right::ReadUsers);
    Params: NoParams, Query: NoQuery, Body: NoBody, Reply: Page<Admin>
}
endpoint! {
    /// Gives a person a role (R10, R32): in force with their next request.
    Edit = "admin_edit", Patch "/api/v1/admins/{id}", Access::Right(Right::EditRoles);
    Params: AdminParams, Query: NoQuery, Body: RoleEdit, Reply: Admin; if_match true
}
