//! The audit log (R33): written in the transaction of the change, never changed after.

mod walk;

use std::sync::PoisonError;

use domain::{EventId, OrgId, Timestamp};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, PaginatorTrait, QueryFilter,
    QueryOrder, QuerySelect, QueryTrait, Statement,
};
use serde::{Deserialize, Serialize};

pub use walk::{AuditFilter, AuditPage};

use crate::entities::audit::{ActiveModel, Column, Entity, Model};
use crate::executor::Executor;
use crate::keys::{stored, uuid};
use crate::{Error, Tx};

/// Entries of one statement: SQLite takes 32,766 parameters.
const BATCH: usize = 2_000;

/// Who did something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ActorKind {
    /// A person in the console, or a script of theirs.
    Admin,
    /// The identity provider, with a SCIM token.
    IdentityProvider,
    /// Rollcall itself.
    System,
    /// Whoever runs the binary.
    Operator,
}

impl ActorKind {
    const ALL: [Self; 4] = [Self::Admin, Self::IdentityProvider, Self::System, Self::Operator];

    /// Its name in JSON and in the database.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Admin => "admin",
            Self::IdentityProvider => "identity_provider",
            Self::System => "system",
            Self::Operator => "operator",
        }
    }

    fn from_name(name: &str) -> Result<Self, Error> {
        let unknown = || DbErr::Type(format!("unknown kind of actor: {name}"));
        Self::ALL.into_iter().find(|kind| kind.name() == name).ok_or_else(|| unknown().into())
    }
}

/// A field, before and after.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// The name of the field, as in [`domain::Field::name`].
    pub field: String,
    /// The value before; `None` when there was none.
    pub from: Option<String>,
    /// The value after; `None` when there is none.
    pub to: Option<String>,
}

/// An entry of the audit log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditEntry {
    /// UUIDv7: ids sort by time.
    pub id: EventId,
    /// When.
    pub at: Timestamp,
    /// What kind of actor.
    pub actor_kind: ActorKind,
    /// The user or token that acted.
    pub actor_id: Option<String>,
    /// Its name at that time.
    pub actor_name: String,
    /// What was done, such as `user_edited`.
    pub action: String,
    /// What kind of thing it was done to, such as `user`.
    pub subject_kind: String,
    /// The id of that thing.
    pub subject_id: String,
    /// Its name at that time: it may be gone.
    pub subject_name: String,
    /// Each field that changed.
    pub changes: Vec<Change>,
    /// The request, as in the logs.
    pub request_id: Option<String>,
    /// The address that the request came from.
    pub address: Option<String>,
}

/// Reads the audit log.
pub struct Audit<'a> {
    pub(crate) db: Executor<'a>,
    pub(crate) org: OrgId,
}

/// Reads the audit log inside of a transaction; [`Tx::record`] writes it.
pub struct AuditMut<'a>(pub(crate) Audit<'a>);

impl TryFrom<Model> for AuditEntry {
    type Error = Error;

    fn try_from(row: Model) -> Result<Self, Error> {
        Ok(Self {
            id: EventId(row.id.as_u128()),
            at: Timestamp(row.at),
            actor_kind: ActorKind::from_name(&row.actor_kind)?,
            actor_id: row.actor_id,
            actor_name: row.actor_name,
            action: row.action,
            subject_kind: row.subject_kind,
            subject_id: row.subject_id,
            subject_name: row.subject_name,
            changes: serde_json::from_str(&row.changes).map_err(|error| DbErr::Json(error.to_string()))?,
            request_id: row.request_id,
            address: row.address,
        })
    }
}

impl Audit<'_> {
    /// At most `limit` entries about one thing, the newest first, older than the entry `before` if that is given.
    ///
    /// # Errors
    /// The database fails.
    pub async fn history(
        &self,
        subject_kind: &str,
        subject_id: &str,
        before: Option<EventId>,
        limit: u64,
    ) -> Result<Vec<AuditEntry>, Error> {
        let mut select = Entity::find()
            .filter(Column::OrgId.eq(uuid(self.org.0)))
            .filter(Column::SubjectKind.eq(stored(subject_kind)))
            .filter(Column::SubjectId.eq(stored(subject_id)));
        if let Some(before) = before {
            select = select.filter(Column::Id.lt(uuid(before.0)));
        }
        let rows = select.order_by_desc(Column::Id).limit(limit).all(&self.db).await?;
        rows.into_iter().map(AuditEntry::try_from).collect()
    }

    /// How many entries there are about one thing.
    ///
    /// # Errors
    /// The database fails.
    pub async fn count(&self, subject_kind: &str, subject_id: &str) -> Result<u64, Error> {
        let select = Entity::find()
            .filter(Column::OrgId.eq(uuid(self.org.0)))
            .filter(Column::SubjectKind.eq(stored(subject_kind)))
            .filter(Column::SubjectId.eq(stored(subject_id)));
        Ok(select.count(&self.db).await?)
    }

    /// At most `limit` entries about anything, the newest first, older than the entry `before` if that is given.
    ///
    /// # Errors
    /// The database fails.
    pub async fn list(&self, before: Option<EventId>, limit: u64) -> Result<Vec<AuditEntry>, Error> {
        let mut select = Entity::find().filter(Column::OrgId.eq(uuid(self.org.0)));
        if let Some(before) = before {
            select = select.filter(Column::Id.lt(uuid(before.0)));
        }
        let rows = select.order_by_desc(Column::Id).limit(limit).all(&self.db).await?;
        rows.into_iter().map(AuditEntry::try_from).collect()
    }
}

impl Tx {
    /// Writes the entry to the audit log at the end of the transaction, and announces it on the change feed as `kind`: with the
    /// change, or not at all.
    ///
    /// # Errors
    /// The entry cannot be written as JSON.
    pub fn record(&self, entry: &AuditEntry, kind: &str) -> Result<(), Error> {
        let changes =
            serde_json::to_string(&entry.changes).map_err(|error| DbErr::Json(error.to_string()))?;
        let row = ActiveModel {
            org_id: Set(uuid(self.org.0)),
            id: Set(uuid(entry.id.0)),
            at: Set(entry.at.0),
            actor_kind: Set(entry.actor_kind.name().to_owned()),
            actor_id: Set(entry.actor_id.clone()),
            actor_name: Set(entry.actor_name.clone()),
            action: Set(entry.action.clone()),
            subject_kind: Set(entry.subject_kind.clone()),
            subject_id: Set(entry.subject_id.clone()),
            subject_name: Set(entry.subject_name.clone()),
            changes: Set(changes),
            request_id: Set(entry.request_id.clone()),
            address: Set(entry.address.clone()),
        };
        self.transaction.entries.lock().unwrap_or_else(PoisonError::into_inner).push(row);
        self.announce_action(kind, &entry.subject_id, entry.at, Some(&entry.action));
        Ok(())
    }

    /// The entries that the transaction has gathered: many people who are changed at once take one statement.
    pub(crate) fn audit_to_write(&self) -> Vec<Statement> {
        let rows =
            std::mem::take(&mut *self.transaction.entries.lock().unwrap_or_else(PoisonError::into_inner));
        let backend = self.db().get_database_backend();
        rows.chunks(BATCH).map(|batch| Entity::insert_many(batch.iter().cloned()).build(backend)).collect()
    }
}
