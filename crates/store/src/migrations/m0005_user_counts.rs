//! How many people there are, by what lists filter by: so that a list of a million is counted like one of ten.

use sea_orm_migration::prelude::*;
use uuid::Uuid;

use super::columns::{big, create, flag, id, references, text};

/// A table, filled from the people who are there.
pub struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &str {
        "m0005_user_counts"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let columns =
            vec![id("org_id"), flag("deactivated"), text("managed_by"), id("site_id"), big("people")];
        let organization = references("user_counts", &["org_id"], "organizations", &["id"], false);
        let key = ["org_id", "deactivated", "managed_by", "site_id"];
        create(manager, "user_counts", columns, &key, vec![organization]).await?;
        let site = Func::coalesce([Expr::col("site_id"), Expr::value(Uuid::nil())]);
        let mut counted = Query::select();
        counted
            .columns(["org_id", "deactivated", "managed_by"])
            .expr(site)
            .expr(Expr::col("id").count())
            .from("users")
            .group_by_columns(["org_id", "deactivated", "managed_by", "site_id"]);
        let mut insert = Query::insert();
        insert
            .into_table("user_counts")
            .columns(["org_id", "deactivated", "managed_by", "site_id", "people"])
            .select_from(counted)
            .map_err(|error| DbErr::Custom(error.to_string()))?;
        manager.exec_stmt(insert).await
    }
}
