//! Users. `*_key` columns are folded in Rust (`crate::keys`), because each database folds differently.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "users")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub org_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub scim_id: Option<Uuid>,
    pub username: String,
    pub username_key: String,
    pub external_id: Option<String>,
    pub first_name: String,
    pub first_name_key: String,
    pub last_name: String,
    pub last_name_key: String,
    pub name_key: String,
    pub email: Option<String>,
    pub email_key: String,
    pub job_title: Option<String>,
    pub job_title_key: Option<String>,
    pub job_title_sort: String,
    pub department: Option<String>,
    pub department_key: Option<String>,
    pub department_sort: String,
    pub personal_phone: Option<String>,
    pub work_phone: Option<String>,
    pub extension: Option<String>,
    pub phone_number: Option<String>,
    pub locale: Option<String>,
    pub time_zone: Option<String>,
    pub site_id: Option<Uuid>,
    pub site_key: String,
    pub plan_id: Option<Uuid>,
    pub plan_key: String,
    pub role: String,
    pub deactivated: bool,
    pub deactivated_at: Option<i64>,
    pub managed_by: String,
    pub sent_fields: String,
    pub directory_visible: bool,
    pub scim_extra: String,
    pub scim_created_at: Option<i64>,
    pub scim_tombstoned_at: Option<i64>,
    pub search_text: String,
    pub last_sign_in_at: i64,
    pub created_at: i64,
    pub updated_at: i64,
    pub version: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
