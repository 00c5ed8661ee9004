//! Finding users by a part of a text. The one place where the two databases are asked in different words.
//!
//! `users.search_text` holds every field that is searched, folded, each after two line feeds (which no field can
//! hold). A term of three characters or more is found anywhere in a field. A shorter one would be found nearly
//! everywhere, and is found at the start of a field only: it is looked for together with the line feeds, which
//! again makes three characters, so that one kind of index serves both.
//!
//! - SQLite: an FTS5 table of trigrams without contents. It answers with rowids; `user_search_rows` says whose they
//!   are. Rowids of `users` will not do: VACUUM changes them.
//! - PostgreSQL: a GIN index of trigrams (pg_trgm) on the column itself.
//!
//! Either way a LIKE on the column decides.
//!
//! The company directory is found in the same way, by a text of its own: `directory_entries.text` holds what the directory
//! shows, of those whom it lists (R19, R20).

use domain::OrgId;
use domain::fold::fold;
use sea_orm::sea_query::{Expr, ExprTrait, LikeExpr, Query, SelectStatement};
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, DbBackend, DbErr, Statement, Value};
use sea_orm_migration::SchemaManager;
use uuid::Uuid;

use crate::Error;
use crate::entities::{directory_entries, users};
use crate::executor::Executor;
use crate::keys::{escape_like, stored, uuid};

/// Before each field.
const FIELD: &str = "\n\n";
/// Length of an indexed run of characters.
const TRIGRAM: usize = 3;
/// Terms that are looked at; more only narrow the result further.
const MAX_TERMS: usize = 8;

/// With at most so many candidates, they are fetched and sorted. With more, matches lie so densely that walking
/// along the sort order and testing each row fills a page sooner. So many are counted, too.
pub const FEW: u64 = 2_000;

/// The text that a user is found by.
pub fn text_of<'a>(fields: impl IntoIterator<Item = &'a str>) -> String {
    let fields = fields.into_iter().filter(|field| !field.is_empty());
    fields.map(|field| format!("{FIELD}{}", fold(&stored(field)).replace('\n', " "))).collect()
}

/// Which text is looked into.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Index {
    /// `users.search_text`.
    Users,
    /// `directory_entries.text`.
    Directory,
}

impl Index {
    fn text(self) -> Expr {
        match self {
            Self::Users => Expr::col(users::Column::SearchText.as_column_ref()),
            Self::Directory => Expr::col(directory_entries::Column::Text.as_column_ref()),
        }
    }

    fn user_id(self) -> Expr {
        match self {
            Self::Users => Expr::col(users::Column::Id.as_column_ref()),
            Self::Directory => Expr::col(directory_entries::Column::UserId.as_column_ref()),
        }
    }

    /// The table of trigrams of SQLite.
    const fn trigrams(self) -> &'static str {
        match self {
            Self::Users => "user_search",
            Self::Directory => "directory_search",
        }
    }
}

/// What a person typed, as literal parts of `search_text`: all must be there.
pub struct Search {
    index: Index,
    needles: Vec<String>,
}

impl Search {
    /// `None` when there is nothing to look for.
    pub fn parse(text: &str) -> Option<Self> {
        Self::of(Index::Users, text)
    }

    /// The same in another text.
    pub fn of(index: Index, text: &str) -> Option<Self> {
        let folded = fold(&stored(text));
        let needles: Vec<String> = folded.split_whitespace().take(MAX_TERMS).map(needle).collect();
        if needles.is_empty() { None } else { Some(Self { index, needles }) }
    }

    /// Decides for a row.
    pub fn test(&self) -> Condition {
        self.needles.iter().fold(Condition::all(), |all, needle| {
            let pattern = LikeExpr::new(format!("%{}%", escape_like(needle))).escape('\\');
            all.add(self.index.text().like(pattern))
        })
    }

    /// Decides for a row, in the way that suits the number of matches; with whether they are few.
    pub async fn condition(&self, db: Executor<'_>, org: OrgId) -> Result<(Condition, bool), Error> {
        let candidates = |limit: u64| self.candidates(db.get_database_backend(), org).limit(limit).take();
        let mut count = Query::select();
        count.expr_as(Expr::col("user_id").count(), "n").from_subquery(candidates(FEW + 1), "candidates");
        let row = db.query_one(&count).await?;
        let found: i64 = row.map_or(Ok(0), |row| row.try_get("", "n"))?;
        if found > i64::try_from(FEW).unwrap_or(i64::MAX) {
            return Ok((self.test(), false));
        }
        // The limit also keeps PostgreSQL from walking along the sort order after all.
        let mut ids = Query::select();
        ids.column("user_id").from_subquery(candidates(FEW + 1), "candidates");
        let among = self.index.user_id().in_subquery(ids);
        Ok((Condition::all().add(among).add(self.test()), true))
    }

    /// The ids of users that may match.
    fn candidates(&self, backend: DbBackend, org: OrgId) -> SelectStatement {
        match backend {
            DbBackend::Sqlite => self.candidates_by_fts5(org),
            _ => {
                let mut select = Query::select();
                select.expr_as(self.index.user_id(), "user_id").cond_where(self.test());
                match self.index {
                    Index::Users => {
                        select.from(users::Entity).and_where(users::Column::OrgId.eq(uuid(org.0)));
                    }
                    Index::Directory => {
                        let of_org = directory_entries::Column::OrgId.eq(uuid(org.0));
                        select.from(directory_entries::Entity).and_where(of_org);
                    }
                }
                select
            }
        }
    }

    /// Each needle as a phrase of trigrams, quoted for FTS5, whose syntax it then cannot touch; all must be there.
    fn phrases(&self) -> String {
        let quoted = self.needles.iter().map(|needle| format!("\"{}\"", needle.replace('"', "\"\"")));
        quoted.collect::<Vec<_>>().join(" ")
    }

    fn candidates_by_fts5(&self, org: OrgId) -> SelectStatement {
        let trigrams = self.index.trigrams();
        let mut select = Query::select();
        select
            .column(("user_search_rows", "user_id"))
            .from(trigrams)
            // Not a plain join: SQLite would begin with all users of the organization.
            .cross_join("user_search_rows")
            .and_where(Expr::col(("user_search_rows", "id")).equals((trigrams, "rowid")))
            .and_where(Expr::cust_with_values(format!("{trigrams} MATCH ?"), [Value::from(self.phrases())]))
            .and_where(Expr::col(("user_search_rows", "org_id")).eq(uuid(org.0)));
        select
    }
}

fn needle(term: &str) -> String {
    if term.chars().count() < TRIGRAM { format!("{FIELD}{term}") } else { term.to_owned() }
}

/// Makes the index.
pub async fn create(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let statements: &[&str] = match manager.get_database_backend() {
        DbBackend::Sqlite => &[
            "CREATE TABLE user_search_rows (id INTEGER PRIMARY KEY, org_id uuid_text NOT NULL, \
             user_id uuid_text NOT NULL, UNIQUE (org_id, user_id))",
            "CREATE VIRTUAL TABLE user_search USING fts5(text, content='', contentless_delete=1, \
             tokenize='trigram case_sensitive 1')",
        ],
        _ => &[
            "CREATE EXTENSION IF NOT EXISTS pg_trgm",
            "CREATE INDEX users_search_text_idx ON users USING gin (search_text gin_trgm_ops)",
        ],
    };
    for statement in statements {
        manager.get_connection().execute_unprepared(statement).await?;
    }
    Ok(())
}

/// Makes the index of the directory, and indexes those who are listed.
pub async fn create_directory(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let statements: &[&str] = match manager.get_database_backend() {
        DbBackend::Sqlite => &[
            "CREATE VIRTUAL TABLE directory_search USING fts5(text, content='', contentless_delete=1, \
             tokenize='trigram case_sensitive 1')",
            "INSERT INTO directory_search (rowid, text) SELECT r.id, d.text FROM directory_entries d \
             CROSS JOIN user_search_rows r WHERE r.org_id = d.org_id AND r.user_id = d.user_id",
        ],
        _ => &["CREATE INDEX directory_entries_text_idx ON directory_entries USING gin (text gin_trgm_ops)"],
    };
    for statement in statements {
        manager.get_connection().execute_unprepared(statement).await?;
    }
    Ok(())
}

/// The last row of SQLite's index, after which come those of new users: nobody else writes meanwhile.
pub async fn last_row(db: Executor<'_>) -> Result<Option<i64>, DbErr> {
    if db.get_database_backend() != DbBackend::Sqlite {
        return Ok(None);
    }
    let last =
        Statement::from_string(DbBackend::Sqlite, "SELECT coalesce(max(id), 0) AS n FROM user_search_rows");
    let row = db.query_one_raw(last).await?;
    row.map_or(Ok(0), |row| row.try_get("", "n")).map(Some)
}

/// Indexes users that have just been inserted, after the row `last`, and are in the directory if they are to be listed: with
/// three statements, however many they are.
pub fn add(org: OrgId, users: &[Uuid], last: i64) -> [Statement; 3] {
    let mut rows = Query::insert();
    rows.into_table("user_search_rows").columns(["org_id", "user_id"]);
    for user in users {
        rows.values_panic([uuid(org.0).into(), (*user).into()]);
    }
    let texts = "INSERT INTO user_search (rowid, text) SELECT r.id, u.search_text FROM user_search_rows r \
                 CROSS JOIN users u WHERE r.id > ? AND u.org_id = r.org_id AND u.id = r.user_id";
    let listed = "INSERT INTO directory_search (rowid, text) SELECT r.id, d.text FROM user_search_rows r \
                  CROSS JOIN directory_entries d WHERE r.id > ? AND d.org_id = r.org_id AND d.user_id = r.user_id";
    let after = |sql: &str| Statement::from_sql_and_values(DbBackend::Sqlite, sql, [last.into()]);
    [DbBackend::Sqlite.build(&rows), after(texts), after(listed)]
}

/// Indexes a user whom the directory lists from now on, with that text. As all that follows, nothing where the column itself is indexed.
pub fn add_listed(backend: DbBackend, org: OrgId, user: Uuid, text: &str) -> Option<Statement> {
    let insert = "INSERT INTO directory_search (rowid, text) \
                  SELECT id, ? FROM user_search_rows WHERE org_id = ? AND user_id = ?";
    of_sqlite(backend, insert, [text.into(), uuid(org.0).into(), user.into()])
}

/// Indexes the new text of a user whom the directory lists.
pub fn change_listed(backend: DbBackend, org: OrgId, user: Uuid, text: &str) -> Option<Statement> {
    let update = "UPDATE directory_search SET text = ? WHERE rowid = \
                  (SELECT id FROM user_search_rows WHERE org_id = ? AND user_id = ?)";
    of_sqlite(backend, update, [text.into(), uuid(org.0).into(), user.into()])
}

/// Forgets a user whom the directory no longer lists.
pub fn remove_listed(backend: DbBackend, org: OrgId, user: Uuid) -> Option<Statement> {
    let delete = "DELETE FROM directory_search WHERE rowid = \
                  (SELECT id FROM user_search_rows WHERE org_id = ? AND user_id = ?)";
    of_sqlite(backend, delete, [uuid(org.0).into(), user.into()])
}

/// Indexes the new text of a user.
pub fn change(backend: DbBackend, org: OrgId, user: Uuid, text: &str) -> Option<Statement> {
    let update = "UPDATE user_search SET text = ? WHERE rowid = \
                  (SELECT id FROM user_search_rows WHERE org_id = ? AND user_id = ?)";
    of_sqlite(backend, update, [text.into(), uuid(org.0).into(), user.into()])
}

/// Forgets a user.
pub fn remove(backend: DbBackend, org: OrgId, user: Uuid) -> impl Iterator<Item = Statement> {
    let text = "DELETE FROM user_search WHERE rowid = \
                (SELECT id FROM user_search_rows WHERE org_id = ? AND user_id = ?)";
    let row = "DELETE FROM user_search_rows WHERE org_id = ? AND user_id = ?";
    let whose = || [uuid(org.0).into(), user.into()];
    let rest = [of_sqlite(backend, text, whose()), of_sqlite(backend, row, whose())];
    remove_listed(backend, org, user).into_iter().chain(rest.into_iter().flatten())
}

fn of_sqlite<const N: usize>(backend: DbBackend, sql: &str, values: [Value; N]) -> Option<Statement> {
    (backend == DbBackend::Sqlite).then(|| Statement::from_sql_and_values(backend, sql, values))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fts5_syntax_in_a_term_is_only_text() {
        assert_eq!(Search::parse("a\"b* OR").unwrap().phrases(), "\"a\"\"b*\" \"\n\nor\"");
    }

    #[test]
    fn a_short_term_is_looked_for_at_the_start_of_a_field() {
        let search = Search::parse("  Ad \u{FF2C}OVE ").unwrap();
        assert_eq!(search.needles, ["\n\nad", "love"]);
        assert!(Search::parse(" \t").is_none());
    }

    #[test]
    fn a_field_cannot_pass_for_two() {
        assert_eq!(text_of(["Ada\n\nEve", "", "x"]), "\n\nada  eve\n\nx");
    }
}
