//! Deliveries: one message to one webhook, and how it went.

use domain::{DeliveryId, DeliveryState, Timestamp, WebhookEvent, WebhookId};
use sea_orm::sea_query::ExprTrait;
use sea_orm::{
    ActiveValue::Set, ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, Select,
};
use uuid::Uuid;

use super::{Webhooks, WebhooksMut};
use crate::Error;
use crate::entities::webhook_deliveries::{ActiveModel, Column, Entity, Model};
use crate::keys::{stored, uuid};
use crate::page::{Cursor, Key, Keyset, Page};
use crate::rows::one_row;

/// When something is due that is over.
pub(super) const NEVER: i64 = i64::MAX;
/// Counted to here: more are told as "more than".
const MOST_COUNTED: u64 = 10_000;

/// A delivery.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delivery {
    /// UUIDv7: ids sort by time.
    pub id: DeliveryId,
    /// To which webhook.
    pub webhook_id: WebhookId,
    /// What happened.
    pub event: WebhookEvent,
    /// To whom or what.
    pub subject_id: String,
    /// What was done, by the name of the audit log.
    pub action: Option<String>,
    /// When.
    pub happened_at: Timestamp,
    /// What became of it.
    pub state: DeliveryState,
    /// When it is tried next; `None` when it is over.
    pub due_at: Option<Timestamp>,
    /// How often it was tried.
    pub attempts: u32,
    /// When it was last tried.
    pub last_attempt_at: Option<Timestamp>,
    /// The status of the last answer.
    pub status: Option<u16>,
    /// Why the last attempt brought none: a name of `api::webhooks::DeliveryFault`.
    pub fault: Option<String>,
}

/// How an attempt went.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attempt {
    /// When.
    pub at: Timestamp,
    /// The status of the answer.
    pub status: Option<u16>,
    /// Why there was none.
    pub fault: Option<String>,
    /// What became of the delivery by it.
    pub state: DeliveryState,
    /// When it is tried next.
    pub due_at: Option<Timestamp>,
}

impl From<Model> for Delivery {
    fn from(row: Model) -> Self {
        Self {
            id: DeliveryId(row.id.as_u128()),
            webhook_id: WebhookId(row.webhook_id.as_u128()),
            // Of a newer version: shown as a test rather than not at all.
            event: WebhookEvent::from_name(&row.event).unwrap_or(WebhookEvent::Test),
            subject_id: row.subject_id,
            action: row.action,
            happened_at: Timestamp(row.happened_at),
            state: DeliveryState::from_name(&row.state).unwrap_or(DeliveryState::Failed),
            due_at: (row.due_at != NEVER).then_some(Timestamp(row.due_at)),
            attempts: row.attempts.unsigned_abs(),
            last_attempt_at: row.last_attempt_at.map(Timestamp),
            status: row.status.and_then(|status| u16::try_from(status).ok()),
            fault: row.fault,
        }
    }
}

fn due(at: Option<Timestamp>) -> i64 {
    at.map_or(NEVER, |at| at.0)
}

/// Newest first. Ids carry the time, so that the order needs no second column.
fn keyset() -> Keyset<Entity> {
    fn keys(row: &Model, _: &str) -> Vec<Key> {
        vec![Key::Id(row.id.as_u128())]
    }
    Keyset {
        name: "webhook_deliveries".to_owned(),
        columns: vec![Column::Id],
        descending: true,
        walk: true,
        keys,
    }
}

impl Webhooks<'_> {
    fn deliveries_of(&self, webhook: WebhookId) -> Select<Entity> {
        Entity::find()
            .filter(Column::OrgId.eq(uuid(self.org.0)))
            .filter(Column::WebhookId.eq(uuid(webhook.0)))
    }

    /// A delivery of a webhook.
    ///
    /// # Errors
    /// The database fails.
    pub async fn delivery(&self, webhook: WebhookId, id: DeliveryId) -> Result<Option<Delivery>, Error> {
        let select = self.deliveries_of(webhook).filter(Column::Id.eq(uuid(id.0)));
        Ok(select.one(&self.db).await?.map(Delivery::from))
    }

    /// At most `limit` deliveries of a webhook from `cursor` on, the newest first.
    ///
    /// # Errors
    /// [`Error::InvalidCursor`].
    pub async fn deliveries(
        &self,
        webhook: WebhookId,
        state: Option<DeliveryState>,
        cursor: Option<&Cursor>,
        limit: u64,
    ) -> Result<Page<Delivery>, Error> {
        let mut select = self.deliveries_of(webhook);
        if let Some(state) = state {
            select = select.filter(Column::State.eq(state.name()));
        }
        let slice = keyset().slice(self.db, select.clone(), cursor, limit).await?;
        let total = select.limit(MOST_COUNTED).count(&self.db).await?;
        let items = slice.rows.into_iter().map(Delivery::from).collect();
        let total_is_minimum = total >= MOST_COUNTED;
        Ok(Page { items, total, total_is_minimum, next: slice.next, previous: slice.previous })
    }

    /// The delivery that was tried last.
    ///
    /// # Errors
    /// The database fails.
    pub async fn last_delivery(&self, webhook: WebhookId) -> Result<Option<Delivery>, Error> {
        let tried = self.deliveries_of(webhook).filter(Column::LastAttemptAt.is_not_null());
        let last = tried.order_by_desc(Column::LastAttemptAt).one(&self.db).await?;
        Ok(last.map(Delivery::from))
    }

    /// At most `limit` deliveries that are due at `now`, what is due first, first.
    ///
    /// # Errors
    /// The database fails.
    pub async fn due(&self, webhook: WebhookId, now: Timestamp, limit: u64) -> Result<Vec<Delivery>, Error> {
        let select = self
            .deliveries_of(webhook)
            .filter(Column::DueAt.lte(now.0))
            .order_by_asc(Column::DueAt)
            .order_by_asc(Column::Id)
            .limit(limit);
        Ok(select.all(&self.db).await?.into_iter().map(Delivery::from).collect())
    }

    /// When the first of what waits is due; [`NEVER`] when nothing does.
    pub(super) async fn first_due(&self, webhook: WebhookId) -> Result<i64, Error> {
        let first = self.deliveries_of(webhook).order_by_asc(Column::DueAt).one(&self.db).await?;
        Ok(first.map_or(NEVER, |row| row.due_at))
    }
}

impl WebhooksMut<'_> {
    /// Adds deliveries, and has their webhook due with the first of them.
    ///
    /// # Errors
    /// A conflict, when the webhook does not exist.
    pub async fn add_deliveries(&self, deliveries: &[Delivery]) -> Result<(), Error> {
        let Some(first) = deliveries.first() else { return Ok(()) };
        let rows = deliveries.iter().map(|delivery| ActiveModel {
            org_id: Set(uuid(self.org.0)),
            id: Set(uuid(delivery.id.0)),
            webhook_id: Set(uuid(delivery.webhook_id.0)),
            event: Set(delivery.event.name().to_owned()),
            subject_id: Set(stored(&delivery.subject_id)),
            action: Set(delivery.action.clone()),
            happened_at: Set(delivery.happened_at.0),
            state: Set(delivery.state.name().to_owned()),
            due_at: Set(due(delivery.due_at)),
            attempts: Set(i32::try_from(delivery.attempts).unwrap_or(i32::MAX)),
            last_attempt_at: Set(delivery.last_attempt_at.map(|at| at.0)),
            status: Set(delivery.status.map(i32::from)),
            fault: Set(delivery.fault.clone()),
        });
        Entity::insert_many(rows).exec_without_returning(&self.db).await?;
        match first.due_at {
            Some(at) => self.wake(first.webhook_id, at).await,
            None => Ok(()),
        }
    }

    /// Notes how an attempt went.
    ///
    /// # Errors
    /// [`Error::Stale`] when the delivery does not exist any more.
    pub async fn record_attempt(&self, delivery: &Delivery, attempt: &Attempt) -> Result<(), Error> {
        let row = ActiveModel {
            state: Set(attempt.state.name().to_owned()),
            due_at: Set(due(attempt.due_at)),
            attempts: Set(i32::try_from(delivery.attempts).unwrap_or(i32::MAX).saturating_add(1)),
            last_attempt_at: Set(Some(attempt.at.0)),
            status: Set(attempt.status.map(i32::from)),
            fault: Set(attempt.fault.clone()),
            ..ActiveModel::default()
        };
        self.set(delivery.webhook_id, delivery.id, row).await
    }

    /// Has a delivery tried at `now`, with the whole schedule anew.
    ///
    /// # Errors
    /// [`Error::Stale`] when it does not exist.
    pub async fn retry(&self, webhook: WebhookId, id: DeliveryId, now: Timestamp) -> Result<(), Error> {
        let row = ActiveModel {
            state: Set(DeliveryState::Waiting.name().to_owned()),
            due_at: Set(now.0),
            attempts: Set(0),
            ..ActiveModel::default()
        };
        self.set(webhook, id, row).await?;
        self.wake(webhook, now).await
    }

    async fn set(&self, webhook: WebhookId, id: DeliveryId, row: ActiveModel) -> Result<(), Error> {
        let update = Entity::update_many()
            .set(row)
            .filter(Column::OrgId.eq(uuid(self.org.0)))
            .filter(Column::WebhookId.eq(uuid(webhook.0)))
            .filter(Column::Id.eq(uuid(id.0)));
        one_row(update.exec(&self.db).await?.rows_affected)
    }

    /// Deletes at most `limit` deliveries that are over and happened before `over_before`, or happened before `all_before`; how many there
    /// were.
    ///
    /// # Errors
    /// The database fails.
    pub async fn trim_deliveries(
        &self,
        over_before: Timestamp,
        all_before: Timestamp,
        limit: u64,
    ) -> Result<u64, Error> {
        // Ids carry the time at which a delivery was made, which is not before what it tells of: they lead to the old ones.
        let old = Column::HappenedAt.lt(over_before.0).and(Column::DueAt.eq(NEVER));
        let ids: Vec<Uuid> = Entity::find()
            .select_only()
            .column(Column::Id)
            .filter(Column::OrgId.eq(uuid(self.org.0)))
            .filter(old.or(Column::HappenedAt.lt(all_before.0)))
            .order_by_asc(Column::Id)
            .limit(limit)
            .into_tuple()
            .all(&self.db)
            .await?;
        if ids.is_empty() {
            return Ok(0);
        }
        let delete =
            Entity::delete_many().filter(Column::OrgId.eq(uuid(self.org.0))).filter(Column::Id.is_in(ids));
        Ok(delete.exec(&self.db).await?.rows_affected)
    }
}
