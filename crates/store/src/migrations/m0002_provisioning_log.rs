//! The provisioning log (R31), and its counts by day.

use sea_orm_migration::prelude::*;

use super::columns::{
    Keys, big, big_or_null, create, flag, id, id_or_null, index, small, text, text_or_null,
};

/// Two tables.
pub struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &str {
        "m0002_provisioning_log"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    /// All or nothing, on SQLite too.
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        log(manager).await?;
        let columns = vec![id("org_id"), big("day"), big("calls"), big("changed"), big("refused")];
        create(manager, "provisioning_days", columns, &["org_id", "day"], vec![]).await
    }
}

/// Without a reference to users: what was said of a person stays when they are deleted.
async fn log(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let keys = Keys(manager.get_database_backend());
    let columns = vec![
        id("org_id"),
        id("id"),
        big("at"),
        text("operation"),
        text("resource"),
        text("outcome"),
        flag("is_read"),
        small("status"),
        text_or_null("scim_type"),
        text("effect"),
        big_or_null("found"),
        text_or_null("cause"),
        text_or_null("detail"),
        text_or_null("expected"),
        text_or_null("received"),
        id_or_null("user_id"),
        text("subject"),
        keys.key("subject_key"),
        text("changes"),
        text("ignored"),
        text_or_null("token_name"),
        text("address"),
        text("request_id"),
        big("duration_ms"),
        text("request_method"),
        text("request_path"),
        text("request_body"),
    ];
    create(manager, "provisioning_log", columns, &["org_id", "id"], vec![]).await?;
    // Reads are most entries, and hidden as a rule: the others are walked along without them.
    index(manager, "provisioning_log", &["org_id", "is_read", "id"], false).await?;
    index(manager, "provisioning_log", &["org_id", "outcome", "id"], false).await?;
    index(manager, "provisioning_log", &["org_id", "user_id", "id"], false).await
}
