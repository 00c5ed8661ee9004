//! Applications that people sign in to through Rollcall (R34): clients and their secrets, signing keys, and what was granted to whom.

use sea_orm_migration::prelude::*;

use super::columns::{
    Keys, big, big_or_null, bytes, create, flag, id, index, references, text, text_or_null,
};

/// Six tables.
pub struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &str {
        "m0030_oidc"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        applications(manager).await?;
        keys(manager).await?;
        grants(manager).await
    }
}

async fn applications(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let keys = Keys(manager.get_database_backend());
    let columns = vec![
        id("org_id"),
        id("id"),
        text("name"),
        keys.key("name_key"),
        text("kind"),
        text("redirect_uris"),
        text("post_logout_redirect_uris"),
        big("created_at"),
        big("updated_at"),
        big_or_null("last_used_at"),
        big("version"),
    ];
    let organization = references("applications", &["org_id"], "organizations", &["id"], false);
    create(manager, "applications", columns, &["org_id", "id"], vec![organization]).await?;
    let columns = vec![
        id("org_id"),
        id("application_id"),
        id("id"),
        bytes("secret_hash"),
        text("last_four"),
        big("created_at"),
        big_or_null("last_used_at"),
    ];
    let application = of_application("application_secrets");
    create(manager, "application_secrets", columns, &["org_id", "application_id", "id"], vec![application])
        .await
}

fn of_application(table: &'static str) -> ForeignKeyCreateStatement {
    references(table, &["org_id", "application_id"], "applications", &["org_id", "id"], true)
}

/// `number` grows by one with each key of an organization: of two servers that make the next one at once, one succeeds.
async fn keys(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let columns = vec![
        id("org_id"),
        big("number"),
        text("key_id"),
        text("modulus"),
        text("exponent"),
        text("sealed"),
        big("published_at"),
        big_or_null("signs_since"),
        big_or_null("retired_at"),
    ];
    let organization = references("signing_keys", &["org_id"], "organizations", &["id"], false);
    create(manager, "signing_keys", columns, &["org_id", "number"], vec![organization]).await
}

/// Everything hangs on the grant, and the grant on person and application: whatever ends one of the two ends all of it. Not on the
/// session, which some outlive: `offline`.
async fn grants(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let columns = vec![
        id("org_id"),
        id("id"),
        id("application_id"),
        id("user_id"),
        id("session_id"),
        flag("offline"),
        text("scope"),
        text_or_null("nonce"),
        big("auth_time"),
        text("methods"),
        big("created_at"),
        big("expires_at"),
    ];
    let user = references("grants", &["org_id", "user_id"], "users", &["org_id", "id"], true);
    create(manager, "grants", columns, &["org_id", "id"], vec![user, of_application("grants")]).await?;
    index(manager, "grants", &["org_id", "user_id"], false).await?;
    index(manager, "grants", &["org_id", "session_id"], false).await?;
    index(manager, "grants", &["org_id", "application_id"], false).await?;
    index(manager, "grants", &["org_id", "expires_at"], false).await?;
    let of_grant = |table| references(table, &["org_id", "grant_id"], "grants", &["org_id", "id"], true);
    let columns = vec![
        id("org_id"),
        id("id"),
        id("grant_id"),
        text("kind"),
        bytes("secret_hash"),
        text_or_null("scope"),
        text_or_null("redirect_uri"),
        text_or_null("challenge"),
        big("created_at"),
        big("expires_at"),
        big_or_null("used_at"),
    ];
    create(manager, "grant_tokens", columns, &["org_id", "id"], vec![of_grant("grant_tokens")]).await?;
    index(manager, "grant_tokens", &["org_id", "grant_id"], false).await?;
    index(manager, "grant_tokens", &["org_id", "expires_at"], false).await
}
