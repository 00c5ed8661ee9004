//! Home: how the organization stands, and what needs attention.

use domain::Right;
use serde::{Deserialize, Serialize};

use crate::endpoint::endpoint;
use crate::licenses::PlanRef;
use crate::provisioning::{Provisioning, Token};
use crate::{Access, NoBody, NoParams, NoQuery};

/// Counts and what needs attention.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Home {
    /// People.
    pub users: u64,
    /// Those that are active.
    pub active_users: u64,
    /// Those that are deactivated.
    pub deactivated_users: u64,
    /// Those managed by the identity provider.
    pub managed_users: u64,
    /// Active people without a site: they cannot get a licence (R17).
    pub users_without_site: u64,
    /// Active people without a licence. Absent while there is no plan.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub users_without_license: Option<u64>,
    /// Plans whose seats are all taken, by name.
    pub full_plans: Vec<PlanRef>,
    /// Deactivated people who hold a licence: seats that can be had back (R17).
    pub deactivated_license_holders: u64,
    /// Sites.
    pub sites: u64,
    /// Names that the identity provider sent as a site's, and that no site has (R13).
    pub unmatched_sites: u64,
    /// Provisioning as it is.
    pub provisioning: Provisioning,
    /// Requests of the identity provider that were refused or failed today (UTC).
    pub refused_today: u64,
    /// So many people were deactivated by the identity provider within an hour, more than is usual (R7).
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub mass_change: Option<u64>,
    /// Tokens that stop working within 30 days, or have.
    pub expiring_tokens: Vec<Token>,
    /// People sign in with the identity provider.
    #[serde(default)]
    pub sso_enabled: bool,
    /// The end of the active certificate that ends last, when it is within 60 days or has come (R24).
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = DateTime))]
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub sso_certificate_ends: Option<domain::Timestamp>,
    /// The identity provider's metadata has changed, and waits for a decision.
    #[serde(default)]
    pub sso_metadata_changed: bool,
    /// Sign-ins with the identity provider that failed today (UTC).
    #[serde(default)]
    pub failed_sign_ins_today: u64,
}

endpoint! {
    /// How the organization stands, and what needs attention.
    Get = "home_get", Get "/api/v1/home", Access::Right(Right::ReadUsers);
    Params: NoParams, Query: NoQuery, Body: NoBody, Reply: Home
}
