//! Domains that an organization has proven to be its own: a username of such a domain leads to its sign-in (R26).

use domain::{Right, Timestamp};
use serde::{Deserialize, Serialize};

use crate::endpoint::endpoint;
use crate::{Access, NoBody, NoContent, NoParams, NoQuery, Page};

/// A domain.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Domain {
    /// Its name, in small letters: `contoso.com`.
    pub name: String,
    /// The name of the TXT record: `_rollcall.contoso.com`.
    pub record_name: String,
    /// What the TXT record must hold.
    pub record_value: String,
    /// When the record was found; absent: not yet.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = DateTime))]
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub verified_at: Option<Timestamp>,
}

/// A domain to prove.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NewDomain {
    /// Its name.
    pub name: String,
}

/// The domain that the path names.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DomainParams {
    /// Its name.
    pub name: String,
}

endpoint! {
    /// The domains, by name.
    List = "domain_list", Get "/api/v1/domains", Access::Right(Right::ReadIdentity);
    Params: NoParams, Query: NoQuery, Body: NoBody, Reply: Page<Domain>
}
endpoint! {
    /// Names a domain that is to be proven.
    Create = "domain_create", Post "/api/v1/domains", Access::Right(Right::EditIdentity);
    Params: NoParams, Query: NoQuery, Body: NewDomain, Reply: Domain; status 201
}
endpoint! {
    /// Looks for the TXT record.
    Verify = "domain_verify", Post "/api/v1/domains/{name}/verify", Access::Right(Right::EditIdentity);
    Params: DomainParams, Query: NoQuery, Body: NoBody, Reply: Domain
}
endpoint! {
    /// Forgets a domain.
    Delete = "domain_delete", Delete "/api/v1/domains/{name}", Access::Right(Right::EditIdentity);
    Params: DomainParams, Query: NoQuery, Body: NoBody, Reply: NoContent; status 204
}
