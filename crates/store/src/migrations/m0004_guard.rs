//! The guard against mass changes: who was deactivated of late, from how many on it warns, and until when it was told to
//! be quiet.

use sea_orm_migration::prelude::*;

use super::columns::{big_or_null, index};

/// An index, and two settings.
pub struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &str {
        "m0004_guard"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        index(manager, "users", &["org_id", "deactivated_at", "id"], false).await?;
        let percent = ColumnDef::new("guard_percent").integer().not_null().default(20).take();
        // SQLite adds one column a statement.
        for column in [percent, big_or_null("guard_dismissed_at")] {
            manager.alter_table(Table::alter().table("provisioning").add_column(column).take()).await?;
        }
        Ok(())
    }
}
