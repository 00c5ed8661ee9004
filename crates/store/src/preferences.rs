//! What each person has set for their own console.

use domain::{OrgId, Timestamp, UserId};
use sea_orm::sea_query::OnConflict;
use sea_orm::{ActiveValue::Set, EntityTrait};

use crate::Error;
use crate::entities::preferences::{ActiveModel, Column, Entity};
use crate::executor::Executor;
use crate::keys::uuid;
use crate::views::{joined, split};

/// The settings of a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Preferences {
    /// Columns of the table of users in order; `None` when the console decides.
    pub users_columns: Option<Vec<String>>,
    /// Rows on a page; `None` when the console decides.
    pub page_size: Option<u32>,
    /// Single keys do something.
    pub shortcuts: bool,
    /// The code of the language; `None` when the browser decides.
    pub language: Option<String>,
}

impl Default for Preferences {
    /// Nothing was set.
    fn default() -> Self {
        Self { users_columns: None, page_size: None, shortcuts: true, language: None }
    }
}

/// Reads the settings.
pub struct PreferencesOf<'a> {
    pub(crate) db: Executor<'a>,
    pub(crate) org: OrgId,
}

/// Reads and writes the settings.
pub struct PreferencesMut<'a>(pub(crate) PreferencesOf<'a>);

impl PreferencesOf<'_> {
    /// Those of a person; the defaults when nothing was set.
    ///
    /// # Errors
    /// The database fails.
    pub async fn of_user(&self, user: UserId) -> Result<Preferences, Error> {
        let row = Entity::find_by_id((uuid(self.org.0), uuid(user.0))).one(&self.db).await?;
        let Some(row) = row else { return Ok(Preferences::default()) };
        Ok(Preferences {
            users_columns: row.users_columns.as_deref().map(split),
            page_size: row.page_size.and_then(|rows| u32::try_from(rows).ok()),
            shortcuts: row.shortcuts,
            language: row.language,
        })
    }
}

impl PreferencesMut<'_> {
    /// Sets them, all at once.
    ///
    /// # Errors
    /// The database fails.
    pub async fn set(&self, user: UserId, to: &Preferences, at: Timestamp) -> Result<(), Error> {
        let row = ActiveModel {
            org_id: Set(uuid(self.org.0)),
            user_id: Set(uuid(user.0)),
            users_columns: Set(to.users_columns.as_deref().map(joined)),
            page_size: Set(to.page_size.map(i64::from)),
            shortcuts: Set(to.shortcuts),
            language: Set(to.language.clone()),
            updated_at: Set(at.0),
        };
        let again = OnConflict::columns([Column::OrgId, Column::UserId])
            .update_columns([
                Column::UsersColumns,
                Column::PageSize,
                Column::Shortcuts,
                Column::Language,
                Column::UpdatedAt,
            ])
            .to_owned();
        Entity::insert(row).on_conflict(again).exec_without_returning(&self.db).await?;
        Ok(())
    }
}
