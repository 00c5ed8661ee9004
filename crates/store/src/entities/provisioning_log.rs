//! The provisioning log (R31): append only.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "provisioning_log")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub org_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub at: i64,
    pub operation: String,
    pub resource: String,
    pub outcome: String,
    pub is_read: bool,
    pub status: i32,
    pub scim_type: Option<String>,
    pub effect: String,
    pub found: Option<i64>,
    pub cause: Option<String>,
    pub detail: Option<String>,
    pub expected: Option<String>,
    pub received: Option<String>,
    pub user_id: Option<Uuid>,
    pub subject: String,
    pub subject_key: String,
    pub changes: String,
    pub ignored: String,
    pub token_name: Option<String>,
    pub address: String,
    pub request_id: String,
    pub duration_ms: i64,
    pub request_method: String,
    pub request_path: String,
    pub request_body: String,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
