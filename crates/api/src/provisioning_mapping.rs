//! The attribute mapping, with the values of an example person and what the identity provider has sent so far (R3, R21).

use domain::{Field, IdentityProvider, Right, UserId};
use serde::{Deserialize, Serialize};

use crate::endpoint::endpoint;
use crate::{Access, NoBody, NoParams};

/// Where a value is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ShownIn {
    /// In the console.
    Console,
    /// In the company directory only (R20, R21).
    Directory,
    /// Nowhere: stored, and returned over SCIM (R21).
    Nowhere,
}

/// One attribute of the mapping.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MappedAttribute {
    /// Microsoft Entra ID's attribute; empty where it has none of its own.
    pub entra: String,
    /// What its portal calls it; may be empty.
    pub portal: String,
    /// The SCIM paths that are read: the first is the one that is written.
    pub scim: Vec<String>,
    /// The field here.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>))]
    pub field: Option<Field>,
    /// Where the value is shown.
    pub shown_in: ShownIn,
    /// For how many managed people the identity provider has sent it.
    pub sent_for: u64,
    /// Has it sent it for the example person?
    pub sent: bool,
    /// The example person's value; absent where there is none, and where it is not shown.
    pub value: Option<String>,
}

/// The example person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MappingPerson {
    /// Who.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub id: UserId,
    /// First and last name, or the username.
    pub name: String,
    /// The username.
    pub username: String,
}

/// An attribute that the identity provider sends, and that has no field here.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OtherAttribute {
    /// SCIM's path.
    pub scim: String,
    /// For how many of the people that were looked at.
    pub people: u64,
}

/// The mapping.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Mapping {
    /// The identity provider.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub identity_provider: IdentityProvider,
    /// The example person: whom the query names, else the managed one who was changed last; absent while there is none.
    pub person: Option<MappingPerson>,
    /// People managed by the identity provider.
    pub managed_users: u64,
    /// The attributes with a field here.
    pub attributes: Vec<MappedAttribute>,
    /// How many of those who were changed last were looked at for `others`.
    pub sampled: u64,
    /// What else was sent for them; at most 100.
    pub others: Vec<OtherAttribute>,
}

/// Who is the example.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MappingQuery {
    /// The person.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>))]
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub user: Option<UserId>,
}

endpoint! {
    /// The attribute mapping, with an example, and what the identity provider has sent so far.
    Get = "provisioning_mapping_get", Get "/api/v1/provisioning/mapping", Access::Right(Right::ReadIdentity);
    Params: NoParams, Query: MappingQuery, Body: NoBody, Reply: Mapping
}
