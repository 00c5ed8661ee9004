//! The audit log by filters, from the newest entry on.
//!
//! One filter, the one that leaves fewest, is asked of an index; the others are asked of the rows that it gives, of which one
//! call reads a limited number. So no combination of filters, and no search, walks through millions of entries: a page that
//! found too little says where to go on.

use domain::fold::fold;
use domain::{EventId, Timestamp};
use sea_orm::sea_query::{Expr, ExprTrait, Query};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait, Select,
};

use super::{ActorKind, Audit, AuditEntry};
use crate::Error;
use crate::entities::audit::{Column, Entity, Model};
use crate::keys::{stored, uuid};

/// Rows that are read at once where more is asked than the index can answer.
const BATCH: u64 = 500;
/// Rows that one call reads at most.
const MOST_READ: u64 = 20_000;
/// So many entries are counted; more are not counted on.
const COUNTED: u64 = 2_000;
/// An id carries the time at which it was made, within this many milliseconds of the entry's own.
const SLACK_MS: i64 = 300_000;

/// Which entries.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct AuditFilter {
    /// Not older.
    pub from: Option<Timestamp>,
    /// Older than this.
    pub to: Option<Timestamp>,
    /// Only by actors of this kind.
    pub actor_kind: Option<ActorKind>,
    /// Only by this user or token.
    pub actor_id: Option<String>,
    /// Only this action.
    pub action: Option<String>,
    /// Only about things of this kind.
    pub subject_kind: Option<String>,
    /// Only about the thing with this id; needs its kind.
    pub subject_id: Option<String>,
    /// Parts of the actor's or the thing's name, all of which must be there; without regard to case.
    pub search: Option<String>,
}

/// Entries, the newest first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditPage {
    /// At most as many as asked for; fewer, or none, also when there are more further on.
    pub entries: Vec<AuditEntry>,
    /// Go on before this entry; `None` at the end.
    pub next: Option<EventId>,
    /// How many match.
    pub total: u64,
    /// There may be more than `total`.
    pub total_is_minimum: bool,
}

/// What the index is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Lead {
    Subject,
    ActorId,
    Action,
    ActorKind,
    Time,
}

impl AuditFilter {
    fn lead(&self) -> Lead {
        if self.subject_kind.is_some() && self.subject_id.is_some() {
            Lead::Subject
        } else if self.actor_id.is_some() {
            Lead::ActorId
        } else if self.action.is_some() {
            Lead::Action
        } else if self.actor_kind.is_some() {
            Lead::ActorKind
        } else {
            Lead::Time
        }
    }

    /// Does the index answer all that is asked?
    fn is_answered_by(&self, lead: Lead) -> bool {
        let answered = |asked: bool, by: bool| !asked || by;
        answered(self.subject_kind.is_some() || self.subject_id.is_some(), lead == Lead::Subject)
            && answered(self.actor_id.is_some(), lead == Lead::ActorId)
            && answered(self.action.is_some(), lead == Lead::Action)
            && answered(self.actor_kind.is_some(), lead == Lead::ActorKind)
            && self.needles().is_empty()
    }

    fn needles(&self) -> Vec<String> {
        let text = self.search.as_deref().map(|text| fold(&stored(text))).unwrap_or_default();
        text.split_whitespace().map(ToOwned::to_owned).collect()
    }

    fn admits(&self, row: &Model, needles: &[String]) -> bool {
        let is = |wanted: &Option<String>, value: &str| wanted.as_ref().is_none_or(|wanted| wanted == value);
        let names = || fold(&[row.actor_name.as_str(), row.subject_name.as_str()].join("\n"));
        self.actor_kind.is_none_or(|kind| kind.name() == row.actor_kind)
            && is(&self.actor_id, row.actor_id.as_deref().unwrap_or_default())
            && is(&self.action, &row.action)
            && is(&self.subject_kind, &row.subject_kind)
            && is(&self.subject_id, &row.subject_id)
            && (needles.is_empty() || {
                let names = names();
                needles.iter().all(|needle| names.contains(needle))
            })
    }
}

/// The least id of an entry that was made `at` that time.
fn least_id(at: Timestamp) -> u128 {
    u128::try_from(at.0.clamp(0, (1 << 48) - 1)).unwrap_or_default() << 80
}

impl Audit<'_> {
    /// At most `limit` entries that match, from the newest on, older than the entry `before` if that is given.
    ///
    /// # Errors
    /// The database fails.
    pub async fn page(
        &self,
        filter: &AuditFilter,
        before: Option<EventId>,
        limit: u64,
    ) -> Result<AuditPage, Error> {
        let lead = filter.lead();
        let (entries, next) = self.walk(filter, before, limit).await?;
        let (total, total_is_minimum) = if before.is_none() && next.is_none() {
            (entries.len() as u64, false)
        } else if filter.is_answered_by(lead) {
            self.count_led(filter, lead).await?
        } else {
            (entries.len() as u64, true)
        };
        Ok(AuditPage { entries, next, total, total_is_minimum })
    }

    /// The same without counting: for whoever goes through all of them.
    ///
    /// # Errors
    /// The database fails.
    pub async fn walk(
        &self,
        filter: &AuditFilter,
        before: Option<EventId>,
        limit: u64,
    ) -> Result<(Vec<AuditEntry>, Option<EventId>), Error> {
        let (lead, needles) = (filter.lead(), filter.needles());
        let size = if filter.is_answered_by(lead) { limit.saturating_add(1) } else { BATCH };
        let (mut entries, mut last, mut read) = (Vec::new(), before, 0);
        loop {
            let mut select = self.led(filter, lead);
            if let Some(last) = last {
                select = select.filter(Column::Id.lt(uuid(last.0)));
            }
            let rows = select.order_by_desc(Column::Id).limit(size).all(&self.db).await?;
            read += rows.len() as u64;
            let is_end = (rows.len() as u64) < size;
            for row in rows {
                let id = EventId(row.id.as_u128());
                if filter.admits(&row, &needles) {
                    if entries.len() as u64 == limit {
                        return Ok((entries, last));
                    }
                    entries.push(AuditEntry::try_from(row)?);
                }
                last = Some(id);
            }
            if is_end {
                return Ok((entries, None));
            }
            if read >= MOST_READ {
                return Ok((entries, last));
            }
        }
    }

    fn led(&self, filter: &AuditFilter, lead: Lead) -> Select<Entity> {
        let mut select = Entity::find().filter(Column::OrgId.eq(uuid(self.org.0)));
        let text = |text: &Option<String>| stored(text.as_deref().unwrap_or_default());
        select = match lead {
            Lead::Subject => select
                .filter(Column::SubjectKind.eq(text(&filter.subject_kind)))
                .filter(Column::SubjectId.eq(text(&filter.subject_id))),
            Lead::ActorId => select.filter(Column::ActorId.eq(text(&filter.actor_id))),
            Lead::Action => select.filter(Column::Action.eq(text(&filter.action))),
            Lead::ActorKind => {
                select.filter(Column::ActorKind.eq(filter.actor_kind.map_or("", ActorKind::name)))
            }
            Lead::Time => select,
        };
        // The id seeks, in every index; the time decides.
        if let Some(from) = filter.from {
            let least = least_id(from.plus_ms(-SLACK_MS));
            select = select.filter(Column::Id.gte(uuid(least))).filter(Column::At.gte(from.0));
        }
        if let Some(to) = filter.to {
            let least = least_id(to.plus_ms(SLACK_MS));
            select = select.filter(Column::Id.lt(uuid(least))).filter(Column::At.lt(to.0));
        }
        select
    }

    /// How many the index gives, up to a number; with whether there are more.
    async fn count_led(&self, filter: &AuditFilter, lead: Lead) -> Result<(u64, bool), Error> {
        let found = self.led(filter, lead).select_only().column(Column::Id).limit(COUNTED + 1).into_query();
        let mut count = Query::select();
        count.expr_as(Expr::col("id").count(), "n").from_subquery(found, "found");
        let row = self.db.query_one(&count).await?;
        let found: i64 = row.map_or(Ok(0), |row| row.try_get("", "n"))?;
        let found = found.unsigned_abs();
        Ok(if found > COUNTED { (COUNTED, true) } else { (found, false) })
    }
}
