//! What is told of transactions and statements to whoever traces: by OpenTelemetry's conventions for databases.
//!
//! They cost nothing where nobody does: a span is made where the level `trace` of the target `sql` is wanted. Values are never in them,
//! for statements hold placeholders.

use sea_orm::DbBackend;
use tracing::Span;

/// Surrounds one statement, or several that go together and are named after the first.
pub fn statement(backend: DbBackend, sql: &str) -> Span {
    tracing::trace_span!(
        target: "sql",
        "statement",
        otel.name = summary(sql),
        otel.kind = "client",
        db.system.name = system(backend),
        db.query.text = sql,
    )
}

/// Surrounds a transaction, with all of its runs.
pub fn transaction(backend: DbBackend) -> Span {
    tracing::trace_span!(target: "sql", "transaction", db.system.name = system(backend))
}

const fn system(backend: DbBackend) -> &'static str {
    match backend {
        DbBackend::Postgres => "postgresql",
        _ => "sqlite",
    }
}

/// What it does, and to which table: `SELECT users`.
fn summary(sql: &str) -> String {
    let mut words = sql.split_whitespace();
    let verb = words.next().unwrap_or("statement");
    let table = if verb.eq_ignore_ascii_case("UPDATE") {
        words.next()
    } else {
        words
            .skip_while(|word| !["FROM", "INTO"].iter().any(|before| word.eq_ignore_ascii_case(before)))
            .nth(1)
    };
    let table = table.unwrap_or_default().split('(').next().unwrap_or_default();
    format!("{verb} {}", table.replace('"', "")).trim_end().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_statement_is_called_after_what_it_does_and_to_which_table() {
        for (sql, name) in [
            (r#"SELECT "users"."id" FROM "users" WHERE "users"."org_id" = $1"#, "SELECT users"),
            (r#"INSERT INTO "audit" ("id") VALUES (?)"#, "INSERT audit"),
            ("insert into user_search(user_search, rank) values ('merge', ?)", "insert user_search"),
            (r#"UPDATE "users" SET "title" = ?"#, "UPDATE users"),
            (r#"DELETE FROM "sessions" WHERE "id" = ?"#, "DELETE sessions"),
            ("SELECT 1", "SELECT"),
            ("", "statement"),
        ] {
            assert_eq!(summary(sql), name);
        }
    }
}
