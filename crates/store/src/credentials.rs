//! Password hashes, and the lock-out of password sign-in.

use std::collections::HashSet;

use domain::{OrgId, Timestamp, UserId};
use sea_orm::sea_query::{Expr, ExprTrait, OnConflict};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};

use crate::Error;
use crate::entities::credentials::{ActiveModel, Column, Entity};
use crate::executor::Executor;
use crate::keys::uuid;
use crate::rows::one_row;

/// How a user signs in with a password.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Credential {
    /// A PHC string (`$argon2id$…`).
    pub password_hash: String,
    /// When the password was set.
    pub updated_at: Timestamp,
    /// Wrong passwords since the last right one.
    pub failed_attempts: u32,
    /// No password is looked at before this time.
    pub locked_until: Option<Timestamp>,
}

/// Reads password hashes.
pub struct Credentials<'a> {
    pub(crate) db: Executor<'a>,
    pub(crate) org: OrgId,
}

/// Reads and writes password hashes.
pub struct CredentialsMut<'a>(pub(crate) Credentials<'a>);

impl Credentials<'_> {
    /// Of a user; `None` when they have no password.
    ///
    /// # Errors
    /// The database fails.
    pub async fn get(&self, user: UserId) -> Result<Option<Credential>, Error> {
        let row = Entity::find_by_id((uuid(self.org.0), uuid(user.0))).one(&self.db).await?;
        Ok(row.map(|row| Credential {
            password_hash: row.password_hash,
            updated_at: Timestamp(row.updated_at),
            failed_attempts: u32::try_from(row.failed_attempts).unwrap_or(0),
            locked_until: row.locked_until.map(Timestamp),
        }))
    }

    /// Those among `users` who have a password, for lists.
    ///
    /// # Errors
    /// The database fails.
    pub async fn having(&self, users: impl IntoIterator<Item = UserId>) -> Result<HashSet<UserId>, Error> {
        let select = Entity::find()
            .filter(Column::OrgId.eq(uuid(self.org.0)))
            .filter(Column::UserId.is_in(users.into_iter().map(|user| uuid(user.0))));
        let rows = select.all(&self.db).await?;
        Ok(rows.into_iter().map(|row| UserId(row.user_id.as_u128())).collect())
    }
}

impl CredentialsMut<'_> {
    /// Sets the password, and lifts the lock-out.
    ///
    /// # Errors
    /// A conflict, when the user does not exist.
    pub async fn set(&self, user: UserId, password_hash: &str, at: Timestamp) -> Result<(), Error> {
        let row = ActiveModel {
            org_id: Set(uuid(self.org.0)),
            user_id: Set(uuid(user.0)),
            password_hash: Set(password_hash.to_owned()),
            updated_at: Set(at.0),
            failed_attempts: Set(0),
            locked_until: Set(None),
        };
        let mut replace = OnConflict::columns([Column::OrgId, Column::UserId]);
        replace.update_columns([
            Column::PasswordHash,
            Column::UpdatedAt,
            Column::FailedAttempts,
            Column::LockedUntil,
        ]);
        Entity::insert(row).on_conflict(replace).exec_without_returning(&self.db).await?;
        Ok(())
    }

    /// Counts a wrong password, exactly also when several come at once, and returns how many there were.
    ///
    /// # Errors
    /// [`Error::Stale`] when the user has no password.
    pub async fn record_failure(&self, user: UserId) -> Result<u32, Error> {
        let count = Expr::col(Column::FailedAttempts).add(1);
        let update = Entity::update_many()
            .col_expr(Column::FailedAttempts, count)
            .filter(Column::OrgId.eq(uuid(self.org.0)))
            .filter(Column::UserId.eq(uuid(user.0)));
        one_row(update.exec(&self.db).await?.rows_affected)?;
        Ok(self.get(user).await?.map_or(0, |credential| credential.failed_attempts))
    }

    /// Refuses passwords until `until`; `None` also forgets the failures.
    ///
    /// # Errors
    /// [`Error::Stale`] when the user has no password.
    pub async fn lock(&self, user: UserId, until: Option<Timestamp>) -> Result<(), Error> {
        let mut row = ActiveModel { locked_until: Set(until.map(|until| until.0)), ..ActiveModel::default() };
        if until.is_none() {
            row.failed_attempts = Set(0);
        }
        let update = Entity::update_many()
            .set(row)
            .filter(Column::OrgId.eq(uuid(self.org.0)))
            .filter(Column::UserId.eq(uuid(user.0)));
        one_row(update.exec(&self.db).await?.rows_affected)
    }
}
