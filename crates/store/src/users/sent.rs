//! What the identity provider has sent so far.

use domain::{Field, ManagedBy};
use sea_orm::{ColumnTrait, EntityTrait, FromQueryResult, QueryFilter, QueryOrder, QuerySelect};

use super::row::{fields, managed_by_name};
use super::{User, Users};
use crate::Error;
use crate::entities::users::{Column, Entity};
use crate::keys::uuid;

/// For how many of the people whom the identity provider manages it has sent what.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SentCounts {
    /// All of them.
    pub managed: u64,
    /// Those with an external id.
    pub external_id: u64,
    /// Those with a work phone.
    pub work_phone: u64,
    /// By field, in the order of [`Field::ALL`].
    by_field: [u64; Field::ALL.len()],
}

impl SentCounts {
    /// For how many it has sent that field.
    #[must_use]
    pub fn of(&self, field: Field) -> u64 {
        self.by_field[field as usize]
    }
}

/// People of whom the same fields were sent.
#[derive(FromQueryResult)]
struct Alike {
    sent_fields: String,
    people: i64,
    external_ids: i64,
    work_phones: i64,
}

impl Users<'_> {
    /// Counts what was sent. The database groups: people are alike in what was sent of them, so few rows come back.
    ///
    /// # Errors
    /// The database fails.
    pub async fn sent_counts(&self) -> Result<SentCounts, Error> {
        let select = Entity::find()
            .select_only()
            .column(Column::SentFields)
            .column_as(Column::Id.count(), "people")
            .column_as(Column::ExternalId.count(), "external_ids")
            .column_as(Column::WorkPhone.count(), "work_phones")
            .filter(Column::OrgId.eq(uuid(self.org.0)))
            .filter(Column::ManagedBy.eq(managed_by_name(ManagedBy::IdentityProvider)))
            .group_by(Column::SentFields);
        let mut counts = SentCounts::default();
        for alike in select.into_model::<Alike>().all(&self.db).await? {
            let people = alike.people.unsigned_abs();
            counts.managed += people;
            counts.external_id += alike.external_ids.unsigned_abs();
            counts.work_phone += alike.work_phones.unsigned_abs();
            for field in fields(&alike.sent_fields).iter() {
                counts.by_field[field as usize] += people;
            }
        }
        Ok(counts)
    }

    /// At most `limit` of the people whom the identity provider manages, those who were changed last first.
    ///
    /// # Errors
    /// The database fails.
    pub async fn managed_recently(&self, limit: u64) -> Result<Vec<User>, Error> {
        let select = Entity::find()
            .filter(Column::OrgId.eq(uuid(self.org.0)))
            .filter(Column::ManagedBy.eq(managed_by_name(ManagedBy::IdentityProvider)))
            .order_by_desc(Column::UpdatedAt)
            .order_by_desc(Column::Id)
            .limit(limit);
        select.all(&self.db).await?.into_iter().map(User::try_from).collect()
    }
}
