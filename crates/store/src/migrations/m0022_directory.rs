//! The company directory: who is listed, in the order of names, with the text that they are found by.

use sea_orm_migration::prelude::*;

use super::columns::{Keys, create, id, index, references};
use crate::search;

/// A table, filled from the people who are there.
pub struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &str {
        "m0022_directory"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let keys = Keys(manager.get_database_backend());
        let columns = vec![id("org_id"), id("user_id"), keys.key("name_key"), keys.key("text")];
        let user = references("directory_entries", &["org_id", "user_id"], "users", &["org_id", "id"], true);
        create(manager, "directory_entries", columns, &["org_id", "user_id"], vec![user]).await?;
        index(manager, "directory_entries", &["org_id", "name_key", "user_id"], false).await?;
        manager.get_connection().execute_unprepared(&fill()).await?;
        search::create_directory(manager).await
    }
}

/// What `users::directory` writes of each person, from the keys that are stored of them. Numbers have no case but in
/// ASCII words around them.
fn fill() -> String {
    let fields = [
        "name_key",
        "last_name_key",
        "job_title_key",
        "department_key",
        "extension",
        "personal_phone",
        "work_phone",
    ];
    let field =
        |name: &str| format!("CASE WHEN coalesce({name}, '') = '' THEN '' ELSE '\n\n' || lower({name}) END");
    let text = fields.map(field).join(" || ");
    format!(
        "INSERT INTO directory_entries (org_id, user_id, name_key, text) \
         SELECT org_id, id, CASE WHEN name_key = '' THEN '\u{10FFFF}' ELSE name_key END, {text} \
         FROM users WHERE deactivated = false AND directory_visible = true"
    )
}
