//! Making webhooks, and the lease under which one server works on one.

use domain::{Timestamp, WebhookId};
use sea_orm::sea_query::{Query, UpdateStatement};
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};
use uuid::Uuid;

use super::deliveries::NEVER;
use super::{Webhook, WebhooksMut, named};
use crate::Error;
use crate::entities::webhooks::{ActiveModel, Column, Entity};
use crate::keys::uuid;
use crate::rows::one_row;

/// The right to work on a webhook, until a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WebhookLease {
    /// Which server.
    pub owner: Uuid,
    /// Until when: whoever comes after takes it over.
    pub until: Timestamp,
}

impl WebhooksMut<'_> {
    /// Makes a webhook.
    ///
    /// # Errors
    /// The database fails.
    pub async fn insert(&self, webhook: &Webhook) -> Result<(), Error> {
        let row = ActiveModel {
            org_id: Set(uuid(self.org.0)),
            id: Set(uuid(webhook.id.0)),
            url: Set(webhook.url.clone()),
            events: Set(named(&webhook.events)),
            secret: Set(webhook.secret.clone()),
            active: Set(webhook.active),
            gone: Set(webhook.gone),
            position: Set(webhook.position),
            due_at: Set(NEVER),
            lease_until: Set(0),
            lease_owner: Set(Uuid::nil()),
            created_at: Set(webhook.created_at.0),
            version: Set(webhook.version),
        };
        Entity::insert(row).exec_without_returning(&self.db).await?;
        Ok(())
    }

    /// Changes what people can change. Where it stands in the feed is not theirs: whoever works on it moves that.
    ///
    /// # Errors
    /// [`Error::Stale`] when it is not as it was read.
    pub async fn update(&self, before: &Webhook, after: &Webhook) -> Result<(), Error> {
        let row = ActiveModel {
            url: Set(after.url.clone()),
            events: Set(named(&after.events)),
            active: Set(after.active),
            gone: Set(after.gone),
            version: Set(before.version + 1),
            ..ActiveModel::default()
        };
        let update = Entity::update_many()
            .set(row)
            .filter(Column::OrgId.eq(uuid(self.org.0)))
            .filter(Column::Id.eq(uuid(before.id.0)))
            .filter(Column::Version.eq(before.version));
        one_row(update.exec(&self.db).await?.rows_affected)
    }

    /// Has it told of what comes after that entry of the feed: it was paused.
    ///
    /// # Errors
    /// [`Error::Stale`] when it does not exist any more.
    pub async fn skip_to(&self, id: WebhookId, position: i64) -> Result<(), Error> {
        let mut update = self.update_of(id);
        update.value(Column::Position, position);
        one_row(self.db.execute(&update).await?.rows_affected())
    }

    /// Deletes a webhook, and its deliveries.
    ///
    /// # Errors
    /// [`Error::Stale`] when it does not exist any more.
    pub async fn delete(&self, id: WebhookId) -> Result<(), Error> {
        let delete = Entity::delete_by_id((uuid(self.org.0), uuid(id.0)));
        one_row(delete.exec(&self.db).await?.rows_affected)
    }

    /// Stores the secret as it was encrypted anew.
    ///
    /// # Errors
    /// [`Error::Stale`] when it was deleted meanwhile.
    pub async fn reseal(&self, webhook: &Webhook, secret: &str) -> Result<(), Error> {
        let mut update = self.update_of(webhook.id);
        update.value(Column::Secret, secret).and_where(Column::Secret.eq(webhook.secret.as_str()));
        one_row(self.db.execute(&update).await?.rows_affected())
    }

    /// Takes a webhook that nobody works on. False when somebody else does, or it is paused or gone.
    ///
    /// # Errors
    /// The database fails.
    pub async fn take(&self, id: WebhookId, lease: WebhookLease, now: Timestamp) -> Result<bool, Error> {
        let mut update = self.update_of(id);
        update
            .values([(Column::LeaseOwner, lease.owner.into()), (Column::LeaseUntil, lease.until.0.into())])
            .and_where(Column::Active.eq(true))
            .and_where(Column::LeaseUntil.lte(now.0));
        Ok(self.db.execute(&update).await?.rows_affected() == 1)
    }

    /// Renews the lease: in the transaction in which it is noted what was sent under it, also when it was paused meanwhile.
    ///
    /// # Errors
    /// [`Error::Stale`] when the lease was lost, or the webhook was deleted.
    pub async fn renew(&self, id: WebhookId, lease: WebhookLease) -> Result<(), Error> {
        let mut update = self.update_of(id);
        update.value(Column::LeaseUntil, lease.until.0).and_where(Column::LeaseOwner.eq(lease.owner));
        one_row(self.db.execute(&update).await?.rows_affected())
    }

    /// Renews the lease, and moves its place in the feed: in the transaction that makes deliveries of what is between.
    ///
    /// # Errors
    /// [`Error::Stale`] when the lease was lost, the place is another one by now, or the webhook was paused or deleted.
    pub async fn advance(&self, id: WebhookId, lease: WebhookLease, from: i64, to: i64) -> Result<(), Error> {
        let mut update = self.update_of(id);
        update
            .values([(Column::LeaseUntil, lease.until.0.into()), (Column::Position, to.into())])
            .and_where(Column::Active.eq(true))
            .and_where(Column::LeaseOwner.eq(lease.owner))
            .and_where(Column::Position.eq(from));
        one_row(self.db.execute(&update).await?.rows_affected())
    }

    /// Gives a webhook back at `now`; it is due again when the first of what waits is, and not before `rest`. False when it was lost.
    ///
    /// # Errors
    /// The database fails.
    pub async fn give_back(
        &self,
        id: WebhookId,
        owner: Uuid,
        now: Timestamp,
        rest: Timestamp,
    ) -> Result<bool, Error> {
        // First the lock of the row: whoever adds a delivery meanwhile waits for the end of this transaction, or is seen here.
        let mut update = self.update_of(id);
        update.value(Column::LeaseUntil, now.0).and_where(Column::LeaseOwner.eq(owner));
        if self.db.execute(&update).await?.rows_affected() == 0 {
            return Ok(false);
        }
        let mut update = self.update_of(id);
        update.value(Column::DueAt, self.first_due(id).await?.max(rest.0));
        self.db.execute(&update).await?;
        Ok(true)
    }

    /// There is something to deliver at that time: a test, or what is tried again on request.
    pub(super) async fn wake(&self, id: WebhookId, at: Timestamp) -> Result<(), Error> {
        let mut update = self.update_of(id);
        update.value(Column::DueAt, at.0);
        one_row(self.db.execute(&update).await?.rows_affected())
    }

    fn update_of(&self, id: WebhookId) -> UpdateStatement {
        let mut update = Query::update();
        update
            .table(Entity)
            .and_where(Column::OrgId.eq(uuid(self.org.0)))
            .and_where(Column::Id.eq(uuid(id.0)));
        update
    }
}
