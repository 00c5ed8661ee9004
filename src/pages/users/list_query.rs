//! The list's search, filters, sort and page. They live in the page's own URL, under the API's own names: so a link, Back
//! and a reload show the same people.

use api::page::{DEFAULT_LIMIT, MAX_LIMIT};
use api::users::{ListQuery, Order, Sort};
use api::{Endpoint, users_export};

use crate::backend::json;
use crate::router::ParamsMap;

/// Where the list is.
pub const PATH: &str = "/users";
/// How many users a page may have.
pub const PAGE_SIZES: [u32; 4] = [25, DEFAULT_LIMIT, 100, MAX_LIMIT];
/// `site` and `license` for those without one, as in the API.
pub const WITHOUT: &str = "none";

/// Reads the query of the page's URL. What is not known is left out: an old link still opens a list.
#[must_use]
pub fn read(params: &ParamsMap) -> ListQuery {
    let text = |key: &str| params.get(key).filter(|text| !text.trim().is_empty());
    ListQuery {
        search: text("search"),
        status: text("status").and_then(|name| json::from_name(&name)),
        managed_by: text("managed_by").and_then(|name| json::from_name(&name)),
        site: text("site"),
        license: text("license"),
        directory: text("directory").and_then(|name| json::from_name(&name)),
        department: text("department"),
        role: text("role").and_then(|name| json::from_name(&name)),
        last_sign_in: text("last_sign_in"),
        status_not: text("status_not").and_then(|name| json::from_name(&name)),
        managed_by_not: text("managed_by_not").and_then(|name| json::from_name(&name)),
        site_not: text("site_not"),
        license_not: text("license_not"),
        sort: text("sort").and_then(|name| json::from_name(&name)),
        order: text("order").and_then(|name| json::from_name(&name)),
        cursor: text("cursor"),
        limit: text("limit").and_then(|text| text.parse().ok()).filter(|limit| PAGE_SIZES.contains(limit)),
    }
}

/// The path of the file of the same people, in the same order.
#[must_use]
pub fn export_path(query: &ListQuery) -> String {
    let href = href(&ListQuery { cursor: None, limit: None, ..query.clone() });
    [users_export::Get::PATH, href.strip_prefix(PATH).unwrap_or_default()].concat()
}

/// The URL of the list with that query; what is at its default is left out.
#[must_use]
pub fn href(query: &ListQuery) -> String {
    let mut query = query.clone();
    query.search = query.search.filter(|text| !text.trim().is_empty());
    query.sort = query.sort.filter(|sort| *sort != Sort::default());
    query.order = query.order.filter(|order| *order != Order::default());
    query.limit = query.limit.filter(|limit| *limit != DEFAULT_LIMIT);
    let mut params = ParamsMap::new();
    for (name, value) in json::pairs(&query) {
        params.insert(name, value);
    }
    [PATH, &params.to_query_string()].concat()
}

/// The name under which the URL says how many people come before the page: a cursor does not tell.
const FROM: &str = "from";

/// How many people come before the page that the URL names; `None` when a link has a cursor, but not that number.
#[must_use]
pub fn read_from(params: &ParamsMap) -> Option<u64> {
    match params.get("cursor") {
        None => Some(0),
        Some(_) => params.get(FROM)?.parse().ok(),
    }
}

/// The URL of another page of the same list.
#[must_use]
pub fn page_href(query: &ListQuery, cursor: String, from: Option<u64>) -> String {
    let href = href(&ListQuery { cursor: Some(cursor), ..query.clone() });
    match from {
        Some(from) => [&href, "&", FROM, "=", &from.to_string()].concat(),
        None => href,
    }
}

/// The first page of the query after a change: a cursor belongs to the filters and the sort that it was made for.
#[must_use]
pub fn first_page(query: &ListQuery, change: impl FnOnce(&mut ListQuery)) -> ListQuery {
    let mut query = ListQuery { cursor: None, ..query.clone() };
    change(&mut query);
    query
}

/// Does the query leave anybody out?
#[must_use]
pub fn is_filtered(query: &ListQuery) -> bool {
    *query != ListQuery { cursor: query.cursor.clone(), ..without_filters(query) }
}

/// The whole list, in the present order.
#[must_use]
pub fn without_filters(query: &ListQuery) -> ListQuery {
    ListQuery { sort: query.sort, order: query.order, limit: query.limit, ..ListQuery::default() }
}

/// The direction in which a column is sorted, if the list is sorted by it.
#[must_use]
pub fn direction(query: &ListQuery, sort: Sort) -> Option<Order> {
    (query.sort.unwrap_or_default() == sort).then(|| query.order.unwrap_or_default())
}

/// The list sorted by a column; by the same one again, the other way round. Times start with the newest.
#[must_use]
pub fn sorted_by(query: &ListQuery, sort: Sort) -> ListQuery {
    let order = match direction(query, sort) {
        Some(Order::Ascending) => Order::Descending,
        Some(Order::Descending) => Order::Ascending,
        None if matches!(sort, Sort::LastSignIn | Sort::Created) => Order::Descending,
        None => Order::Ascending,
    };
    first_page(query, |query| {
        query.sort = Some(sort);
        query.order = Some(order);
    })
}
