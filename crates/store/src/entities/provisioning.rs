//! Provisioning settings, one row an organization (R29, R30).

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "provisioning")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub org_id: Uuid,
    pub enabled: bool,
    pub identity_provider: String,
    pub retrieval_scope: String,
    pub legacy_site_urn: bool,
    pub strict: bool,
    pub guard_percent: i32,
    pub guard_dismissed_at: Option<i64>,
    pub first_call_at: Option<i64>,
    pub last_call_at: Option<i64>,
    pub updated_at: i64,
    pub version: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
