//! Licences: plans with a number of seats (R16-R18). Who holds one is a field of the person: [`crate::users::User::plan`].

use domain::{PlanId, Right, Timestamp, licenses};
use serde::{Deserialize, Serialize};

use crate::endpoint::endpoint;
use crate::{Access, NoBody, NoContent, NoParams, NoQuery, Page};

/// The plan that somebody holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PlanRef {
    /// Its id.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub id: PlanId,
    /// Its name now.
    pub name: String,
}

/// A plan, and how many of its seats are taken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Plan {
    /// The id: stable.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub id: PlanId,
    /// The name; unique without regard to case.
    pub name: String,
    /// Seats that it has.
    pub seats: u64,
    /// Seats that are taken: people who hold the plan, deactivated ones included (R17).
    pub used: u64,
    /// Seats that nobody has taken.
    pub free: u64,
    /// Holders who are deactivated: seats that can be had back.
    pub deactivated: u64,
    /// Rules that give this plan; deleting the plan deletes them.
    pub rules: u64,
    /// Made at.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub created_at: Timestamp,
    /// Last changed at; who holds it does not count as a change.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub updated_at: Timestamp,
    /// Counts changes: the `ETag` is `"<version>"`.
    pub version: u64,
}

impl Plan {
    /// What the rules decide by (R17, R18).
    #[must_use]
    pub const fn seating(&self) -> licenses::Seats {
        licenses::Seats { plan: self.id, seats: self.seats, used: self.used }
    }
}

/// A plan to be made. [`licenses::X_SERIES`] has names to offer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NewPlan {
    /// The name.
    pub name: String,
    /// Seats: 0 to 10,000,000.
    pub seats: u64,
}

/// Changes to a plan: what is left out stays.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PlanEdit {
    /// The new name.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub name: Option<String>,
    /// Seats from now on; not fewer than are used (R18).
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub seats: Option<u64>,
}

/// The plan that the path names.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PlanParams {
    /// The id.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub id: PlanId,
}

endpoint! {
    /// Every plan, by name, with its seats. Its holders are the list of users with `license=<id>`.
    List = "license_list", Get "/api/v1/licenses", Access::Right(Right::ReadLicenses);
    Params: NoParams, Query: NoQuery, Body: NoBody, Reply: Page<Plan>
}
endpoint! {
    /// One plan.
    Get = "license_get", Get "/api/v1/licenses/{id}", Access::Right(Right::ReadLicenses);
    Params: PlanParams, Query: NoQuery, Body: NoBody, Reply: Plan
}
endpoint! {
    /// Makes a plan (R16).
    Create = "license_create", Post "/api/v1/licenses", Access::Right(Right::EditLicenses);
    Params: NoParams, Query: NoQuery, Body: NewPlan, Reply: Plan; status 201
}
endpoint! {
    /// Renames a plan, or gives it another number of seats, never fewer than are used (R18).
    Edit = "license_edit", Patch "/api/v1/licenses/{id}", Access::Right(Right::EditLicenses);
    Params: PlanParams, Query: NoQuery, Body: PlanEdit, Reply: Plan; if_match true
}
endpoint! {
    /// Deletes a plan that nobody holds, with the rules that give it.
    Delete = "license_delete", Delete "/api/v1/licenses/{id}", Access::Right(Right::EditLicenses);
    Params: PlanParams, Query: NoQuery, Body: NoBody, Reply: NoContent; status 204
}
