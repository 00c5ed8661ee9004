//! Jobs: work that takes longer than a request.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "jobs")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub org_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub kind: String,
    pub state: String,
    pub created_by: Uuid,
    pub created_by_name: String,
    pub created_by_role: Option<String>,
    pub address: String,
    pub payload: String,
    pub import_id: Option<Uuid>,
    pub undoes: Option<Uuid>,
    pub undone_by: Option<Uuid>,
    pub gathered: bool,
    pub total: i64,
    pub created: i64,
    pub changed: i64,
    pub deleted: i64,
    pub unchanged: i64,
    pub refused: i64,
    pub failure: Option<String>,
    pub attempts: i32,
    pub lease_owner: Option<Uuid>,
    pub lease_until: i64,
    pub created_at: i64,
    pub started_at: Option<i64>,
    pub finished_at: Option<i64>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
