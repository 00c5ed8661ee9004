//! The console's list of users: search, filters, eight sort orders, pages by keyset.

use domain::{ManagedBy, SiteId, Status};
use sea_orm::sea_query::{Expr, ExprTrait, Query};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect, QueryTrait, Select};

use super::row::managed_by_name;
use super::{User, Users};
use crate::Error;
use crate::entities::users::{Column, Entity, Model};
use crate::keys::uuid;
use crate::page::{Cursor, Key, Keyset, Page};
use crate::search::{self, Search};

/// Which users, in which order, from where on.
#[derive(Debug, Clone, PartialEq)]
pub struct UserQuery {
    /// Parts of name, username, email, extension or phone number, all of which must be there.
    pub search: Option<String>,
    /// Only these.
    pub status: Option<Status>,
    /// Only these.
    pub managed_by: Option<ManagedBy>,
    /// Only these.
    pub site: Option<SiteFilter>,
    /// The order.
    pub sort: UserSort,
    /// The order reversed.
    pub descending: bool,
    /// From a page before; `None` for the first page.
    pub cursor: Option<Cursor>,
    /// Users on a page.
    pub limit: u64,
}

/// Where.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SiteFilter {
    /// At that site.
    Is(SiteId),
    /// At none.
    None,
}

/// An order of the list. The last three go by name within.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum UserSort {
    /// First and last name.
    #[default]
    Name,
    /// Username.
    Username,
    /// Email; those without one after all others.
    Email,
    /// Never first, then the longest ago.
    LastSignIn,
    /// The first made first.
    Created,
    /// Active, then deactivated.
    Status,
    /// Name of the site; those without one after all others.
    Site,
    /// By the identity provider, then local.
    ManagedBy,
}

impl UserQuery {
    /// The first page of everybody, by name.
    #[must_use]
    pub const fn first(limit: u64) -> Self {
        let sort = UserSort::Name;
        Self {
            search: None,
            status: None,
            managed_by: None,
            site: None,
            sort,
            descending: false,
            cursor: None,
            limit,
        }
    }
}

impl UserQuery {
    const fn has_no_filter(&self) -> bool {
        self.status.is_none() && self.managed_by.is_none() && self.site.is_none()
    }

    /// A sort by what a filter has fixed is a sort by name, and is found as such in an index.
    const fn order(&self) -> UserSort {
        match self.sort {
            UserSort::Status if self.status.is_some() => UserSort::Name,
            UserSort::ManagedBy if self.managed_by.is_some() => UserSort::Name,
            UserSort::Site if self.site.is_some() => UserSort::Name,
            sort => sort,
        }
    }
}

impl UserSort {
    /// Every order.
    pub const ALL: [Self; 8] = [
        Self::Name,
        Self::Username,
        Self::Email,
        Self::LastSignIn,
        Self::Created,
        Self::Status,
        Self::Site,
        Self::ManagedBy,
    ];

    const fn name(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Username => "username",
            Self::Email => "email",
            Self::LastSignIn => "last_sign_in",
            Self::Created => "created",
            Self::Status => "status",
            Self::Site => "site",
            Self::ManagedBy => "managed_by",
        }
    }

    fn columns(self) -> Vec<Column> {
        match self {
            Self::Name => vec![Column::NameKey, Column::Id],
            Self::Username => vec![Column::UsernameKey, Column::Id],
            Self::Email => vec![Column::EmailKey, Column::Id],
            Self::LastSignIn => vec![Column::LastSignInAt, Column::Id],
            Self::Created => vec![Column::CreatedAt, Column::Id],
            Self::Status => vec![Column::Deactivated, Column::NameKey, Column::Id],
            Self::Site => vec![Column::SiteKey, Column::NameKey, Column::Id],
            Self::ManagedBy => vec![Column::ManagedBy, Column::NameKey, Column::Id],
        }
    }

    fn keyset(self, descending: bool) -> Keyset<Entity> {
        let name = format!("{}{}", if descending { "-" } else { "" }, self.name());
        Keyset { name, columns: self.columns(), descending, walk: true, keys }
    }
}

fn keys(row: &Model, order: &str) -> Vec<Key> {
    let first = match order.trim_start_matches('-') {
        "username" => Key::Text(row.username_key.clone()),
        "email" => Key::Text(row.email_key.clone()),
        "last_sign_in" => Key::Number(row.last_sign_in_at),
        "created" => Key::Number(row.created_at),
        "status" => Key::Bool(row.deactivated),
        "site" => Key::Text(row.site_key.clone()),
        "managed_by" => Key::Text(row.managed_by.clone()),
        _ => Key::Text(row.name_key.clone()),
    };
    let within = matches!(order.trim_start_matches('-'), "status" | "site" | "managed_by");
    let name = within.then(|| Key::Text(row.name_key.clone()));
    std::iter::once(first).chain(name).chain([Key::Id(row.id.as_u128())]).collect()
}

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
        } else if !searches {
            (self.count_filtered(query).await?, false)
        } else if keyset.walk && query.has_no_filter() {
            (search::FEW, true)
        } else {
            self.count_few(select).await?
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
        let mut select = self.filtered(query);
        let mut keyset = query.order().keyset(query.descending);
        let search = query.search.as_deref().and_then(Search::parse);
        if let Some(search) = &search {
            let (condition, few) = search.condition(self.db, self.org).await?;
            select = select.filter(condition);
            keyset.walk = !few;
        }
        Ok((select, keyset, search.is_some()))
    }

    /// How many a search has found, up to few; with whether there are more. To count on among a million takes longer than to
    /// find a page.
    async fn count_few(&self, select: Select<Entity>) -> Result<(u64, bool), Error> {
        let found = select.select_only().column(Column::Id).limit(search::FEW + 1).into_query();
        let mut count = Query::select();
        count.expr_as(Expr::col("id").count(), "n").from_subquery(found, "found");
        let row = self.db.query_one(&count).await?;
        let found: i64 = row.map_or(Ok(0), |row| row.try_get("", "n"))?;
        let found = found.unsigned_abs();
        Ok(if found > search::FEW { (search::FEW, true) } else { (found, false) })
    }

    fn filtered(&self, query: &UserQuery) -> Select<Entity> {
        let mut select = Entity::find().filter(Column::OrgId.eq(uuid(self.org.0)));
        if let Some(status) = query.status {
            select = select.filter(Column::Deactivated.eq(!status.is_active()));
        }
        if let Some(managed_by) = query.managed_by {
            select = select.filter(Column::ManagedBy.eq(managed_by_name(managed_by)));
        }
        match query.site {
            Some(SiteFilter::Is(site)) => select.filter(Column::SiteId.eq(uuid(site.0))),
            Some(SiteFilter::None) => select.filter(Column::SiteId.is_null()),
            None => select,
        }
    }
}
