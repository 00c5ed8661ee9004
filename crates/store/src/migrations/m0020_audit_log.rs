//! Indexes of the audit log: by who acted, and by what was done.

use sea_orm_migration::prelude::*;

use super::columns::index;

/// Three indexes, each from the newest entry on.
pub struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &str {
        "m0020_audit_log"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for column in ["actor_id", "actor_kind", "action"] {
            index(manager, "audit", &["org_id", column, "id"], false).await?;
        }
        Ok(())
    }
}
