//! `GET /api/v1/users`

use api::page::DEFAULT_LIMIT;
use api::problem::FieldError;
use api::users::{List, ListQuery, Order, Sort};
use api::{Page, Problem};
use domain::SiteId;
use domain::validation::{self, Invalid};
use store::{Cursor, SiteFilter, UserQuery, UserSort};

use crate::admin::page::{self, Numbered};
use crate::http::{Answer, Call, Failure, Reply};
use crate::people;

/// `site=none`: those without a site.
const NO_SITE: &str = "none";

/// People by search, filters and sort, by page.
///
/// # Errors
/// `invalid_cursor`, `invalid_fields`.
pub async fn handle(call: Call<List>) -> Answer<List> {
    let list = page::List::of(&filters(&call.query));
    let from = call.query.cursor.as_deref().map(|cursor| list.open(cursor)).transpose()?;
    let query =
        UserQuery { limit: page::limit(call.query.limit)?, ..store_query(&call.query, from.as_ref())? };
    let read = call.read();
    let found = read.users().page(&query).await?;
    let offset = match (&found.previous, &from) {
        (Some(_), Some(from)) => from.offset,
        _ => 0,
    };
    let next = offset.saturating_add(found.items.len() as u64);
    let seal = |offset, cursor| list.seal(Numbered { offset, cursor });
    Ok(Reply::new(Page {
        items: people::view_all(&read, found.items).await?,
        total: found.total,
        total_is_minimum: found.total_is_minimum,
        offset: Some(offset),
        next_cursor: found.next.map(|cursor| seal(next, cursor)),
        previous_cursor: found.previous.map(|cursor| seal(offset.saturating_sub(query.limit), cursor)),
    }))
}

/// Everything of the query that decides which people are in the list, and in what order.
fn filters(query: &ListQuery) -> String {
    format!("users {:?}", ListQuery { cursor: None, limit: None, ..query.clone() })
}

/// The query as the store knows it, with pages of the usual size.
///
/// # Errors
/// `invalid_fields`.
pub fn store_query(query: &ListQuery, from: Option<&Numbered<Cursor>>) -> Result<UserQuery, Failure> {
    Ok(UserQuery {
        search: search(query.search.as_deref())?,
        status: query.status,
        managed_by: query.managed_by,
        site: query.site.as_deref().map(site).transpose()?,
        sort: sort(query.sort.unwrap_or_default()),
        descending: query.order.unwrap_or_default() == Order::Descending,
        cursor: from.map(|from| from.cursor.clone()),
        limit: DEFAULT_LIMIT.into(),
    })
}

fn invalid(field: &str, invalid: Invalid) -> Failure {
    Problem::fields(vec![FieldError::invalid(field, invalid)]).into()
}

fn search(text: Option<&str>) -> Result<Option<String>, Failure> {
    let Some(text) = text else { return Ok(None) };
    if text.chars().count() > validation::MAX_TEXT {
        return Err(invalid("search", Invalid::TooLong { max: validation::MAX_TEXT }));
    }
    Ok(Some(text.to_owned()))
}

fn site(text: &str) -> Result<SiteFilter, Failure> {
    if text == NO_SITE {
        return Ok(SiteFilter::None);
    }
    let id: SiteId = text.parse().map_err(|_| invalid("site", Invalid::NotAChoice))?;
    Ok(SiteFilter::Is(id))
}

const fn sort(sort: Sort) -> UserSort {
    match sort {
        Sort::Name => UserSort::Name,
        Sort::Username => UserSort::Username,
        Sort::Email => UserSort::Email,
        Sort::Status => UserSort::Status,
        Sort::ManagedBy => UserSort::ManagedBy,
        Sort::Site => UserSort::Site,
        Sort::LastSignIn => UserSort::LastSignIn,
        Sort::Created => UserSort::Created,
    }
}
