//! Webhooks, and what is delivered to them.

use sea_orm_migration::prelude::*;

use super::columns::{big, big_or_null, create, flag, id, index, references, small, text, text_or_null};

/// Two tables.
pub struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &str {
        "m0044_webhooks"
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
            text("url"),
            text("events"),
            text("secret"),
            flag("active"),
            flag("gone"),
            big("position"),
            big("due_at"),
            big("lease_until"),
            id("lease_owner"),
            big("created_at"),
            big("version"),
        ];
        create(manager, "webhooks", columns, &["org_id", "id"], vec![]).await?;
        let columns = vec![
            id("org_id"),
            id("id"),
            id("webhook_id"),
            text("event"),
            text("subject_id"),
            text_or_null("action"),
            big("happened_at"),
            text("state"),
            big("due_at"),
            small("attempts"),
            big_or_null("last_attempt_at"),
            ColumnDef::new("status").integer().null().take(),
            text_or_null("fault"),
        ];
        let webhook =
            references("webhook_deliveries", &["org_id", "webhook_id"], "webhooks", &["org_id", "id"], true);
        create(manager, "webhook_deliveries", columns, &["org_id", "id"], vec![webhook]).await?;
        // The list of one webhook; what is due; what was tried last.
        for column in ["id", "due_at", "last_attempt_at"] {
            index(manager, "webhook_deliveries", &["org_id", "webhook_id", column], false).await?;
        }
        Ok(())
    }
}
