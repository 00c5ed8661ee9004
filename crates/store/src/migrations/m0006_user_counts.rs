//! The kept numbers of users, counted anew: also by licence, visibility in the directory, and role.

use sea_orm_migration::prelude::*;
use uuid::Uuid;

use super::columns::{big, create, flag, id, references, text};

/// A table made anew, filled from the people who are there.
pub struct Migration;

const KEY: [&str; 7] =
    ["org_id", "deactivated", "managed_by", "site_id", "plan_id", "directory_visible", "role"];

impl MigrationName for Migration {
    fn name(&self) -> &str {
        "m0006_user_counts"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table("user_counts").take()).await?;
        let columns = vec![
            id("org_id"),
            flag("deactivated"),
            text("managed_by"),
            id("site_id"),
            id("plan_id"),
            flag("directory_visible"),
            text("role"),
            big("people"),
        ];
        let organization = references("user_counts", &["org_id"], "organizations", &["id"], false);
        create(manager, "user_counts", columns, &KEY, vec![organization]).await?;
        let none = |column| Func::coalesce([Expr::col(column), Expr::value(Uuid::nil())]);
        let mut counted = Query::select();
        counted
            .columns(["org_id", "deactivated", "managed_by"])
            .expr(none("site_id"))
            .expr(none("plan_id"))
            .columns(["directory_visible", "role"])
            .expr(Expr::col("id").count())
            .from("users")
            .group_by_columns(KEY);
        let mut insert = Query::insert();
        insert
            .into_table("user_counts")
            .columns(KEY.into_iter().chain(["people"]))
            .select_from(counted)
            .map_err(|error| DbErr::Custom(error.to_string()))?;
        manager.exec_stmt(insert).await
    }
}
