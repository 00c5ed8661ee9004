//! Users as SCIM lists them.

use domain::{ManagedBy, RetrievalScope};
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ColumnTrait, EntityTrait, Order, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect};

use super::predicate::Predicate;
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
    /// Users left out before the first: SCIM's `startIndex`, less one.
    pub offset: u64,
    /// Users at most; 0 only counts.
    pub limit: u64,
}

/// Users, and how many there are.
#[derive(Debug, Clone, PartialEq)]
pub struct ScimPage {
    /// In the order in which they were made, which never changes.
    pub users: Vec<User>,
    /// All who match: SCIM's `totalResults`.
    pub total: u64,
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
        let mut select = Entity::find()
            .filter(Column::OrgId.eq(uuid(self.org.0)))
            .filter(has_scim_id())
            .filter(query.filter.condition(self.org));
        if query.scope == RetrievalScope::CreatedByIdentityProvider {
            select = select.filter(Column::ManagedBy.eq(managed_by_name(ManagedBy::IdentityProvider)));
        }
        // Few match: sort them, rather than let SQLite walk along the order in search of them.
        let created = Expr::col(Column::CreatedAt.as_column_ref());
        let created = if query.filter.is_selective() { created.add(0) } else { created };
        let mut users = Vec::new();
        if query.limit > 0 {
            let rows = select
                .clone()
                .order_by(created, Order::Asc)
                .order_by_asc(Column::Id)
                .offset(query.offset)
                .limit(query.limit)
                .all(&self.db)
                .await?;
            users = rows.into_iter().map(User::try_from).collect::<Result<_, _>>()?;
        }
        let is_all = query.offset == 0 && (users.len() as u64) < query.limit;
        let total = if is_all { users.len() as u64 } else { select.count(&self.db).await? };
        Ok(ScimPage { users, total })
    }
}
