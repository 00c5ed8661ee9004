//! The organization of the session.

use domain::{OrgId, Right, Timestamp};
use serde::{Deserialize, Serialize};

use crate::endpoint::endpoint;
use crate::{Access, NoBody, NoParams, NoQuery};

/// An organization (tenant).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Organization {
    /// Its id.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub id: OrgId,
    /// Its short name in URLs.
    pub slug: String,
    /// Its name.
    pub name: String,
    /// When it was made.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub created_at: Timestamp,
}

endpoint! {
    /// The organization of the session.
    Get = "organization_get", Get "/api/v1/organization", Access::Right(Right::ReadUsers);
    Params: NoParams, Query: NoQuery, Body: NoBody, Reply: Organization
}
