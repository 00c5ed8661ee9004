//! API tokens of scripts (R32), and with which role a job was started: a token may have less of one than its maker.

use sea_orm_migration::prelude::*;

use super::columns::{big, big_or_null, bytes, create, id, index, references, text, text_or_null};

/// One table, and one column.
pub struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &str {
        "m0040_api_tokens"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let columns = vec![
            id("org_id"),
            id("id"),
            id("user_id"),
            text("name"),
            text("role"),
            bytes("secret_hash"),
            text("last_four"),
            big("created_at"),
            big_or_null("expires_at"),
            big_or_null("last_used_at"),
            text_or_null("last_used_address"),
        ];
        let maker = references("api_tokens", &["org_id", "user_id"], "users", &["org_id", "id"], true);
        create(manager, "api_tokens", columns, &["org_id", "id"], vec![maker]).await?;
        index(manager, "api_tokens", &["org_id", "user_id"], false).await?;
        let role = Table::alter().table("jobs").add_column(text_or_null("created_by_role")).take();
        manager.alter_table(role).await
    }
}
