//! The session of the browser in which a sign-in with the identity provider was begun: the answer comes from another site, and
//! without its cookie.

use sea_orm_migration::prelude::*;

use super::columns::id_or_null;

/// Two columns.
pub struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &str {
        "m0045_former_sessions"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // One column a statement: SQLite takes no more.
        for column in ["former_org_id", "former_session_id"] {
            let add = Table::alter().table("saml_requests").add_column(id_or_null(column)).take();
            manager.alter_table(add).await?;
        }
        Ok(())
    }
}
