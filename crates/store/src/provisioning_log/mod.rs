//! The provisioning log (R31): what the identity provider asked for, and what became of it. Never changed after it
//! was written; kept for a time, and within a number of entries.

mod row;
mod write;

use domain::{Cause, Effect, LogId, Operation, OrgId, Outcome, ResourceKind, Timestamp, UserId};
use sea_orm::sea_query::{Expr, ExprTrait, LikeExpr};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, Select};
use serde::{Deserialize, Serialize};

use crate::Error;
use crate::entities::provisioning_days;
use crate::entities::provisioning_log::{Column, Entity, Model};
use crate::executor::Executor;
use crate::keys::{escape_like, key, uuid};
use crate::page::{Cursor, Key, Keyset, Page};

/// An attribute before and after, by its SCIM path.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LogChange {
    /// The path, as a PATCH would name it.
    pub path: String,
    /// Before; `None` when there was nothing.
    pub from: Option<String>,
    /// After; `None` when there is nothing.
    pub to: Option<String>,
}

/// A part of a request that had no effect.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LogIgnored {
    /// The attribute, as the client named it.
    pub path: String,
    /// Why, as a sentence.
    pub why: String,
}

/// A request as it came, without secrets.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct LogRequest {
    /// The method.
    pub method: String,
    /// Path and query.
    pub path: String,
    /// The body; empty where there was none.
    pub body: String,
}

/// An entry of the provisioning log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogEntry {
    /// UUIDv7: ids sort by time.
    pub id: LogId,
    /// When the request came.
    pub at: Timestamp,
    /// What it asked for.
    pub operation: Operation,
    /// About what kind of thing.
    pub resource: ResourceKind,
    /// What it came to.
    pub outcome: Outcome,
    /// The HTTP status of the answer.
    pub status: u16,
    /// The keyword of the refusal.
    pub scim_type: Option<String>,
    /// What it did.
    pub effect: Effect,
    /// How many a list found.
    pub found: Option<u64>,
    /// Why it was refused.
    pub cause: Option<Cause>,
    /// The refusal, as the identity provider was told it.
    pub detail: Option<String>,
    /// What would have been accepted.
    pub expected: Option<String>,
    /// What came.
    pub received: Option<String>,
    /// The person whom it was about; they may be gone.
    pub user_id: Option<UserId>,
    /// What it was about, in words: a name, a username, a filter.
    pub subject: String,
    /// From what to what.
    pub changes: Vec<LogChange>,
    /// What had no effect, and why.
    pub ignored: Vec<LogIgnored>,
    /// The name of the token; `None` when none was accepted.
    pub token_name: Option<String>,
    /// Where the request came from.
    pub address: String,
    /// The id of the request, as in the logs.
    pub request_id: String,
    /// How long the answer took.
    pub duration_ms: i64,
    /// The request. Not read for lists.
    pub request: LogRequest,
}

/// Which entries, from where on. The newest come first.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct LogFilter {
    /// Only these.
    pub outcome: Option<Outcome>,
    /// Only these.
    pub operation: Option<Operation>,
    /// Only about this person.
    pub user: Option<UserId>,
    /// A part of what it was about, without regard to case.
    pub subject: Option<String>,
    /// Not older.
    pub from: Option<Timestamp>,
    /// Older than this.
    pub to: Option<Timestamp>,
    /// Without those that only read.
    pub hide_reads: bool,
}

/// Counts of one day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct LogDay {
    /// Days since 1970-01-01, in UTC.
    pub day: i64,
    /// All requests.
    pub calls: u64,
    /// Those that changed something.
    pub changed: u64,
    /// Those that were refused, or failed.
    pub refused: u64,
}

/// Reads the provisioning log.
pub struct ProvisioningLog<'a> {
    pub(crate) db: Executor<'a>,
    pub(crate) org: OrgId,
}

/// Reads and writes the provisioning log.
pub struct ProvisioningLogMut<'a>(pub(crate) ProvisioningLog<'a>);

/// Newest first. Ids carry the time, so that the order needs no second column.
fn keyset() -> Keyset<Entity> {
    fn keys(row: &Model, _: &str) -> Vec<Key> {
        vec![Key::Id(row.id.as_u128())]
    }
    Keyset { name: "log".to_owned(), columns: vec![Column::Id], descending: true, walk: true, keys }
}

impl ProvisioningLog<'_> {
    fn all(&self) -> Select<Entity> {
        Entity::find().filter(Column::OrgId.eq(uuid(self.org.0)))
    }

    /// At most `limit` entries that match, the newest first. Their requests are left out.
    ///
    /// # Errors
    /// [`Error::InvalidCursor`].
    pub async fn page(
        &self,
        filter: &LogFilter,
        cursor: Option<&Cursor>,
        limit: u64,
    ) -> Result<Page<LogEntry>, Error> {
        let select = filtered(self.all(), filter);
        let slice = keyset().slice(self.db, row::without_request(select.clone()), cursor, limit).await?;
        let total = if cursor.is_none() && slice.next.is_none() {
            slice.rows.len() as u64
        } else {
            select.count(&self.db).await?
        };
        let items = slice.rows.into_iter().map(LogEntry::try_from).collect::<Result<_, _>>()?;
        Ok(Page { items, total, total_is_minimum: false, next: slice.next, previous: slice.previous })
    }

    /// One entry, with its request.
    ///
    /// # Errors
    /// The database fails.
    pub async fn get(&self, id: LogId) -> Result<Option<LogEntry>, Error> {
        let row = Entity::find_by_id((uuid(self.org.0), uuid(id.0))).one(&self.db).await?;
        row.map(LogEntry::try_from).transpose()
    }

    /// The counts from that day on, the oldest first; days without a call are left out.
    ///
    /// # Errors
    /// The database fails.
    pub async fn days(&self, from: i64) -> Result<Vec<LogDay>, Error> {
        use provisioning_days::{Column, Entity};
        let select = Entity::find()
            .filter(Column::OrgId.eq(uuid(self.org.0)))
            .filter(Column::Day.gte(from))
            .order_by_asc(Column::Day);
        Ok(select.all(&self.db).await?.into_iter().map(LogDay::from).collect())
    }
}

fn filtered(mut select: Select<Entity>, filter: &LogFilter) -> Select<Entity> {
    if filter.hide_reads {
        select = select.filter(Column::IsRead.eq(false));
    }
    if let Some(outcome) = filter.outcome {
        select = select.filter(Column::Outcome.eq(outcome.name()));
    }
    if let Some(operation) = filter.operation {
        select = select.filter(Column::Operation.eq(operation.name()));
    }
    if let Some(user) = filter.user {
        select = select.filter(Column::UserId.eq(uuid(user.0)));
    }
    if let Some(from) = filter.from {
        select = select.filter(Column::At.gte(from.0));
    }
    if let Some(to) = filter.to {
        select = select.filter(Column::At.lt(to.0));
    }
    let subject = filter.subject.as_deref().map(key).filter(|subject| !subject.is_empty());
    match subject {
        Some(subject) => {
            let pattern = LikeExpr::new(format!("%{}%", escape_like(&subject))).escape('\\');
            let column = Column::SubjectKey.as_column_ref();
            select.filter(Expr::col(column).like(pattern))
        }
        None => select,
    }
}
