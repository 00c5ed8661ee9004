//! The keys that sign ID tokens (R34): one signs, the next one is published already, former ones still prove what they have signed.

use domain::{OrgId, Timestamp};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

use crate::Error;
use crate::entities::signing_keys::{ActiveModel, Column, Entity, Model};
use crate::executor::Executor;
use crate::keys::uuid;
use crate::rows::one_row;

/// A key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SigningKey {
    /// Grows by one with each key of the organization.
    pub number: i64,
    /// The `kid`.
    pub key_id: String,
    /// The modulus, in base64url.
    pub modulus: String,
    /// The exponent, in base64url.
    pub exponent: String,
    /// The private key, encrypted.
    pub sealed: String,
    /// Since when applications can read the public one.
    pub published_at: Timestamp,
    /// Since when it signs; nothing yet: it is the next one.
    pub signs_since: Option<Timestamp>,
    /// When it stopped signing.
    pub retired_at: Option<Timestamp>,
}

/// Reads signing keys.
pub struct SigningKeys<'a> {
    pub(crate) db: Executor<'a>,
    pub(crate) org: OrgId,
}

/// Reads and writes signing keys.
pub struct SigningKeysMut<'a>(pub(crate) SigningKeys<'a>);

impl From<Model> for SigningKey {
    fn from(row: Model) -> Self {
        Self {
            number: row.number,
            key_id: row.key_id,
            modulus: row.modulus,
            exponent: row.exponent,
            sealed: row.sealed,
            published_at: Timestamp(row.published_at),
            signs_since: row.signs_since.map(Timestamp),
            retired_at: row.retired_at.map(Timestamp),
        }
    }
}

impl SigningKeys<'_> {
    /// All, the newest first.
    ///
    /// # Errors
    /// The database fails.
    pub async fn list(&self) -> Result<Vec<SigningKey>, Error> {
        let select = Entity::find().filter(Column::OrgId.eq(uuid(self.org.0))).order_by_desc(Column::Number);
        Ok(select.all(&self.db).await?.into_iter().map(SigningKey::from).collect())
    }
}

impl SigningKeysMut<'_> {
    /// Publishes a key.
    ///
    /// # Errors
    /// A conflict, when another server has made the one of that number.
    pub async fn insert(&self, key: &SigningKey) -> Result<(), Error> {
        let row = ActiveModel {
            org_id: Set(uuid(self.org.0)),
            number: Set(key.number),
            key_id: Set(key.key_id.clone()),
            modulus: Set(key.modulus.clone()),
            exponent: Set(key.exponent.clone()),
            sealed: Set(key.sealed.clone()),
            published_at: Set(key.published_at.0),
            signs_since: Set(key.signs_since.map(|at| at.0)),
            retired_at: Set(key.retired_at.map(|at| at.0)),
        };
        Entity::insert(row).exec_without_returning(&self.db).await?;
        Ok(())
    }

    /// The key of that number signs no more.
    ///
    /// # Errors
    /// [`Error::Stale`] when it does not sign: of several who try at once, one succeeds.
    pub async fn retire(&self, number: i64, at: Timestamp) -> Result<(), Error> {
        let update = Entity::update_many()
            .set(ActiveModel { retired_at: Set(Some(at.0)), ..ActiveModel::default() })
            .filter(Column::OrgId.eq(uuid(self.org.0)))
            .filter(Column::Number.eq(number))
            .filter(Column::SignsSince.is_not_null())
            .filter(Column::RetiredAt.is_null());
        one_row(update.exec(&self.db).await?.rows_affected)
    }

    /// The key of that number signs from now on.
    ///
    /// # Errors
    /// [`Error::Stale`] when it signs already, or does not exist.
    pub async fn activate(&self, number: i64, at: Timestamp) -> Result<(), Error> {
        let update = Entity::update_many()
            .set(ActiveModel { signs_since: Set(Some(at.0)), ..ActiveModel::default() })
            .filter(Column::OrgId.eq(uuid(self.org.0)))
            .filter(Column::Number.eq(number))
            .filter(Column::SignsSince.is_null());
        one_row(update.exec(&self.db).await?.rows_affected)
    }

    /// The same key, encrypted anew.
    ///
    /// # Errors
    /// [`Error::Stale`] when it is no longer there as it was.
    pub async fn reseal(&self, former: &SigningKey, anew: &str) -> Result<(), Error> {
        let update = Entity::update_many()
            .set(ActiveModel { sealed: Set(anew.to_owned()), ..ActiveModel::default() })
            .filter(Column::OrgId.eq(uuid(self.org.0)))
            .filter(Column::Number.eq(former.number))
            .filter(Column::Sealed.eq(former.sealed.clone()));
        one_row(update.exec(&self.db).await?.rows_affected)
    }

    /// Deletes those that were retired before `at`.
    ///
    /// # Errors
    /// The database fails.
    pub async fn delete_retired(&self, at: Timestamp) -> Result<(), Error> {
        let delete = Entity::delete_many()
            .filter(Column::OrgId.eq(uuid(self.org.0)))
            .filter(Column::RetiredAt.lt(at.0));
        delete.exec(&self.db).await?;
        Ok(())
    }
}
