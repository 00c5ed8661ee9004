//! Jobs and their rows; files of users that were uploaded, and how the columns of the last one were read.

use sea_orm_migration::prelude::*;

use super::columns::{
    big, big_or_null, bytes, create, flag, id, id_or_null, index, references, small, text, text_or_null,
};

/// Five tables.
pub struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &str {
        "m0010_jobs"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        jobs(manager).await?;
        rows(manager).await?;
        imports(manager).await
    }
}

/// Without a reference to users: what a job did stays when whoever started it is gone.
async fn jobs(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let columns = vec![
        id("org_id"),
        id("id"),
        text("kind"),
        text("state"),
        id("created_by"),
        text("created_by_name"),
        text("address"),
        text("payload"),
        id_or_null("import_id"),
        id_or_null("undoes"),
        id_or_null("undone_by"),
        flag("gathered"),
        big("total"),
        big("created"),
        big("changed"),
        big("deleted"),
        big("unchanged"),
        big("refused"),
        text_or_null("failure"),
        small("attempts"),
        id_or_null("lease_owner"),
        big("lease_until"),
        big("created_at"),
        big_or_null("started_at"),
        big_or_null("finished_at"),
    ];
    let organization = references("jobs", &["org_id"], "organizations", &["id"], false);
    create(manager, "jobs", columns, &["org_id", "id"], vec![organization]).await?;
    index(manager, "jobs", &["org_id", "state", "id"], false).await
}

async fn rows(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let columns = vec![
        id("org_id"),
        id("job_id"),
        big("position"),
        text("state"),
        id_or_null("subject_id"),
        text("subject"),
        text("input"),
        text("changes"),
        text("problems"),
    ];
    let job = references("job_rows", &["org_id", "job_id"], "jobs", &["org_id", "id"], true);
    create(manager, "job_rows", columns, &["org_id", "job_id", "position"], vec![job]).await?;
    index(manager, "job_rows", &["org_id", "job_id", "state", "position"], false).await
}

async fn imports(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let columns = vec![
        id("org_id"),
        id("id"),
        id("created_by"),
        big("created_at"),
        flag("complete"),
        text("encoding"),
        small("delimiter"),
        text("header"),
        text("sample"),
        big("lines"),
        big("size"),
        text_or_null("mapping"),
        id_or_null("check_job"),
        id_or_null("run_job"),
    ];
    let organization = references("imports", &["org_id"], "organizations", &["id"], false);
    create(manager, "imports", columns, &["org_id", "id"], vec![organization]).await?;
    let columns = vec![id("org_id"), id("import_id"), big("position"), bytes("data")];
    let import = references("import_chunks", &["org_id", "import_id"], "imports", &["org_id", "id"], true);
    create(manager, "import_chunks", columns, &["org_id", "import_id", "position"], vec![import]).await?;
    let columns = vec![id("org_id"), text("mapping")];
    let organization = references("import_mappings", &["org_id"], "organizations", &["id"], false);
    create(manager, "import_mappings", columns, &["org_id"], vec![organization]).await
}
