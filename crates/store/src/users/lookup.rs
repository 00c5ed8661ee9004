//! Many users by what identifies them, with few statements: for lists of people that come from outside.

use domain::{ManagedBy, Role, UserId};
use sea_orm::{ColumnTrait, EntityTrait, FromQueryResult, QueryFilter, QuerySelect};
use uuid::Uuid;

use super::Users;
use super::row::managed_by_name;
use crate::Error;
use crate::entities::users::{Column, Entity};
use crate::keys::{key, uuid};

/// Texts in one statement: SQLite takes 32,766 parameters, and PostgreSQL plans longer lists slowly.
const BATCH: usize = 5_000;

/// What users are looked up by; without regard to case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Identifier {
    /// The username.
    Username,
    /// The email.
    Email,
    /// First and last name.
    Name,
}

/// As much of a user as tells who they are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identified {
    /// Who.
    pub id: UserId,
    /// What they sign in with.
    pub username: String,
    /// First and last name.
    pub name: String,
    /// Empty when there is none.
    pub email: String,
    /// R1.
    pub managed_by: ManagedBy,
    /// A SCIM DELETE took their SCIM id away (R9).
    pub gone_from_scim: bool,
    /// An owner who may sign in (R10).
    pub is_active_owner: bool,
}

#[derive(FromQueryResult)]
struct Row {
    id: Uuid,
    username: String,
    first_name: String,
    last_name: String,
    email: Option<String>,
    managed_by: String,
    scim_tombstoned_at: Option<i64>,
    role: String,
    deactivated: bool,
}

impl From<Row> for Identified {
    fn from(row: Row) -> Self {
        let is_local = row.managed_by == managed_by_name(ManagedBy::Local);
        Self {
            id: UserId(row.id.as_u128()),
            username: row.username,
            name: format!("{} {}", row.first_name, row.last_name).trim().to_owned(),
            email: row.email.unwrap_or_default(),
            managed_by: if is_local { ManagedBy::Local } else { ManagedBy::IdentityProvider },
            gone_from_scim: row.scim_tombstoned_at.is_some(),
            is_active_owner: row.role == Role::Owner.name() && !row.deactivated,
        }
    }
}

impl Users<'_> {
    /// Everybody who has one of `texts` as their username, email or name; in no order.
    ///
    /// # Errors
    /// The database fails.
    pub async fn identified(&self, by: Identifier, texts: &[&str]) -> Result<Vec<Identified>, Error> {
        let column = match by {
            Identifier::Username => Column::UsernameKey,
            Identifier::Email => Column::EmailKey,
            Identifier::Name => Column::NameKey,
        };
        let mut found = Vec::new();
        for batch in texts.chunks(BATCH) {
            let select = Entity::find()
                .select_only()
                .columns([
                    Column::Id,
                    Column::Username,
                    Column::FirstName,
                    Column::LastName,
                    Column::Email,
                    Column::ManagedBy,
                    Column::ScimTombstonedAt,
                    Column::Role,
                    Column::Deactivated,
                ])
                .filter(Column::OrgId.eq(uuid(self.org.0)))
                .filter(column.is_in(batch.iter().map(|text| key(text))));
            let rows = select.into_model::<Row>().all(&self.db).await?;
            found.extend(rows.into_iter().map(Identified::from));
        }
        Ok(found)
    }
}
