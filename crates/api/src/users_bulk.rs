//! One change to many people: looked at first, then done by a job.

use domain::{Reason, Right, SiteId, UserId};
use serde::{Deserialize, Serialize};

use crate::endpoint::endpoint;
use crate::history::Change;
use crate::jobs::{Job, RowProblem};
use crate::users::{ListQuery, UserEdit};
use crate::{Access, NoParams, NoQuery};

/// Most people that a request names one by one.
pub const MAX_IDS: usize = 10_000;
/// Most people that a review tells of one by one, of those who are changed and of those who are refused.
pub const MAX_ROWS: usize = 200;

/// Which people: either those named, or all that a list shows.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Selection {
    /// These: 1 to 10,000.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<Vec<String>>))]
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub ids: Option<Vec<UserId>>,
    /// All that the list shows with this search and these filters; without sort and page.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub filters: Option<ListQuery>,
    /// With `filters`: but for these, at most 10,000.
    #[cfg_attr(feature = "openapi", schema(value_type = Vec<String>))]
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub except: Vec<UserId>,
}

/// Fields to set for all: what is left out stays, an empty text clears.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct BulkEdit {
    /// The site, for those who have none: who has another one is refused (R12).
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>))]
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub site_id: Option<SiteId>,
    /// The licence, by the id of its plan: for those who have a site, while there are free seats (R17). An empty text takes it away.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub plan_id: Option<String>,
    /// Listed in the company directory (R19).
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub directory_visible: Option<bool>,
    /// Department; locked for those for whom the identity provider has sent it (R3).
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub department: Option<String>,
    /// Job title; likewise.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub job_title: Option<String>,
}

impl BulkEdit {
    /// The same for one person.
    #[must_use]
    pub fn of_one(&self) -> UserEdit {
        UserEdit {
            site_id: self.site_id,
            plan_id: self.plan_id.clone(),
            directory_visible: self.directory_visible,
            department: self.department.clone(),
            job_title: self.job_title.clone(),
            ..UserEdit::default()
        }
    }
}

/// What is not a change of fields.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum BulkAction {
    /// Everything they had is back (R8).
    Activate,
    /// Their sessions end at once (R7).
    Deactivate,
    /// For good (R9); needs the right to delete.
    Delete,
}

/// What to do with each: either an edit or an action.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct BulkChange {
    /// Fields to set.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub edit: Option<BulkEdit>,
    /// Or an action.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub action: Option<BulkAction>,
}

/// One change to many people.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Bulk {
    /// Who.
    pub selection: Selection,
    /// What.
    pub change: BulkChange,
}

/// One person, and what would become of them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct BulkRow {
    /// Who.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub user_id: UserId,
    /// Their name; empty for somebody who is not there.
    pub name: String,
    /// Their username; likewise.
    pub username: String,
    /// From what to what; nothing for somebody who is to be deleted, or is refused.
    pub changes: Vec<Change>,
    /// Why they are refused.
    pub problems: Vec<RowProblem>,
}

/// How many are refused for one reason.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct BulkReason {
    /// The rule, where it is one.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<Object>))]
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub reason: Option<Reason>,
    /// Why, in English.
    pub message: String,
    /// How many.
    pub people: u64,
}

/// What a change to many would do.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct BulkReview {
    /// All who are selected.
    pub total: u64,
    /// Would be changed, or deleted.
    pub changed: u64,
    /// Have it already.
    pub unchanged: u64,
    /// Would be refused.
    pub refused: u64,
    /// Why, the most frequent first.
    pub reasons: Vec<BulkReason>,
    /// The first 200 who would be changed.
    pub changed_rows: Vec<BulkRow>,
    /// The first 200 who would be refused.
    pub refused_rows: Vec<BulkRow>,
}

/// Largest body: ten thousand ids.
const MAX_BODY: usize = 2 << 20;

endpoint! {
    /// What one change to many people would do to each; nothing is written.
    Review = "user_bulk_review", Post "/api/v1/users/bulk/review", Access::Right(Right::EditUsers);
    Params: NoParams, Query: NoQuery, Body: Bulk, Reply: BulkReview; max_body MAX_BODY
}
endpoint! {
    /// Makes a job that changes many people, each by the same rules as one.
    Create = "user_bulk_create", Post "/api/v1/users/bulk", Access::Right(Right::EditUsers);
    Params: NoParams, Query: NoQuery, Body: Bulk, Reply: Job; status 201; max_body MAX_BODY
}
