//! The change feed: what changed, in the order of commits. Each replica polls it and fans it out to browsers.

use std::sync::PoisonError;

use domain::{OrgId, Timestamp};
use sea_orm::sea_query::{Expr, ExprTrait, InsertStatement, Query, UpdateStatement};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Statement};

use crate::entities::change_feed::{Column, Entity};
use crate::entities::feed_heads;
use crate::executor::Executor;
use crate::keys::uuid;
use crate::{Error, Tx};

/// Entries of one statement: SQLite takes 32,766 parameters.
const BATCH: usize = 2_000;
/// Entries that are numbered by a subquery each. More of them ask for their first number: one way more, and a shorter statement.
const FEW: usize = 4;

/// An entry of the change feed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FeedEvent {
    /// Its number: 1, 2, 3 … without a gap, in the order of commits.
    pub seq: i64,
    /// What happened, such as `user.updated`.
    pub kind: String,
    /// The id of what it happened to.
    pub subject_id: String,
    /// When.
    pub at: Timestamp,
    /// What was done, by the name of the audit log; nothing for what changed along with something else.
    pub action: Option<String>,
}

/// An entry that has no number yet.
#[derive(Debug, Clone)]
pub struct Pending {
    pub(crate) kind: String,
    pub(crate) subject_id: String,
    pub(crate) at: Timestamp,
    pub(crate) action: Option<String>,
}

/// Reads the change feed.
pub struct Feed<'a> {
    pub(crate) db: Executor<'a>,
    pub(crate) org: OrgId,
}

impl Feed<'_> {
    /// The number of the last entry; 0 when there is none.
    ///
    /// # Errors
    /// The database fails.
    pub async fn head(&self) -> Result<i64, Error> {
        let head = feed_heads::Entity::find_by_id(uuid(self.org.0)).one(&self.db).await?;
        Ok(head.map_or(0, |head| head.last_seq))
    }

    /// The number of the oldest entry that is kept; `None` when there is none. Whoever has read less must load
    /// everything anew.
    ///
    /// # Errors
    /// The database fails.
    pub async fn tail(&self) -> Result<Option<i64>, Error> {
        let oldest = Entity::find().filter(Column::OrgId.eq(uuid(self.org.0))).order_by_asc(Column::Seq);
        Ok(oldest.one(&self.db).await?.map(|row| row.seq))
    }

    /// At most `limit` entries after the one numbered `seq`, in order.
    ///
    /// # Errors
    /// The database fails.
    pub async fn read_after(&self, seq: i64, limit: u64) -> Result<Vec<FeedEvent>, Error> {
        let select = Entity::find()
            .filter(Column::OrgId.eq(uuid(self.org.0)))
            .filter(Column::Seq.gt(seq))
            .order_by_asc(Column::Seq)
            .limit(limit);
        let rows = select.all(&self.db).await?;
        let event = |row: crate::entities::change_feed::Model| FeedEvent {
            seq: row.seq,
            kind: row.kind,
            subject_id: row.subject_id,
            at: Timestamp(row.at),
            action: row.action,
        };
        Ok(rows.into_iter().map(event).collect())
    }
}

impl Tx {
    /// Announces a change on the feed. It gets its number at the end of the transaction.
    pub fn announce(&self, kind: &str, subject_id: &str, at: Timestamp) {
        self.announce_action(kind, subject_id, at, None);
    }

    /// The same, with what was done, by the name of the audit log.
    pub fn announce_action(&self, kind: &str, subject_id: &str, at: Timestamp, action: Option<&str>) {
        let (kind, subject_id) = (kind.to_owned(), subject_id.to_owned());
        let entry = Pending { kind, subject_id, at, action: action.map(str::to_owned) };
        self.transaction.pending.lock().unwrap_or_else(PoisonError::into_inner).push(entry);
    }

    /// Deletes the entries of the feed that are older than `before`.
    ///
    /// # Errors
    /// The database fails.
    pub async fn trim_feed(&self, before: Timestamp) -> Result<u64, Error> {
        let delete =
            Entity::delete_many().filter(Column::OrgId.eq(uuid(self.org.0))).filter(Column::At.lt(before.0));
        Ok(delete.exec(&self.db()).await?.rows_affected)
    }

    /// What the transaction has gathered for the feed.
    pub(crate) fn gathered(&self) -> Vec<Pending> {
        std::mem::take(&mut *self.transaction.pending.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Writes `statements`, then `entries`, which get their numbers. The row of `feed_heads` stays locked until the commit, so that
    /// numbers follow the order of commits; being the last thing a transaction does, it is locked shortly, and never deadlocks.
    pub(crate) async fn write_with_feed(
        &self,
        mut statements: Vec<Statement>,
        entries: Vec<Pending>,
    ) -> Result<(), Error> {
        let (db, count) = (self.db(), i64::try_from(entries.len()).unwrap_or(i64::MAX));
        let mut moved = self.head_moved(count);
        if entries.len() > FEW {
            db.together(statements).await?;
            let row = db.query_one(moved.returning_col(feed_heads::Column::LastSeq)).await?;
            let last: i64 = row.ok_or(Error::Stale)?.try_get("", "last_seq")?;
            let numbered: Vec<_> = (last - count + 1..).map(Expr::val).zip(entries).collect();
            for batch in numbered.chunks(BATCH) {
                db.execute(&self.insert(batch)).await?;
            }
            return Ok(());
        }
        if !entries.is_empty() {
            let numbered: Vec<_> =
                (0..count).rev().map(|after| self.head_as_is().sub(after)).zip(entries).collect();
            let backend = db.get_database_backend();
            statements.extend([backend.build(&moved), backend.build(&self.insert(&numbered))]);
        }
        Ok(db.together(statements).await?)
    }

    fn insert(&self, entries: &[(Expr, Pending)]) -> InsertStatement {
        let mut insert = Query::insert();
        insert.into_table(Entity).columns([
            Column::OrgId,
            Column::Seq,
            Column::Kind,
            Column::SubjectId,
            Column::At,
            Column::Action,
        ]);
        for (seq, entry) in entries {
            insert.values_panic([
                uuid(self.org.0).into(),
                seq.clone(),
                entry.kind.clone().into(),
                entry.subject_id.clone().into(),
                entry.at.0.into(),
                entry.action.clone().into(),
            ]);
        }
        insert
    }

    /// Moves the head by `count`.
    fn head_moved(&self, count: i64) -> UpdateStatement {
        let mut update = Query::update();
        update
            .table(feed_heads::Entity)
            .value(feed_heads::Column::LastSeq, Expr::col(feed_heads::Column::LastSeq).add(count))
            .and_where(Expr::col(feed_heads::Column::OrgId).eq(uuid(self.org.0)));
        update
    }

    /// Where the head is when the statement runs.
    fn head_as_is(&self) -> Expr {
        let mut select = Query::select();
        select
            .column(feed_heads::Column::LastSeq)
            .from(feed_heads::Entity)
            .and_where(Expr::col(feed_heads::Column::OrgId).eq(uuid(self.org.0)));
        Expr::SubQuery(None, Box::new(select.into()))
    }
}
