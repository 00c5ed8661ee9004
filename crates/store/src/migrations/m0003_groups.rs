//! Groups as the identity provider sends them, and how strictly it is read.

use sea_orm_migration::prelude::*;

use super::columns::{Keys, big, create, id, id_or_null, index, references, text, text_or_null};

/// The tables of groups, and a setting.
pub struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &str {
        "m0003_groups"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        groups(manager).await?;
        members(manager).await?;
        let strict = ColumnDef::new("strict").boolean().not_null().default(false).take();
        manager.alter_table(Table::alter().table("provisioning").add_column(strict).take()).await
    }
}

async fn groups(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let keys = Keys(manager.get_database_backend());
    let columns = vec![
        id("org_id"),
        id("id"),
        text("display_name"),
        keys.key("display_name_key"),
        keys.key_or_null("external_id"),
        big("created_at"),
        big("updated_at"),
        big("version"),
    ];
    let organization = references("scim_groups", &["org_id"], "organizations", &["id"], false);
    create(manager, "scim_groups", columns, &["org_id", "id"], vec![organization]).await?;
    // Two groups of one name would be matched by a filter of the identity provider at random.
    index(manager, "scim_groups", &["org_id", "display_name_key"], true).await?;
    index(manager, "scim_groups", &["org_id", "external_id", "id"], false).await?;
    index(manager, "scim_groups", &["org_id", "created_at", "id"], false).await
}

/// A member is kept as it was sent, also when it is nobody known here; `user_id` says who it is, where it is somebody.
async fn members(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let keys = Keys(manager.get_database_backend());
    let columns = vec![
        id("org_id"),
        id("group_id"),
        keys.key("member"),
        id_or_null("user_id"),
        text_or_null("display"),
    ];
    let group =
        references("scim_group_members", &["org_id", "group_id"], "scim_groups", &["org_id", "id"], true);
    let user = references("scim_group_members", &["org_id", "user_id"], "users", &["org_id", "id"], true);
    let key = ["org_id", "group_id", "member"];
    create(manager, "scim_group_members", columns, &key, vec![group, user]).await?;
    index(manager, "scim_group_members", &["org_id", "user_id", "group_id"], false).await?;
    index(manager, "scim_group_members", &["org_id", "member", "group_id"], false).await
}
