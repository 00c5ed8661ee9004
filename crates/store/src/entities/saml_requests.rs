//! Sign-in requests that were sent to the identity provider.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "saml_requests")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub org_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub revision: Uuid,
    pub test: Option<Uuid>,
    pub browser_hash: Vec<u8>,
    pub way_back: String,
    pub forced: bool,
    pub expires_at: i64,
    pub former_org_id: Option<Uuid>,
    pub former_session_id: Option<Uuid>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
