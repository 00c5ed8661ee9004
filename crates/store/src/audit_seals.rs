//! Seals on the audit log: a chain, each seal over the entries since the one before and over that seal's digest.

use domain::{EventId, OrgId, Timestamp};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use crate::Error;
use crate::entities::audit;
use crate::entities::audit_seals::{ActiveModel, Column, Entity, Model};
use crate::executor::Executor;
use crate::keys::uuid;
use crate::rows::one_row;

/// A seal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditSeal {
    /// Counts from 1.
    pub number: i64,
    /// The last entry that it covers.
    pub up_to: EventId,
    /// How many it covers, from the one after the seal before.
    pub entries: u64,
    /// The digest of the chain up to here, encrypted with the key of the server: who has only the database cannot make one.
    pub sealed: String,
    /// When it was made.
    pub at: Timestamp,
}

/// An entry of the audit log as it is stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredEntry {
    /// Its id.
    pub id: EventId,
    /// When.
    pub at: Timestamp,
    /// All columns, each behind its length: no two entries have the same bytes.
    pub bytes: Vec<u8>,
}

/// Reads seals.
pub struct AuditSeals<'a> {
    pub(crate) db: Executor<'a>,
    pub(crate) org: OrgId,
}

/// Reads and writes seals.
pub struct AuditSealsMut<'a>(pub(crate) AuditSeals<'a>);

impl From<Model> for AuditSeal {
    fn from(row: Model) -> Self {
        Self {
            number: row.number,
            up_to: EventId(row.up_to.as_u128()),
            entries: row.entries.unsigned_abs(),
            sealed: row.sealed,
            at: Timestamp(row.at),
        }
    }
}

impl From<audit::Model> for StoredEntry {
    fn from(row: audit::Model) -> Self {
        let mut bytes = Vec::new();
        let mut add = |part: Option<&[u8]>| {
            let length = part.map_or(u64::MAX, |part| part.len() as u64);
            bytes.extend(length.to_be_bytes());
            bytes.extend(part.unwrap_or_default());
        };
        add(Some(row.id.as_bytes()));
        add(Some(&row.at.to_be_bytes()));
        for text in [
            Some(&row.actor_kind),
            row.actor_id.as_ref(),
            Some(&row.actor_name),
            Some(&row.action),
            Some(&row.subject_kind),
            Some(&row.subject_id),
            Some(&row.subject_name),
            Some(&row.changes),
            row.request_id.as_ref(),
            row.address.as_ref(),
        ] {
            add(text.map(String::as_bytes));
        }
        Self { id: EventId(row.id.as_u128()), at: Timestamp(row.at), bytes }
    }
}

impl AuditSeals<'_> {
    /// The last seal.
    ///
    /// # Errors
    /// The database fails.
    pub async fn last(&self) -> Result<Option<AuditSeal>, Error> {
        let select = Entity::find().filter(Column::OrgId.eq(uuid(self.org.0))).order_by_desc(Column::Number);
        Ok(select.one(&self.db).await?.map(AuditSeal::from))
    }

    /// At most `limit` seals after the one of that number, in order.
    ///
    /// # Errors
    /// The database fails.
    pub async fn after(&self, number: i64, limit: u64) -> Result<Vec<AuditSeal>, Error> {
        let select = Entity::find()
            .filter(Column::OrgId.eq(uuid(self.org.0)))
            .filter(Column::Number.gt(number))
            .order_by_asc(Column::Number)
            .limit(limit);
        Ok(select.all(&self.db).await?.into_iter().map(AuditSeal::from).collect())
    }

    /// At most `limit` entries of the audit log after `after`, up to `up_to` where that is given, in the order of their ids.
    ///
    /// # Errors
    /// The database fails.
    pub async fn entries(
        &self,
        after: EventId,
        up_to: Option<EventId>,
        limit: u64,
    ) -> Result<Vec<StoredEntry>, Error> {
        let mut select = audit::Entity::find()
            .filter(audit::Column::OrgId.eq(uuid(self.org.0)))
            .filter(audit::Column::Id.gt(uuid(after.0)));
        if let Some(up_to) = up_to {
            select = select.filter(audit::Column::Id.lte(uuid(up_to.0)));
        }
        let rows = select.order_by_asc(audit::Column::Id).limit(limit).all(&self.db).await?;
        Ok(rows.into_iter().map(StoredEntry::from).collect())
    }
}

impl AuditSealsMut<'_> {
    /// Adds a seal.
    ///
    /// # Errors
    /// A conflict, when another server has made the one of that number.
    pub async fn insert(&self, seal: &AuditSeal) -> Result<(), Error> {
        let row = ActiveModel {
            org_id: Set(uuid(self.org.0)),
            number: Set(seal.number),
            up_to: Set(uuid(seal.up_to.0)),
            entries: Set(i64::try_from(seal.entries).unwrap_or(i64::MAX)),
            sealed: Set(seal.sealed.clone()),
            at: Set(seal.at.0),
        };
        Entity::insert(row).exec_without_returning(&self.db).await?;
        Ok(())
    }

    /// The same seal, encrypted anew.
    ///
    /// # Errors
    /// [`Error::Stale`] when it is no longer there as it was.
    pub async fn reseal(&self, former: &AuditSeal, anew: &str) -> Result<(), Error> {
        let update = Entity::update_many()
            .set(ActiveModel { sealed: Set(anew.to_owned()), ..ActiveModel::default() })
            .filter(Column::OrgId.eq(uuid(self.org.0)))
            .filter(Column::Number.eq(former.number))
            .filter(Column::Sealed.eq(former.sealed.clone()));
        one_row(update.exec(&self.db).await?.rows_affected)
    }
}
