//! Limits that all replicas keep together: how often something may be asked for, and failed sign-ins (docs/decisions/limits.md).

use sea_orm_migration::prelude::*;

use super::columns::{Keys, big, create, id};

/// Two tables. Rows of no organization are for network addresses.
pub struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &str {
        "m0041_limits"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let keys = Keys(manager.get_database_backend());
        let columns = vec![id("org_id"), keys.key("name"), big("spent_until")];
        create(manager, "rate_limits", columns, &["org_id", "name"], vec![]).await?;
        let columns =
            vec![id("org_id"), keys.key("name"), big("failures"), big("locked_until"), big("last_at")];
        create(manager, "sign_in_attempts", columns, &["org_id", "name"], vec![]).await
    }
}
