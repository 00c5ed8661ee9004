//! Rows whose parent is gone. The database refuses to make them where a foreign key says so, and the code everywhere else: whoever finds
//! one has found a fault, or somebody who has written past both.

use std::collections::BTreeMap;

use domain::OrgId;
use sea_orm::sea_query::{Expr, ExprTrait, Query, SelectStatement};
use sea_orm::{ConnectionTrait, DatabaseConnection, DbBackend, Statement};

use crate::keys::uuid;
use crate::{Error, NO_ORGANIZATION, Store};

/// Rows of one table that refer to nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Orphans {
    /// The table that they are in.
    pub table: String,
    /// The table that has nothing for them.
    pub parent: String,
    /// How many.
    pub rows: i64,
}

/// Tables of an organization that name it in `org_id`: all of them, which a test makes sure of.
pub const OF_ORGANIZATION: [&str; 48] = [
    "api_tokens",
    "application_secrets",
    "applications",
    "audit",
    "audit_seals",
    "change_feed",
    "credentials",
    "directory_entries",
    "domains",
    "emergency_access",
    "feed_heads",
    "grant_tokens",
    "grants",
    "idempotency_keys",
    "import_chunks",
    "import_mappings",
    "imports",
    "job_rows",
    "jobs",
    "license_rules",
    "one_time_links",
    "plans",
    "preferences",
    "provisioning",
    "provisioning_days",
    "provisioning_log",
    "rate_limits",
    "saml_assertions",
    "saml_requests",
    "scim_group_members",
    "scim_groups",
    "scim_tokens",
    "server_keys",
    "sessions",
    "sign_in_attempts",
    "sign_ins",
    "signing_keys",
    "single_sign_on",
    "site_names",
    "sites",
    "sso_revisions",
    "unmatched_sites",
    "user_counts",
    "user_values",
    "users",
    "views",
    "webhook_deliveries",
    "webhooks",
];

/// Table, column, and the table of the same organization whose `id` it holds. Not what may outlive its parent on purpose: logs, feeds, who
/// made something, the session of a grant, the jobs of an import.
const WITHIN: [(&str, &str, &str); 25] = [
    ("api_tokens", "user_id", "users"),
    ("application_secrets", "application_id", "applications"),
    ("credentials", "user_id", "users"),
    ("directory_entries", "user_id", "users"),
    ("emergency_access", "user_id", "users"),
    ("grant_tokens", "grant_id", "grants"),
    ("grants", "application_id", "applications"),
    ("grants", "user_id", "users"),
    ("import_chunks", "import_id", "imports"),
    ("job_rows", "job_id", "jobs"),
    ("license_rules", "plan_id", "plans"),
    ("license_rules", "site_id", "sites"),
    ("one_time_links", "user_id", "users"),
    ("preferences", "user_id", "users"),
    ("scim_group_members", "group_id", "scim_groups"),
    ("scim_group_members", "user_id", "users"),
    ("sessions", "user_id", "users"),
    ("single_sign_on", "active", "sso_revisions"),
    ("single_sign_on", "draft", "sso_revisions"),
    ("single_sign_on", "previous", "sso_revisions"),
    ("site_names", "site_id", "sites"),
    ("user_values", "user_id", "users"),
    ("users", "plan_id", "plans"),
    ("users", "site_id", "sites"),
    ("views", "user_id", "users"),
];

impl Store {
    /// Rows whose parent is gone, in all organizations, by table; nothing when all is well. Reads every row once.
    ///
    /// # Errors
    /// The database fails.
    pub async fn orphans(&self) -> Result<Vec<Orphans>, Error> {
        let database = self.reader();
        let mut found = BTreeMap::new();
        for table in OF_ORGANIZATION {
            count(database, &mut found, (table, "organizations"), &without_organization(table)).await?;
        }
        for (table, column, parent) in WITHIN {
            count(database, &mut found, (table, parent), &without_parent(table, column, parent)).await?;
        }
        if self.backend() == DbBackend::Sqlite {
            let people = without_parent("user_search_rows", "user_id", "users");
            count(database, &mut found, ("user_search_rows", "users"), &people).await?;
            declared(database, &mut found).await?;
        }
        Ok(found.into_iter().map(|((table, parent), rows)| Orphans { table, parent, rows }).collect())
    }
}

type Found = BTreeMap<(String, String), i64>;

async fn count(
    database: &DatabaseConnection,
    found: &mut Found,
    (table, parent): (&str, &str),
    select: &SelectStatement,
) -> Result<(), Error> {
    let rows: i64 = database.query_one(select).await?.map_or(Ok(0), |row| row.try_get("", "n"))?;
    if rows > 0 {
        *found.entry((table.to_owned(), parent.to_owned())).or_default() += rows;
    }
    Ok(())
}

/// SQLite looks for what contradicts the foreign keys that are declared. What it finds beyond the lists above is added to them.
async fn declared(database: &DatabaseConnection, found: &mut Found) -> Result<(), Error> {
    let check = Statement::from_string(DbBackend::Sqlite, "PRAGMA foreign_key_check");
    let mut rows = Found::new();
    for row in database.query_all_raw(check).await? {
        let key = (row.try_get_by_index::<String>(0)?, row.try_get_by_index::<String>(2)?);
        *rows.entry(key).or_default() += 1;
    }
    for (key, rows) in rows {
        found.entry(key).or_insert(rows);
    }
    Ok(())
}

/// The server's own rows belong to no organization.
fn without_organization(table: &'static str) -> SelectStatement {
    let none: OrgId = NO_ORGANIZATION;
    let mut organization = Query::select();
    organization
        .expr(Expr::val(1))
        .from("organizations")
        .and_where(Expr::col(("organizations", "id")).equals((table, "org_id")));
    let mut select = Query::select();
    select
        .expr_as(Expr::col((table, "org_id")).count(), "n")
        .from(table)
        .and_where(Expr::col((table, "org_id")).ne(uuid(none.0)))
        .and_where(Expr::exists(organization).not());
    select
}

fn without_parent(table: &'static str, column: &'static str, parent: &'static str) -> SelectStatement {
    let mut of = Query::select();
    of.expr(Expr::val(1))
        .from(parent)
        .and_where(Expr::col((parent, "org_id")).equals((table, "org_id")))
        .and_where(Expr::col((parent, "id")).equals((table, column)));
    let mut select = Query::select();
    select
        .expr_as(Expr::col((table, column)).count(), "n")
        .from(table)
        .and_where(Expr::col((table, column)).is_not_null())
        .and_where(Expr::exists(of).not());
    select
}
