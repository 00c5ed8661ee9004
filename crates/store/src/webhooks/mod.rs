//! Webhooks, and what is delivered to them.
//!
//! Each webhook has its place in the change feed: what comes after it becomes deliveries, in the transaction that moves the place, so that
//! nothing is missed and nothing is delivered as two. One server at a time works on a webhook: whoever holds its lease.

mod deliveries;
mod write;

use domain::{OrgId, Timestamp, WebhookEvent, WebhookId};
use sea_orm::sea_query::{Expr, ExprTrait, Query};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
};
use uuid::Uuid;

pub use deliveries::{Attempt, Delivery};
pub use write::WebhookLease;

use crate::entities::feed_heads;
use crate::entities::webhook_deliveries as deliveries_of;
use crate::entities::webhooks::{Column, Entity, Model};
use crate::executor::Executor;
use crate::keys::uuid;
use crate::{Error, Store};

/// Deliveries that wait are counted to here.
const MOST_COUNTED: u64 = 1_000;

/// A webhook.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Webhook {
    /// Its id.
    pub id: WebhookId,
    /// Where it is told.
    pub url: String,
    /// Of what.
    pub events: Vec<WebhookEvent>,
    /// What signatures are made with, encrypted.
    pub secret: String,
    /// It is told.
    pub active: bool,
    /// The receiver has said that it is gone.
    pub gone: bool,
    /// The entry of the change feed up to which it has been told.
    pub position: i64,
    /// When it was made.
    pub created_at: Timestamp,
    /// Counts the changes, from 1.
    pub version: i64,
}

/// Reads webhooks.
pub struct Webhooks<'a> {
    pub(crate) db: Executor<'a>,
    pub(crate) org: OrgId,
}

/// Reads and writes webhooks.
pub struct WebhooksMut<'a>(pub(crate) Webhooks<'a>);

fn named(events: &[WebhookEvent]) -> String {
    events.iter().map(|event| event.name()).collect::<Vec<_>>().join(" ")
}

impl From<Model> for Webhook {
    fn from(row: Model) -> Self {
        Self {
            id: WebhookId(row.id.as_u128()),
            url: row.url,
            // An event of a newer version is none that this one can tell of.
            events: row.events.split(' ').filter_map(WebhookEvent::from_name).collect(),
            secret: row.secret,
            active: row.active,
            gone: row.gone,
            position: row.position,
            created_at: Timestamp(row.created_at),
            version: row.version,
        }
    }
}

impl Webhooks<'_> {
    /// By its id.
    ///
    /// # Errors
    /// The database fails.
    pub async fn get(&self, id: WebhookId) -> Result<Option<Webhook>, Error> {
        let row = Entity::find_by_id((uuid(self.org.0), uuid(id.0))).one(&self.db).await?;
        Ok(row.map(Webhook::from))
    }

    /// All, the newest first.
    ///
    /// # Errors
    /// The database fails.
    pub async fn list(&self) -> Result<Vec<Webhook>, Error> {
        let select = Entity::find().filter(Column::OrgId.eq(uuid(self.org.0))).order_by_desc(Column::Id);
        Ok(select.all(&self.db).await?.into_iter().map(Webhook::from).collect())
    }

    /// How many deliveries wait, up to 1,000.
    ///
    /// # Errors
    /// The database fails.
    pub async fn count_waiting(&self, id: WebhookId) -> Result<u64, Error> {
        use deliveries_of::Column;
        let select = deliveries_of::Entity::find()
            .filter(Column::OrgId.eq(uuid(self.org.0)))
            .filter(Column::WebhookId.eq(uuid(id.0)))
            .filter(Column::DueAt.lt(deliveries::NEVER))
            .limit(MOST_COUNTED);
        Ok(select.count(&self.db).await?)
    }
}

impl Store {
    /// Webhooks on which there is something to do at `now`, and on which nobody works, at most `limit`, those first that were served longest ago: beside jobs the one thing that is
    /// looked for without naming an organization.
    ///
    /// # Errors
    /// The database fails.
    pub async fn waiting_webhooks(
        &self,
        now: Timestamp,
        limit: u64,
    ) -> Result<Vec<(OrgId, WebhookId)>, Error> {
        let column = |column: Column| Expr::col((Entity, column));
        let behind =
            column(Column::Position).lt(Expr::col((feed_heads::Entity, feed_heads::Column::LastSeq)));
        let mut select = Query::select();
        select
            .columns([(Entity, Column::OrgId), (Entity, Column::Id)])
            .from(Entity)
            .inner_join(
                feed_heads::Entity,
                Expr::col((feed_heads::Entity, feed_heads::Column::OrgId)).equals((Entity, Column::OrgId)),
            )
            .and_where(column(Column::Active).eq(true))
            .and_where(column(Column::LeaseUntil).lte(now.0))
            .and_where(column(Column::DueAt).lte(now.0).or(behind))
            // Who was served longest ago comes first: nobody keeps others waiting.
            .order_by((Entity, Column::LeaseUntil), sea_orm::Order::Asc)
            .limit(limit);
        let rows = self.pool().query_all(&select).await?;
        let ids = |row: sea_orm::QueryResult| {
            let id = |name| row.try_get::<Uuid>("", name).map(|id| id.as_u128());
            Ok((OrgId(id("org_id")?), WebhookId(id("id")?)))
        };
        rows.into_iter().map(ids).collect()
    }
}
