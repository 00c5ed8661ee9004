//! Address, time zone and language of a site, and the names that the identity provider sent and no site has.

use sea_orm_migration::prelude::*;

use super::columns::{Keys, big, create, id, index, references, text, text_or_null};

/// Three columns and a table.
pub struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &str {
        "m0021_site_details"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // One by one: SQLite adds one column a statement.
        for column in ["address", "time_zone", "locale"] {
            let add = Table::alter().table("sites").add_column(text_or_null(column)).take();
            manager.alter_table(add).await?;
        }
        let keys = Keys(manager.get_database_backend());
        let columns = vec![
            id("org_id"),
            keys.key("name_key"),
            text("name"),
            big("requests"),
            big("first_seen_at"),
            big("last_seen_at"),
            text("last_username"),
        ];
        let organization = references("unmatched_sites", &["org_id"], "organizations", &["id"], false);
        create(manager, "unmatched_sites", columns, &["org_id", "name_key"], vec![organization]).await?;
        index(manager, "unmatched_sites", &["org_id", "last_seen_at", "name_key"], false).await
    }
}
