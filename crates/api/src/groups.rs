//! The groups of the identity provider that a person is in. They grant nothing in Rollcall.

use domain::{GroupId, Right, UserId};
use serde::{Deserialize, Serialize};

use crate::endpoint::endpoint;
use crate::{Access, NoBody, NoQuery, Page};

/// A group.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Group {
    /// Its id.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub id: GroupId,
    /// Its name, as the identity provider sends it.
    pub name: String,
}

/// The person whose groups are meant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct GroupParams {
    /// The person.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub id: UserId,
}

endpoint! {
    /// The groups that a person is in, by name; all of them on one page.
    List = "group_list", Get "/api/v1/users/{id}/groups", Access::Right(Right::ReadUsers);
    Params: GroupParams, Query: NoQuery, Body: NoBody, Reply: Page<Group>
}
