//! Seals on the audit log (docs/decisions/audit-seals.md).

use sea_orm_migration::prelude::*;

use super::columns::{big, create, id, text};

/// One table. A seal outlives nothing: the log is never trimmed.
pub struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &str {
        "m0043_audit_seals"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let columns =
            vec![id("org_id"), big("number"), id("up_to"), big("entries"), text("sealed"), big("at")];
        create(manager, "audit_seals", columns, &["org_id", "number"], vec![]).await
    }
}
