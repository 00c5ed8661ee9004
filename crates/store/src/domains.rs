//! Domains that an organization has proven to be its own.

use domain::{OrgId, Timestamp};
use sea_orm::sea_query::OnConflict;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

use crate::Error;
use crate::entities::domains::{ActiveModel, Column, Entity, Model};
use crate::executor::Executor;
use crate::keys::{stored, uuid};
use crate::rows::one_row;

/// A domain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Domain {
    /// Its name, in small letters.
    pub name: String,
    /// What its TXT record must hold.
    pub token: String,
    /// When it was named.
    pub created_at: Timestamp,
    /// When the record was found.
    pub verified_at: Option<Timestamp>,
}

/// Reads domains.
pub struct Domains<'a> {
    pub(crate) db: Executor<'a>,
    pub(crate) org: OrgId,
}

/// Reads and writes domains.
pub struct DomainsMut<'a>(pub(crate) Domains<'a>);

impl From<Model> for Domain {
    fn from(row: Model) -> Self {
        Self {
            name: row.name,
            token: row.token,
            created_at: Timestamp(row.created_at),
            verified_at: row.verified_at.map(Timestamp),
        }
    }
}

impl Domains<'_> {
    /// All, by name.
    ///
    /// # Errors
    /// The database fails.
    pub async fn list(&self) -> Result<Vec<Domain>, Error> {
        let select = Entity::find().filter(Column::OrgId.eq(uuid(self.org.0))).order_by_asc(Column::Name);
        Ok(select.all(&self.db).await?.into_iter().map(Domain::from).collect())
    }

    /// One.
    ///
    /// # Errors
    /// The database fails.
    pub async fn get(&self, name: &str) -> Result<Option<Domain>, Error> {
        let row = Entity::find_by_id((uuid(self.org.0), stored(name))).one(&self.db).await?;
        Ok(row.map(Domain::from))
    }
}

impl DomainsMut<'_> {
    /// Names a domain; one that is named already stays as it is.
    ///
    /// # Errors
    /// The database fails.
    pub async fn insert(&self, domain: &Domain) -> Result<(), Error> {
        let row = ActiveModel {
            org_id: Set(uuid(self.org.0)),
            name: Set(domain.name.clone()),
            token: Set(domain.token.clone()),
            created_at: Set(domain.created_at.0),
            verified_at: Set(domain.verified_at.map(|at| at.0)),
        };
        let nothing = OnConflict::columns([Column::OrgId, Column::Name]).do_nothing().to_owned();
        Entity::insert(row).on_conflict(nothing).exec_without_returning(&self.db).await?;
        Ok(())
    }

    /// Remembers that the record was found.
    ///
    /// # Errors
    /// [`Error::Stale`] when it is not named.
    pub async fn verify(&self, name: &str, at: Timestamp) -> Result<(), Error> {
        let row = ActiveModel { verified_at: Set(Some(at.0)), ..ActiveModel::default() };
        let update = Entity::update_many()
            .set(row)
            .filter(Column::OrgId.eq(uuid(self.org.0)))
            .filter(Column::Name.eq(stored(name)));
        one_row(update.exec(&self.db).await?.rows_affected)
    }

    /// Forgets a domain.
    ///
    /// # Errors
    /// [`Error::Stale`] when it is not named.
    pub async fn delete(&self, name: &str) -> Result<(), Error> {
        let delete = Entity::delete_many()
            .filter(Column::OrgId.eq(uuid(self.org.0)))
            .filter(Column::Name.eq(stored(name)));
        one_row(delete.exec(&self.db).await?.rows_affected)
    }
}
