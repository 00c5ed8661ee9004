//! Answers to POSTs that came with an `Idempotency-Key`, so that a retry gets the same answer.

use domain::{OrgId, Timestamp};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, UpdateMany};

use crate::Error;
use crate::entities::idempotency_keys::{ActiveModel, Column, Entity};
use crate::executor::Executor;
use crate::keys::{stored, uuid};

/// An answer that is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IdempotencyKey {
    /// Who asked: keys of different people do not meet.
    pub actor_id: String,
    /// The key that the client chose.
    pub key: String,
    /// SHA-256 of the request: the same key with another request is an error of the client.
    pub request_hash: Vec<u8>,
    /// The HTTP status of the answer; zero while it is not there yet.
    pub status: u16,
    /// The body of the answer.
    pub body: String,
    /// When it was given.
    pub created_at: Timestamp,
}

/// Reads kept answers.
pub struct IdempotencyKeys<'a> {
    pub(crate) db: Executor<'a>,
    pub(crate) org: OrgId,
}

/// Reads and writes kept answers.
pub struct IdempotencyKeysMut<'a>(pub(crate) IdempotencyKeys<'a>);

impl IdempotencyKeys<'_> {
    /// The answer to that key of that actor.
    ///
    /// # Errors
    /// The database fails.
    pub async fn get(&self, actor_id: &str, key: &str) -> Result<Option<IdempotencyKey>, Error> {
        let row = Entity::find_by_id((uuid(self.org.0), stored(actor_id), stored(key))).one(&self.db).await?;
        Ok(row.map(|row| IdempotencyKey {
            actor_id: row.actor_id,
            key: row.key,
            request_hash: row.request_hash,
            status: u16::try_from(row.status).unwrap_or(500),
            body: row.body,
            created_at: Timestamp(row.created_at),
        }))
    }
}

impl IdempotencyKeysMut<'_> {
    /// Keeps an answer that [`Store::keyed`](crate::Store::keyed) has not noted before.
    ///
    /// # Errors
    /// [`crate::Conflict::KeyUsed`] when the same request has been answered meanwhile.
    pub async fn insert(&self, answer: &IdempotencyKey) -> Result<(), Error> {
        let row = ActiveModel {
            org_id: Set(uuid(self.org.0)),
            actor_id: Set(stored(&answer.actor_id)),
            key: Set(stored(&answer.key)),
            request_hash: Set(answer.request_hash.clone()),
            status: Set(i32::from(answer.status)),
            body: Set(answer.body.clone()),
            created_at: Set(answer.created_at.0),
        };
        Entity::insert(row).exec_without_returning(&self.db).await?;
        Ok(())
    }

    /// Keeps the answer to a request that is noted already.
    ///
    /// # Errors
    /// The database fails.
    pub async fn answered(&self, answer: &IdempotencyKey) -> Result<(), Error> {
        let update = self.noted(answer).col_expr(Column::Status, i32::from(answer.status).into());
        update.col_expr(Column::Body, stored(&answer.body).into()).exec(&self.db).await?;
        Ok(())
    }

    /// Forgets a request that came to nothing after all.
    ///
    /// # Errors
    /// The database fails.
    pub async fn delete(&self, answer: &IdempotencyKey) -> Result<(), Error> {
        let id = (uuid(self.org.0), stored(&answer.actor_id), stored(&answer.key));
        Entity::delete_by_id(id).exec(&self.db).await?;
        Ok(())
    }

    fn noted(&self, answer: &IdempotencyKey) -> UpdateMany<Entity> {
        Entity::update_many()
            .filter(Column::OrgId.eq(uuid(self.org.0)))
            .filter(Column::ActorId.eq(stored(&answer.actor_id)))
            .filter(Column::Key.eq(stored(&answer.key)))
    }

    /// Forgets answers given before `at`; returns how many.
    ///
    /// # Errors
    /// The database fails.
    pub async fn delete_older(&self, at: Timestamp) -> Result<u64, Error> {
        let delete = Entity::delete_many()
            .filter(Column::OrgId.eq(uuid(self.org.0)))
            .filter(Column::CreatedAt.lt(at.0));
        Ok(delete.exec(&self.db).await?.rows_affected)
    }
}
