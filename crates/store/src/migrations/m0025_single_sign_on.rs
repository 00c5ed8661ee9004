//! Single sign-on: settings in revisions, requests on their way, assertions that were used, emergency access, the sign-in log, domains; and
//! what sessions know of how they began.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::{ConnectionTrait, Statement};

use super::columns::{
    Keys, big, big_or_null, bytes, create, flag, id, id_or_null, index, references, text, text_or_null,
};

/// Seven tables, and columns of `sessions`.
pub struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &str {
        "m0025_single_sign_on"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        settings(manager).await?;
        requests(manager).await?;
        people(manager).await?;
        log(manager).await?;
        sessions(manager).await
    }
}

async fn settings(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let organization = |table| references(table, &["org_id"], "organizations", &["id"], false);
    let columns = vec![
        id("org_id"),
        flag("enabled"),
        id_or_null("active"),
        id_or_null("draft"),
        id_or_null("previous"),
        text_or_null("private_key"),
        text_or_null("certificate"),
        big("idle_ms"),
        big("longest_ms"),
        big_or_null("metadata_read_at"),
        text_or_null("metadata_change"),
        text_or_null("metadata_dismissed"),
        big_or_null("warned_days"),
        big("updated_at"),
        big("version"),
    ];
    create(manager, "single_sign_on", columns, &["org_id"], vec![organization("single_sign_on")]).await?;
    let fill = "INSERT INTO single_sign_on (org_id, enabled, idle_ms, longest_ms, updated_at, version) \
         SELECT id, FALSE, 7200000, 43200000, created_at, 1 FROM organizations";
    let database = manager.get_connection();
    database.execute_raw(Statement::from_string(manager.get_database_backend(), fill)).await?;
    let columns = vec![
        id("org_id"),
        id("id"),
        big("number"),
        text("settings"),
        big("saved_at"),
        text("saved_by"),
        big_or_null("tested_at"),
        big_or_null("activated_at"),
    ];
    create(manager, "sso_revisions", columns, &["org_id", "id"], vec![organization("sso_revisions")]).await?;
    index(manager, "sso_revisions", &["org_id", "number"], true).await
}

async fn requests(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let keys = Keys(manager.get_database_backend());
    let organization = |table| references(table, &["org_id"], "organizations", &["id"], false);
    let columns = vec![
        id("org_id"),
        id("id"),
        id("revision"),
        id_or_null("test"),
        bytes("browser_hash"),
        text("way_back"),
        flag("forced"),
        big("expires_at"),
    ];
    create(manager, "saml_requests", columns, &["org_id", "id"], vec![organization("saml_requests")]).await?;
    index(manager, "saml_requests", &["org_id", "expires_at"], false).await?;
    let columns = vec![id("org_id"), keys.key("assertion"), big("expires_at")];
    let used = vec![organization("saml_assertions")];
    create(manager, "saml_assertions", columns, &["org_id", "assertion"], used).await?;
    index(manager, "saml_assertions", &["org_id", "expires_at"], false).await
}

async fn people(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let keys = Keys(manager.get_database_backend());
    let columns =
        vec![id("org_id"), id("user_id"), big("given_at"), big_or_null("proven_at"), big_or_null("used_at")];
    let user = references("emergency_access", &["org_id", "user_id"], "users", &["org_id", "id"], true);
    create(manager, "emergency_access", columns, &["org_id", "user_id"], vec![user]).await?;
    let columns =
        vec![id("org_id"), keys.key("name"), text("token"), big("created_at"), big_or_null("verified_at")];
    let organization = references("domains", &["org_id"], "organizations", &["id"], false);
    create(manager, "domains", columns, &["org_id", "name"], vec![organization]).await
}

async fn log(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let keys = Keys(manager.get_database_backend());
    let columns = vec![
        id("org_id"),
        id("id"),
        keys.key("reference"),
        big("at"),
        text("method"),
        flag("success"),
        text_or_null("username"),
        keys.key_or_null("username_key"),
        id_or_null("user_id"),
        text_or_null("provider"),
        text("checks"),
        big_or_null("microsoft_error"),
        text("attributes"),
        text_or_null("xml"),
        text("address"),
        text("user_agent"),
    ];
    let organization = references("sign_ins", &["org_id"], "organizations", &["id"], false);
    create(manager, "sign_ins", columns, &["org_id", "id"], vec![organization]).await?;
    index(manager, "sign_ins", &["org_id", "user_id", "id"], false).await?;
    index(manager, "sign_ins", &["org_id", "success", "id"], false).await?;
    index(manager, "sign_ins", &["org_id", "reference"], false).await?;
    index(manager, "sign_ins", &["org_id", "username_key", "id"], false).await
}

async fn sessions(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    // One by one: SQLite adds one column a statement.
    let columns = [
        text("method").default("password").take(),
        big("idle_ms").default(7_200_000).take(),
        text_or_null("saml_issuer"),
        text_or_null("saml_name_id"),
        text_or_null("saml_session_index"),
    ];
    for column in columns {
        manager.alter_table(Table::alter().table("sessions").add_column(column).take()).await?;
    }
    index(manager, "sessions", &["org_id", "saml_name_id"], false).await
}
