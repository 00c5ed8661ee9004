//! Files of users that were uploaded.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "imports")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub org_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub created_by: Uuid,
    pub created_at: i64,
    pub complete: bool,
    pub encoding: String,
    pub delimiter: i32,
    pub header: String,
    pub sample: String,
    pub lines: i64,
    pub size: i64,
    pub mapping: Option<String>,
    pub check_job: Option<Uuid>,
    pub run_job: Option<Uuid>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
