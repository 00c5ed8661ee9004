//! Plans with seats, who holds one, the rules that give them; and an index for each further sort of the list of users.

use sea_orm_migration::prelude::*;

use super::columns::{Keys, big, create, flag, id, id_or_null, index, references, text, text_or_null};
use crate::keys::MISSING_KEY;

/// Two tables; columns and indexes of users.
pub struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &str {
        "m0006_licenses"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        plans(manager).await?;
        rules(manager).await?;
        user_columns(manager).await?;
        fill(manager).await?;
        user_indexes(manager).await
    }
}

async fn plans(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let keys = Keys(manager.get_database_backend());
    let columns = vec![
        id("org_id"),
        id("id"),
        text("name"),
        keys.key("name_key"),
        big("seats"),
        big("used"),
        big("created_at"),
        big("updated_at"),
        big("version"),
    ];
    let organization = references("plans", &["org_id"], "organizations", &["id"], false);
    create(manager, "plans", columns, &["org_id", "id"], vec![organization]).await?;
    index(manager, "plans", &["org_id", "name_key"], true).await
}

async fn rules(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let keys = Keys(manager.get_database_backend());
    let columns = vec![
        id("org_id"),
        id("id"),
        id("plan_id"),
        id_or_null("site_id"),
        text_or_null("department"),
        keys.key_or_null("department_key"),
        flag("enabled"),
        big("position"),
        big("created_at"),
        big("updated_at"),
        big("version"),
    ];
    let of =
        |column, target| references("license_rules", &["org_id", column], target, &["org_id", "id"], true);
    let foreign = vec![of("plan_id", "plans"), of("site_id", "sites")];
    create(manager, "license_rules", columns, &["org_id", "id"], foreign).await?;
    for columns in [["org_id", "position", "id"], ["org_id", "plan_id", "id"], ["org_id", "site_id", "id"]] {
        index(manager, "license_rules", &columns, false).await?;
    }
    Ok(())
}

/// SQLite cannot add a foreign key of two columns to a table. None is needed: whoever gets a plan takes a seat of it in the same
/// transaction, and a plan of which a seat is taken is not deleted.
async fn user_columns(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let keys = Keys(manager.get_database_backend());
    let sorted = |name| keys.key(name).default(MISSING_KEY).take();
    let columns =
        [id_or_null("plan_id"), sorted("plan_key"), sorted("department_sort"), sorted("job_title_sort")];
    // SQLite adds one column a statement.
    for column in columns {
        manager.alter_table(Table::alter().table("users").add_column(column).take()).await?;
    }
    Ok(())
}

/// A missing department or job title sorts last.
async fn fill(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    for (sort, key) in [("department_sort", "department_key"), ("job_title_sort", "job_title_key")] {
        let mut update = Query::update();
        update.table("users").value(sort, Expr::col(key)).and_where(Expr::col(key).is_not_null());
        manager.exec_stmt(update).await?;
    }
    Ok(())
}

async fn user_indexes(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    // The one by role and name does its work, too.
    manager.drop_index(Index::drop().name("users_org_id_role_id_idx").table("users").to_owned()).await?;
    let sorts: [&[&str]; 7] = [
        &["org_id", "plan_id", "name_key", "id"],
        &["org_id", "plan_key", "name_key", "id"],
        &["org_id", "directory_visible", "name_key", "id"],
        // With plan_id behind the id, for finding those of a department who have no licence from the index alone.
        &["org_id", "department_sort", "name_key", "id", "plan_id"],
        &["org_id", "job_title_sort", "name_key", "id"],
        &["org_id", "role", "name_key", "id"],
        &["org_id", "updated_at", "id"],
    ];
    for columns in sorts {
        index(manager, "users", columns, false).await?;
    }
    Ok(())
}
