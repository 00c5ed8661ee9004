//! The list's search, filters, sort, columns and page. They live in the page's own URL, under the API's own names: so a link,
//! Back and a reload show the same people.

use api::page::{DEFAULT_LIMIT, MAX_LIMIT};
use api::users::{ListQuery, Order, Sort};
use api::users_export::Column;
use api::{Endpoint, users_export};

use crate::backend::json;
use crate::layout::Filter;

/// Where the list is.
pub const PATH: &str = "/users";
/// How many users a page may have.
pub const PAGE_SIZES: [u32; 4] = [25, DEFAULT_LIMIT, 100, MAX_LIMIT];
/// `site` and `license` for those without one, as in the API.
pub const WITHOUT: &str = "none";
/// What the name of a filter ends in when it leaves out whom it names.
pub const NOT: &str = "_not";

/// Reads the URL. What is not known is left out: an old link still opens a list.
#[must_use]
pub fn read(url: &Filter) -> ListQuery {
    ListQuery {
        search: url.text("search"),
        status: url.one("status"),
        managed_by: url.one("managed_by"),
        site: url.text("site"),
        license: url.text("license"),
        directory: url.one("directory"),
        department: url.text("department"),
        role: url.one("role"),
        last_sign_in: url.text("last_sign_in"),
        status_not: url.one("status_not"),
        managed_by_not: url.one("managed_by_not"),
        site_not: url.text("site_not"),
        license_not: url.text("license_not"),
        sort: url.one("sort"),
        order: url.one("order"),
        cursor: url.text("cursor"),
        limit: url.get("limit").parse().ok().filter(|limit| PAGE_SIZES.contains(limit)),
    }
}

/// The columns that a text names, in its order; what it names wrongly is left out. None are all of a reader's own.
#[must_use]
pub fn columns<'a>(names: impl Iterator<Item = &'a str>) -> Vec<Column> {
    names.filter_map(json::from_name).collect()
}

/// The same as a text.
#[must_use]
pub fn names(columns: &[Column]) -> String {
    columns.iter().map(|column| column.name()).collect::<Vec<_>>().join(",")
}

/// The path of the file of the same people, in the same order, with the same columns.
#[must_use]
pub fn export_path(url: &Filter, columns: &[Column]) -> String {
    let href = url.with(&[("limit", ""), ("columns", &names(columns))]);
    [users_export::Get::PATH, href.strip_prefix(PATH).unwrap_or_default()].concat()
}

/// How many people come before the page that the URL names; `None` when a link has a cursor, but not that number.
#[must_use]
pub fn read_from(url: &Filter) -> Option<u64> {
    if url.is_first() { Some(0) } else { url.get("from").parse().ok() }
}

/// The URL of another page of the same list.
#[must_use]
pub fn page_href(url: &Filter, cursor: &str, from: Option<u64>) -> String {
    url.with(&[("cursor", cursor), ("from", &from.map(|from| from.to_string()).unwrap_or_default())])
}

/// The direction in which a column is sorted, if the list is sorted by it.
#[must_use]
pub fn direction(query: &ListQuery, sort: Sort) -> Option<Order> {
    (query.sort.unwrap_or_default() == sort).then(|| query.order.unwrap_or_default())
}

/// The list sorted by a column; by the same one again, the other way round. Times start with the newest.
#[must_use]
pub fn sorted_by(url: &Filter, sort: Sort) -> String {
    let descending = match direction(&read(url), sort) {
        Some(order) => order == Order::Ascending,
        None => matches!(sort, Sort::LastSignIn | Sort::Created | Sort::Updated),
    };
    let order = if descending { "descending" } else { "" };
    let sort = if sort == Sort::default() { String::new() } else { json::name_of(Some(sort)) };
    url.with(&[("sort", &sort), ("order", order)])
}
