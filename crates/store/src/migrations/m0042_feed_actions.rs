//! What was done, in the change feed: for those who poll it.

use sea_orm_migration::prelude::*;

use super::columns::text_or_null;

/// One column.
pub struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &str {
        "m0042_feed_actions"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let action = Table::alter().table("change_feed").add_column(text_or_null("action")).take();
        manager.alter_table(action).await
    }
}
