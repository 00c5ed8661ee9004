//! The key that encrypts stored secrets, where the operator names no file of it.

use sea_orm_migration::prelude::*;

use super::columns::{create, id, text};

/// One table with one row, of no organization.
pub struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &str {
        "m0024_server_keys"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        create(manager, "server_keys", vec![id("org_id"), text("key")], &["org_id"], vec![]).await
    }
}
