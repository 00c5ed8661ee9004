//! The company directory (R19, R20): a table of its own, so that a page of it is a walk along one index however many are
//! hidden, and a search cannot find anybody by what the directory does not show.

use domain::{OrgId, UserId};
use sea_orm::sea_query::{Expr, ExprTrait, Query};
use sea_orm::{
    ActiveValue::{NotSet, Set},
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect, QueryTrait, Select,
    Statement,
};
use uuid::Uuid;

use super::{User, Users, UsersMut};
use crate::Error;
use crate::entities::directory_entries::{ActiveModel, Column, Entity, Model};
use crate::entities::users;
use crate::keys::{MISSING_KEY, key, uuid};
use crate::page::{Cursor, Key, Keyset, Page};
use crate::search::{self, FEW, Index, Search};

/// So many people are counted; more are not counted on.
const COUNTED: u64 = 10_000;

/// Rows of one statement: four columns each, within the parameters that SQLite takes.
const ROWS: usize = 5_000;

/// What the directory keeps of a person who is listed: the order by name, and the text that they are found by.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Listing {
    name_key: String,
    text: String,
}

/// Nothing for those who are hidden or deactivated (R19).
fn listing(user: &User) -> Option<Listing> {
    if !user.directory_visible || !user.status.is_active() {
        return None;
    }
    let name = user.full_name();
    let name_key = if name.is_empty() { MISSING_KEY.to_owned() } else { key(&name) };
    // What R20 shows, and nothing else.
    let optional =
        [&user.job_title, &user.department, &user.extension, &user.personal_phone, &user.work_phone];
    let always = [name.as_str(), &user.last_name];
    let text = search::text_of(always.into_iter().chain(optional.into_iter().filter_map(Option::as_deref)));
    Some(Listing { name_key, text })
}

fn by_name() -> Keyset<Entity> {
    fn keys(row: &Model, _: &str) -> Vec<Key> {
        vec![Key::Text(row.name_key.clone()), Key::Id(row.user_id.as_u128())]
    }
    let columns = vec![Column::NameKey, Column::UserId];
    Keyset { name: "directory".to_owned(), columns, descending: false, walk: true, keys }
}

impl Users<'_> {
    /// At most `limit` of the people whom the directory lists, by name; those without one come last.
    ///
    /// # Errors
    /// [`Error::InvalidCursor`].
    pub async fn directory(
        &self,
        text: Option<&str>,
        cursor: Option<&Cursor>,
        limit: u64,
    ) -> Result<Page<User>, Error> {
        let mut select = Entity::find().filter(Column::OrgId.eq(uuid(self.org.0)));
        let mut keyset = by_name();
        let search = text.and_then(|text| Search::of(Index::Directory, text));
        if let Some(search) = &search {
            let (condition, few) = search.condition(self.db, self.org).await?;
            select = select.filter(condition);
            keyset.walk = !few;
        }
        let slice = keyset.slice(self.db, select.clone(), cursor, limit).await?;
        let (total, total_is_minimum) = if cursor.is_none() && slice.next.is_none() {
            (slice.rows.len() as u64, false)
        } else if search.is_some() && keyset.walk {
            (FEW, true)
        } else {
            self.count_listed(select, if search.is_some() { FEW } else { COUNTED }).await?
        };
        let items = self.in_order(&slice.rows).await?;
        Ok(Page { items, total, total_is_minimum, next: slice.next, previous: slice.previous })
    }

    async fn count_listed(&self, select: Select<Entity>, most: u64) -> Result<(u64, bool), Error> {
        let found = select.select_only().column(Column::UserId).limit(most + 1).into_query();
        let mut count = Query::select();
        count.expr_as(Expr::col("user_id").count(), "n").from_subquery(found, "found");
        let row = self.db.query_one(&count).await?;
        let found: i64 = row.map_or(Ok(0), |row| row.try_get("", "n"))?;
        let found = found.unsigned_abs();
        Ok(if found > most { (most, true) } else { (found, false) })
    }

    async fn in_order(&self, rows: &[Model]) -> Result<Vec<User>, Error> {
        let found = users::Entity::find()
            .filter(users::Column::OrgId.eq(uuid(self.org.0)))
            .filter(users::Column::Id.is_in(rows.iter().map(|row| row.user_id)))
            .all(&self.db)
            .await?;
        let mut users = found.into_iter().map(User::try_from).collect::<Result<Vec<_>, _>>()?;
        // Whoever was hidden between the two reads is not shown.
        users.retain(|user| listing(user).is_some());
        let place = |id: UserId| rows.iter().position(|row| row.user_id == uuid(id.0));
        users.sort_by_key(|user| place(user.id));
        Ok(users)
    }
}

impl UsersMut<'_> {
    /// Lists those of new people who are to be listed. Before [`search::add`], which indexes them.
    pub(super) fn list_new(&self, users: &[User]) -> Vec<Statement> {
        let listed: Vec<ActiveModel> =
            users.iter().filter_map(|user| Some(self.row(user, listing(user)?))).collect();
        let insert = |batch: &[ActiveModel]| {
            Entity::insert_many(batch.iter().cloned()).build(self.db.get_database_backend())
        };
        listed.chunks(ROWS).map(insert).collect()
    }

    /// Lists a person anew, when that differs.
    pub(super) fn list_again(&self, before: &User, after: &User) -> Vec<Statement> {
        let (old, new) = (listing(before), listing(after));
        if old == new {
            return Vec::new();
        }
        let (backend, id) = (self.db.get_database_backend(), uuid(after.id.0));
        let (entry, index) = match (old, new) {
            (Some(_), Some(new)) => {
                let index = search::change_listed(backend, self.org, id, &new.text);
                let row = self.row(after, new);
                let texts = ActiveModel { org_id: NotSet, user_id: NotSet, ..row };
                let update = Entity::update_many().set(texts).filter(of(self.org, id));
                (update.build(backend), index)
            }
            (None, Some(new)) => {
                let index = search::add_listed(backend, self.org, id, &new.text);
                (Entity::insert(self.row(after, new)).build(backend), index)
            }
            (_, None) => {
                let delete = Entity::delete_many().filter(of(self.org, id));
                (delete.build(backend), search::remove_listed(backend, self.org, id))
            }
        };
        std::iter::once(entry).chain(index).collect()
    }

    fn row(&self, user: &User, listing: Listing) -> ActiveModel {
        ActiveModel {
            org_id: Set(uuid(self.org.0)),
            user_id: Set(uuid(user.id.0)),
            name_key: Set(listing.name_key),
            text: Set(listing.text),
        }
    }
}

fn of(org: OrgId, user: Uuid) -> Condition {
    Condition::all().add(Column::OrgId.eq(uuid(org.0))).add(Column::UserId.eq(user))
}
