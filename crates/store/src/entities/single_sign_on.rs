//! Single sign-on and sessions: one row an organization.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "single_sign_on")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub org_id: Uuid,
    pub enabled: bool,
    pub active: Option<Uuid>,
    pub draft: Option<Uuid>,
    pub previous: Option<Uuid>,
    pub private_key: Option<String>,
    pub certificate: Option<String>,
    pub idle_ms: i64,
    pub longest_ms: i64,
    pub metadata_read_at: Option<i64>,
    pub metadata_change: Option<String>,
    pub metadata_dismissed: Option<String>,
    pub warned_days: Option<i64>,
    pub updated_at: i64,
    pub version: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
