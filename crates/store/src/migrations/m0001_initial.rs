//! Organizations, users, sites, sign-in, provisioning, change feed and audit log.

use sea_orm_migration::prelude::*;

use super::columns::{
    Keys, big, big_or_null, bytes, create, flag, id, id_or_null, index, references, small, text, text_or_null,
};
use crate::search;

/// The first schema.
pub struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &str {
        "m0001_initial"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    /// All or nothing, on SQLite too.
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        organizations(manager).await?;
        sites(manager).await?;
        users(manager).await?;
        user_indexes(manager).await?;
        user_values(manager).await?;
        sign_in(manager).await?;
        provisioning(manager).await?;
        records(manager).await?;
        search::create(manager).await
    }
}

async fn organizations(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let columns =
        vec![id("id"), text("slug"), text("name"), big("created_at"), big("updated_at"), big("version")];
    create(manager, "organizations", columns, &["id"], vec![]).await?;
    index(manager, "organizations", &["slug"], true).await?;
    let columns = vec![id("org_id"), big("last_seq")];
    create(manager, "feed_heads", columns, &["org_id"], vec![]).await
}

async fn sites(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let keys = Keys(manager.get_database_backend());
    let columns = vec![
        id("org_id"),
        id("id"),
        text("name"),
        keys.key("name_key"),
        big("created_at"),
        big("updated_at"),
        big("version"),
    ];
    let organization = references("sites", &["org_id"], "organizations", &["id"], false);
    create(manager, "sites", columns, &["org_id", "id"], vec![organization]).await?;
    index(manager, "sites", &["org_id", "name_key", "id"], false).await?;
    let columns = vec![id("org_id"), keys.key("name_key"), id("site_id"), text("name"), flag("is_former")];
    let site = references("site_names", &["org_id", "site_id"], "sites", &["org_id", "id"], true);
    create(manager, "site_names", columns, &["org_id", "name_key"], vec![site]).await?;
    index(manager, "site_names", &["org_id", "site_id", "name_key"], false).await
}

async fn users(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let keys = Keys(manager.get_database_backend());
    let columns = vec![
        id("org_id"),
        id("id"),
        id_or_null("scim_id"),
        text("username"),
        keys.key("username_key"),
        keys.key_or_null("external_id"),
        text("first_name"),
        keys.key("first_name_key"),
        text("last_name"),
        keys.key("last_name_key"),
        keys.key("name_key"),
        text_or_null("email"),
        keys.key("email_key"),
        text_or_null("job_title"),
        keys.key_or_null("job_title_key"),
        text_or_null("department"),
        keys.key_or_null("department_key"),
        text_or_null("personal_phone"),
        text_or_null("work_phone"),
        text_or_null("extension"),
        text_or_null("phone_number"),
        text_or_null("locale"),
        text_or_null("time_zone"),
        id_or_null("site_id"),
        keys.key("site_key"),
        text("role"),
        flag("deactivated"),
        big_or_null("deactivated_at"),
        text("managed_by"),
        text("sent_fields"),
        flag("directory_visible"),
        text("scim_extra"),
        big_or_null("scim_created_at"),
        big_or_null("scim_tombstoned_at"),
        keys.key("search_text"),
        big("last_sign_in_at"),
        big("created_at"),
        big("updated_at"),
        big("version"),
    ];
    let organization = references("users", &["org_id"], "organizations", &["id"], false);
    // R15, also against a user who is put there while the site is being deleted.
    let site = references("users", &["org_id", "site_id"], "sites", &["org_id", "id"], false);
    create(manager, "users", columns, &["org_id", "id"], vec![organization, site]).await
}

/// One index for each sort of the list, each ending in the id, so that any page is a walk along an index.
async fn user_indexes(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    for unique in [["org_id", "username_key"], ["org_id", "scim_id"]] {
        index(manager, "users", &unique, true).await?;
    }
    let sorts: [&[&str]; 10] = [
        &["org_id", "name_key", "id"],
        &["org_id", "email_key", "id"],
        &["org_id", "deactivated", "name_key", "id"],
        &["org_id", "site_key", "name_key", "id"],
        // With managed_by behind the id, for counting users by site from the index alone.
        &["org_id", "site_id", "name_key", "id", "managed_by"],
        &["org_id", "managed_by", "name_key", "id"],
        &["org_id", "last_sign_in_at", "id"],
        &["org_id", "created_at", "id"],
        &["org_id", "external_id", "id"],
        &["org_id", "role", "id"],
    ];
    for columns in sorts {
        index(manager, "users", columns, false).await?;
    }
    Ok(())
}

async fn user_values(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let keys = Keys(manager.get_database_backend());
    let columns = vec![
        id("org_id"),
        id("user_id"),
        keys.key("attribute"),
        small("position"),
        keys.key_or_null("type_key"),
        text_or_null("value"),
        keys.key_or_null("value_key"),
        keys.key_or_null("display_key"),
        flag("is_primary"),
    ];
    let user = references("user_values", &["org_id", "user_id"], "users", &["org_id", "id"], true);
    let key = ["org_id", "user_id", "attribute", "position"];
    create(manager, "user_values", columns, &key, vec![user]).await?;
    index(manager, "user_values", &["org_id", "attribute", "value_key", "user_id"], false).await
}

async fn sign_in(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let of_user = |table| references(table, &["org_id", "user_id"], "users", &["org_id", "id"], true);
    let columns = vec![
        id("org_id"),
        id("user_id"),
        text("password_hash"),
        big("updated_at"),
        small("failed_attempts"),
        big_or_null("locked_until"),
    ];
    create(manager, "credentials", columns, &["org_id", "user_id"], vec![of_user("credentials")]).await?;
    let columns = vec![
        id("org_id"),
        id("id"),
        id("user_id"),
        bytes("secret_hash"),
        big("created_at"),
        big("last_seen_at"),
        big("expires_at"),
        text_or_null("user_agent"),
        text_or_null("address"),
    ];
    create(manager, "sessions", columns, &["org_id", "id"], vec![of_user("sessions")]).await?;
    index(manager, "sessions", &["org_id", "user_id", "id"], false).await?;
    index(manager, "sessions", &["org_id", "expires_at", "id"], false).await?;
    let columns = vec![
        id("org_id"),
        id("id"),
        text("purpose"),
        id_or_null("user_id"),
        bytes("secret_hash"),
        big("expires_at"),
        big_or_null("used_at"),
    ];
    let user = of_user("one_time_links");
    create(manager, "one_time_links", columns, &["org_id", "id"], vec![user]).await
}

async fn provisioning(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let columns = vec![
        id("org_id"),
        flag("enabled"),
        text("identity_provider"),
        text("retrieval_scope"),
        flag("legacy_site_urn"),
        big_or_null("first_call_at"),
        big_or_null("last_call_at"),
        big("updated_at"),
        big("version"),
    ];
    let organization = references("provisioning", &["org_id"], "organizations", &["id"], false);
    create(manager, "provisioning", columns, &["org_id"], vec![organization]).await?;
    let columns = vec![
        id("org_id"),
        id("id"),
        text("name"),
        bytes("secret_hash"),
        text("last_four"),
        big("created_at"),
        id_or_null("created_by"),
        big_or_null("expires_at"),
        big_or_null("last_used_at"),
        text_or_null("last_used_address"),
        big_or_null("revoked_at"),
    ];
    create(manager, "scim_tokens", columns, &["org_id", "id"], vec![]).await
}

/// What is written beside a change, and never changed after.
async fn records(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let columns = vec![id("org_id"), big("seq"), text("kind"), text("subject_id"), big("at")];
    create(manager, "change_feed", columns, &["org_id", "seq"], vec![]).await?;
    let columns = vec![
        id("org_id"),
        id("id"),
        big("at"),
        text("actor_kind"),
        text_or_null("actor_id"),
        text("actor_name"),
        text("action"),
        text("subject_kind"),
        text("subject_id"),
        text("subject_name"),
        text("changes"),
        text_or_null("request_id"),
        text_or_null("address"),
    ];
    create(manager, "audit", columns, &["org_id", "id"], vec![]).await?;
    index(manager, "audit", &["org_id", "subject_kind", "subject_id", "id"], false).await?;
    let columns = vec![
        id("org_id"),
        text("actor_id"),
        text("key"),
        bytes("request_hash"),
        small("status"),
        text("body"),
        big("created_at"),
    ];
    create(manager, "idempotency_keys", columns, &["org_id", "actor_id", "key"], vec![]).await?;
    index(manager, "idempotency_keys", &["org_id", "created_at"], false).await
}
