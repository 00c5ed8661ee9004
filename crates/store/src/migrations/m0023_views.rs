//! Saved views, and what each person has set for their own console.

use sea_orm_migration::prelude::*;

use super::columns::{Keys, big, big_or_null, create, flag, id, index, references, text, text_or_null};

/// Two tables.
pub struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &str {
        "m0023_views"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let keys = Keys(manager.get_database_backend());
        let of_user = |table| references(table, &["org_id", "user_id"], "users", &["org_id", "id"], true);
        let columns = vec![
            id("org_id"),
            id("user_id"),
            id("id"),
            text("name"),
            keys.key("name_key"),
            text("query"),
            text("columns"),
            big("created_at"),
            big("updated_at"),
            big("version"),
        ];
        create(manager, "views", columns, &["org_id", "user_id", "id"], vec![of_user("views")]).await?;
        index(manager, "views", &["org_id", "user_id", "name_key"], true).await?;
        let columns = vec![
            id("org_id"),
            id("user_id"),
            text_or_null("users_columns"),
            big_or_null("page_size"),
            flag("shortcuts"),
            text_or_null("language"),
            big("updated_at"),
        ];
        create(manager, "preferences", columns, &["org_id", "user_id"], vec![of_user("preferences")]).await
    }
}
