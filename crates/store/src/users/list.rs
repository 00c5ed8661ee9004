//! The console's list of users: pages by keyset, and how many there are.

use sea_orm::sea_query::{Expr, ExprTrait, Func, Query};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect, QueryTrait, Select};

use super::query::{SignedIn, UserQuery, UserSort};
use super::row::managed_by_name;
use super::{User, Users};
use crate::Error;
use crate::entities::users::{Column, Entity};
use crate::keys::{key, uuid};
use crate::page::{Cursor, Keyset, Page};
use crate::search::{self, Search};

/// So many are counted of what a search finds among filtered people: each of them is read for its text.
const SEARCHED: u64 = 300;
/// So many are counted of those whose number is not kept: by department and by last sign-in.
const COUNTED: u64 = 10_000;
/// So many are counted by last sign-in together with other filters: no index has both, and each of them is read.
const READ: u64 = 2_000;

impl Users<'_> {
    /// A page of the list.
    ///
    /// # Errors
    /// [`Error::InvalidCursor`], also for the cursor of another order.
    pub async fn page(&self, query: &UserQuery) -> Result<Page<User>, Error> {
        let (select, keyset, searches) = self.found(query).await?;
        let slice = keyset.slice(self.db, select.clone(), query.cursor.as_ref(), query.limit).await?;
        let (total, total_is_minimum) = if query.cursor.is_none() && slice.next.is_none() {
            (slice.rows.len() as u64, false)
        } else if searches && keyset.walk && query.has_no_filter() {
            (search::FEW, true)
        } else if searches {
            self.count_to(if keyset.walk { SEARCHED } else { search::FEW }, select).await?
        } else if query.counts_are_kept() {
            (self.count_filtered(query).await?, false)
        } else if let Some(signed_in) = query.last_sign_in.filter(|_| query.has_none_but_last_sign_in()) {
            // By its own index, which the page may do without.
            let column = Expr::col(Column::LastSignInAt.as_column_ref());
            self.count_to(COUNTED, self.everybody().filter(signed_in.condition(column))).await?
        } else {
            self.count_to(if query.last_sign_in.is_some() { READ } else { COUNTED }, select).await?
        };
        let items = slice.rows.into_iter().map(User::try_from).collect::<Result<_, _>>()?;
        Ok(Page { items, total, total_is_minimum, next: slice.next, previous: slice.previous })
    }

    /// The people of a page, and where the next one begins: without their numbers, for whoever reads the list to its end.
    ///
    /// # Errors
    /// [`Error::InvalidCursor`], also for the cursor of another order.
    pub async fn walk(&self, query: &UserQuery) -> Result<(Vec<User>, Option<Cursor>), Error> {
        let (select, keyset, _) = self.found(query).await?;
        let slice = keyset.slice(self.db, select, query.cursor.as_ref(), query.limit).await?;
        let items = slice.rows.into_iter().map(User::try_from).collect::<Result<_, _>>()?;
        Ok((items, slice.next))
    }

    /// What is looked for, in which order, and whether it is searched for.
    async fn found(&self, query: &UserQuery) -> Result<(Select<Entity>, Keyset<Entity>, bool), Error> {
        let mut keyset = query.order().keyset(query.descending);
        let mut select = self.filtered(query);
        if let Some(signed_in) = query.last_sign_in {
            select = select.filter(self.signed_in(signed_in, query.order(), &mut keyset).await?);
        }
        let search = query.search.as_deref().and_then(Search::parse);
        if let Some(search) = &search {
            let (condition, few) = search.condition(self.db, self.org).await?;
            select = select.filter(condition);
            keyset.walk &= !few;
        }
        Ok((select, keyset, search.is_some()))
    }

    /// How many there are, up to `most`; with whether there are more. To count on among a million takes longer than to find a
    /// page.
    async fn count_to(&self, most: u64, select: Select<Entity>) -> Result<(u64, bool), Error> {
        let found = select.select_only().column(Column::Id).limit(most + 1).into_query();
        let mut count = Query::select();
        count.expr_as(Expr::col("id").count(), "n").from_subquery(found, "found");
        let row = self.db.query_one(&count).await?;
        let found: i64 = row.map_or(Ok(0), |row| row.try_get("", "n"))?;
        let found = found.unsigned_abs();
        Ok(if found > most { (most, true) } else { (found, false) })
    }

    /// The condition, in the way that suits the number of matches, as [`Search::condition`]: few are fetched and sorted; many lie
    /// so densely that walking along the order finds a page sooner.
    async fn signed_in(
        &self,
        signed_in: SignedIn,
        order: UserSort,
        keyset: &mut Keyset<Entity>,
    ) -> Result<Expr, Error> {
        let plain = || Expr::col(Column::LastSignInAt.as_column_ref());
        if order == UserSort::LastSignIn {
            return Ok(signed_in.condition(plain()));
        }
        let all = self.everybody().filter(signed_in.condition(plain()));
        let (_, many) = self.count_to(search::FEW, all).await?;
        keyset.walk = many;
        // Inside a function, no index is found for it.
        let column = if many { Func::coalesce([plain(), plain()]).into() } else { plain() };
        Ok(signed_in.condition(column))
    }

    fn everybody(&self) -> Select<Entity> {
        Entity::find().filter(Column::OrgId.eq(uuid(self.org.0)))
    }

    /// All filters but that of the last sign-in.
    fn filtered(&self, query: &UserQuery) -> Select<Entity> {
        let mut select = self.everybody();
        if let Some(status) = query.status {
            select = select.filter(Column::Deactivated.eq(!status.is_active()));
        }
        if let Some(managed_by) = query.managed_by {
            select = select.filter(Column::ManagedBy.eq(managed_by_name(managed_by)));
        }
        if let Some(site) = query.site {
            select = select.filter(site.condition(Column::SiteId, |id| uuid(id.0)));
        }
        if let Some(license) = query.license {
            select = select.filter(license.condition(Column::PlanId, |id| uuid(id.0)));
        }
        if let Some(visible) = query.directory_visible {
            select = select.filter(Column::DirectoryVisible.eq(visible));
        }
        if let Some(role) = query.role {
            select = select.filter(Column::Role.eq(role.name()));
        }
        if let Some(department) = &query.department {
            select = select.filter(Column::DepartmentSort.eq(key(department)));
        }
        select
    }
}
