//! The sign-in log.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "sign_ins")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub org_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub reference: String,
    pub at: i64,
    pub method: String,
    pub success: bool,
    pub username: Option<String>,
    pub username_key: Option<String>,
    pub user_id: Option<Uuid>,
    pub provider: Option<String>,
    pub checks: String,
    pub microsoft_error: Option<i64>,
    pub attributes: String,
    pub xml: Option<String>,
    pub address: String,
    pub user_agent: String,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
