//! Saved views of the table of users: each person's own.

use domain::{OrgId, Timestamp, UserId, ViewId};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder, Select};

use crate::Error;
use crate::entities::views::{ActiveModel, Column, Entity, Model};
use crate::executor::Executor;
use crate::keys::{key, uuid};
use crate::rows::one_row;

/// Between the names of columns.
const SEPARATOR: char = ',';

/// A view.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct View {
    /// The id.
    pub id: ViewId,
    /// Whose it is.
    pub user_id: UserId,
    /// Unique among those of the person without regard to case.
    pub name: String,
    /// What follows the question mark of the list.
    pub query: String,
    /// The columns in order, by their names; none of which holds a comma.
    pub columns: Vec<String>,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was last changed.
    pub updated_at: Timestamp,
    /// Counts the changes, from 1.
    pub version: i64,
}

/// Reads views.
pub struct Views<'a> {
    pub(crate) db: Executor<'a>,
    pub(crate) org: OrgId,
}

/// Reads and writes views.
pub struct ViewsMut<'a>(pub(crate) Views<'a>);

/// The names of columns as one text.
pub fn joined(columns: &[String]) -> String {
    columns.join(&SEPARATOR.to_string())
}

/// The names in such a text.
pub fn split(columns: &str) -> Vec<String> {
    columns.split(SEPARATOR).filter(|name| !name.is_empty()).map(ToOwned::to_owned).collect()
}

impl From<Model> for View {
    fn from(row: Model) -> Self {
        Self {
            id: ViewId(row.id.as_u128()),
            user_id: UserId(row.user_id.as_u128()),
            name: row.name,
            query: row.query,
            columns: split(&row.columns),
            created_at: Timestamp(row.created_at),
            updated_at: Timestamp(row.updated_at),
            version: row.version,
        }
    }
}

impl Views<'_> {
    fn of(&self, user: UserId) -> Select<Entity> {
        Entity::find().filter(Column::OrgId.eq(uuid(self.org.0))).filter(Column::UserId.eq(uuid(user.0)))
    }

    /// The views of a person, by name.
    ///
    /// # Errors
    /// The database fails.
    pub async fn of_user(&self, user: UserId) -> Result<Vec<View>, Error> {
        let rows = self.of(user).order_by_asc(Column::NameKey).all(&self.db).await?;
        Ok(rows.into_iter().map(View::from).collect())
    }

    /// One of the views of a person.
    ///
    /// # Errors
    /// The database fails.
    pub async fn get(&self, user: UserId, id: ViewId) -> Result<Option<View>, Error> {
        Ok(self.of(user).filter(Column::Id.eq(uuid(id.0))).one(&self.db).await?.map(View::from))
    }
}

impl ViewsMut<'_> {
    /// Saves a new view.
    ///
    /// # Errors
    /// [`domain::Reason::ViewNameTaken`].
    pub async fn insert(&self, view: &View) -> Result<(), Error> {
        let row = ActiveModel {
            org_id: Set(uuid(self.org.0)),
            user_id: Set(uuid(view.user_id.0)),
            id: Set(uuid(view.id.0)),
            created_at: Set(view.created_at.0),
            ..fields(view)
        };
        Entity::insert(row).exec_without_returning(&self.db).await?;
        Ok(())
    }

    /// Writes `after`; `before` is what was read.
    ///
    /// # Errors
    /// [`Error::Stale`], [`domain::Reason::ViewNameTaken`].
    pub async fn update(&self, before: &View, after: View) -> Result<View, Error> {
        let after = View { version: before.version + 1, ..after };
        let update = Entity::update_many()
            .set(fields(&after))
            .filter(Column::OrgId.eq(uuid(self.org.0)))
            .filter(Column::UserId.eq(uuid(before.user_id.0)))
            .filter(Column::Id.eq(uuid(before.id.0)))
            .filter(Column::Version.eq(before.version));
        one_row(update.exec(&self.db).await?.rows_affected)?;
        Ok(after)
    }

    /// Deletes a view.
    ///
    /// # Errors
    /// [`Error::Stale`] when it was changed or deleted since it was read.
    pub async fn delete(&self, before: &View) -> Result<(), Error> {
        let delete = Entity::delete_many()
            .filter(Column::OrgId.eq(uuid(self.org.0)))
            .filter(Column::UserId.eq(uuid(before.user_id.0)))
            .filter(Column::Id.eq(uuid(before.id.0)))
            .filter(Column::Version.eq(before.version));
        one_row(delete.exec(&self.db).await?.rows_affected)
    }
}

fn fields(view: &View) -> ActiveModel {
    ActiveModel {
        name: Set(view.name.clone()),
        name_key: Set(key(&view.name)),
        query: Set(view.query.clone()),
        columns: Set(joined(&view.columns)),
        updated_at: Set(view.updated_at.0),
        version: Set(view.version),
        ..ActiveModel::default()
    }
}
