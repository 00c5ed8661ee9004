//! Rules by which the server gives licences: "people of this site, of this department, get that plan when a seat is free".
//!
//! They are applied in their order, soon after people, plans or rules have changed, to active people who have a site and no
//! licence (R17). They never take a licence away. Each licence so given is in the person's history, with the rule.

use domain::{LicenseRuleId, Right, SiteId, Timestamp};
use serde::{Deserialize, Serialize};

use crate::endpoint::endpoint;
use crate::licenses::PlanRef;
use crate::users::SiteRef;
use crate::{Access, NoBody, NoContent, NoParams, NoQuery, Page};

/// A rule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LicenseRule {
    /// The id: stable.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub id: LicenseRuleId,
    /// The plan that it gives.
    pub plan: PlanRef,
    /// Only to people of that site; absent: of any.
    pub site: Option<SiteRef>,
    /// Only to people of that department, without regard to case; absent: of any.
    pub department: Option<String>,
    /// Is it applied?
    pub enabled: bool,
    /// Its place among the rules, from 1: earlier ones are applied first.
    pub position: u64,
    /// Made at.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub created_at: Timestamp,
    /// Last changed at.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub updated_at: Timestamp,
    /// Counts changes of the rule itself, not of its place: the `ETag` is `"<version>"`.
    pub version: u64,
}

/// A rule to be made: the last one, and switched off unless told otherwise.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NewLicenseRule {
    /// The plan, by its id.
    pub plan_id: String,
    /// Only to people of the site with this id.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>))]
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub site_id: Option<SiteId>,
    /// Only to people of this department.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub department: Option<String>,
    /// Switched on at once.
    #[serde(default)]
    pub enabled: bool,
}

/// Changes to a rule: what is left out stays. Plan, site and department do not change: make another rule.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LicenseRuleEdit {
    /// On or off.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub enabled: Option<bool>,
    /// Its new place, from 1; the others move up. Beyond the last: the last.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub position: Option<u64>,
}

/// The rule that the path names.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LicenseRuleParams {
    /// The id.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub id: LicenseRuleId,
}

endpoint! {
    /// Every rule, in the order in which they are applied.
    List = "license_rule_list", Get "/api/v1/license-rules", Access::Right(Right::ReadLicenses);
    Params: NoParams, Query: NoQuery, Body: NoBody, Reply: Page<LicenseRule>
}
endpoint! {
    /// Makes a rule.
    Create = "license_rule_create", Post "/api/v1/license-rules", Access::Right(Right::EditLicenses);
    Params: NoParams, Query: NoQuery, Body: NewLicenseRule, Reply: LicenseRule; status 201
}
endpoint! {
    /// Switches a rule on or off, or moves it among the others.
    Edit = "license_rule_edit", Patch "/api/v1/license-rules/{id}", Access::Right(Right::EditLicenses);
    Params: LicenseRuleParams, Query: NoQuery, Body: LicenseRuleEdit, Reply: LicenseRule; if_match true
}
endpoint! {
    /// Deletes a rule; whoever it gave a licence keeps it.
    Delete = "license_rule_delete", Delete "/api/v1/license-rules/{id}", Access::Right(Right::EditLicenses);
    Params: LicenseRuleParams, Query: NoQuery, Body: NoBody, Reply: NoContent; status 204
}
