//! Users as SCIM lists them.

use domain::{ManagedBy, RetrievalScope, Timestamp, UserId};
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{
    ColumnTrait, EntityTrait, Order, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, Select,
};

use super::predicate::{Predicate, UserColumn, sort_key};
use super::row::managed_by_name;
use super::{User, Users};
use crate::Error;
use crate::entities::users::{Column, Entity};
use crate::keys::uuid;

/// Which users, from where on.
#[derive(Debug, Clone, PartialEq)]
pub struct ScimQuery {
    /// The filter.
    pub filter: Predicate,
    /// What the organization lets SCIM see (R30).
    pub scope: RetrievalScope,
    /// By what; `None` is the order in which they were made, which never changes.
    pub sort: Option<UserColumn>,
    /// From the last on.
    pub descending: bool,
    /// Where the page begins.
    pub from: ScimFrom,
    /// Users at most; 0 only counts.
    pub limit: u64,
}

/// Where a page begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ScimFrom {
    /// So many users are left out before the first: SCIM's `startIndex`, less one.
    Offset(u64),
    /// After that user, in the order in which they were made: a page that no one who comes or goes shifts.
    After(Timestamp, UserId),
}

/// Users, and how many there are.
#[derive(Debug, Clone, PartialEq)]
pub struct ScimPage {
    /// In the order that was asked for.
    pub users: Vec<User>,
    /// All who match: SCIM's `totalResults`. Not counted for a page after a user.
    pub total: Option<u64>,
}

/// Said in a way that no index serves: SQLite takes "is not null" on a unique index for a narrow choice.
fn has_scim_id() -> Expr {
    let id = Expr::col(Column::ScimId.as_column_ref());
    let has_one: Expr = Expr::case(id.is_null(), 0).finally(1).into();
    has_one.eq(1)
}

impl Users<'_> {
    /// Users whom SCIM sees: also deactivated ones, never those it deleted (R9).
    ///
    /// # Errors
    /// The database fails.
    pub async fn scim_page(&self, query: &ScimQuery) -> Result<ScimPage, Error> {
        let select = self.seen_by_scim(query);
        let mut users = Vec::new();
        if query.limit > 0 {
            let rows =
                ordered(from(select.clone(), query.from), query).limit(query.limit).all(&self.db).await?;
            users = rows.into_iter().map(User::try_from).collect::<Result<_, _>>()?;
        }
        let total = match query.from {
            ScimFrom::After(..) => None,
            ScimFrom::Offset(0) if (users.len() as u64) < query.limit => Some(users.len() as u64),
            ScimFrom::Offset(_) => Some(select.count(&self.db).await?),
        };
        Ok(ScimPage { users, total })
    }

    fn seen_by_scim(&self, query: &ScimQuery) -> Select<Entity> {
        let select = Entity::find()
            .filter(Column::OrgId.eq(uuid(self.org.0)))
            .filter(has_scim_id())
            .filter(query.filter.condition(self.org));
        match query.scope {
            RetrievalScope::AllUsers => select,
            RetrievalScope::CreatedByIdentityProvider => {
                select.filter(Column::ManagedBy.eq(managed_by_name(ManagedBy::IdentityProvider)))
            }
        }
    }
}

fn from(select: Select<Entity>, from: ScimFrom) -> Select<Entity> {
    match from {
        ScimFrom::Offset(offset) => select.offset(offset),
        ScimFrom::After(created, id) => {
            let columns = [Column::CreatedAt, Column::Id].map(|column| Expr::col(column.as_column_ref()));
            let key = [Expr::value(created.0), Expr::value(uuid(id.0))];
            select.filter(Expr::tuple(columns).gt(Expr::tuple(key)))
        }
    }
}

fn ordered(select: Select<Entity>, query: &ScimQuery) -> Select<Entity> {
    let order = || if query.descending { Order::Desc } else { Order::Asc };
    let select = match query.sort.and_then(sort_key) {
        // What has no value comes last when ascending, first when descending (RFC 7644 §3.4.2.3).
        Some((missing, key)) => select.order_by(missing, order()).order_by(key, order()),
        None => select,
    };
    // Few match: sort them, rather than let SQLite walk along the order in search of them.
    let created = Expr::col(Column::CreatedAt.as_column_ref());
    let created = if query.filter.is_selective() { created.add(0) } else { created };
    let last = if query.sort.is_some() { order() } else { Order::Asc };
    select.order_by(created, last.clone()).order_by(Column::Id, last)
}
