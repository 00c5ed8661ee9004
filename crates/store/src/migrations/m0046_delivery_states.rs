//! The deliveries of one webhook that have one result, as a list.

use sea_orm_migration::prelude::*;

use super::columns::index;

/// One index.
pub struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &str {
        "m0046_delivery_states"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        index(manager, "webhook_deliveries", &["org_id", "webhook_id", "state", "id"], false).await
    }
}
