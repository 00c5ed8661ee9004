//! `GET /Groups` and `POST /Groups/.search` (RFC 7644 §3.4.2, §3.4.3).

use ::scim::list::ListQuery;
use ::scim::schema::ResourceType;
use axum::body::Body;
use axum::http::StatusCode;
use axum::response::Response;
use serde_json::Value;
use store::{GroupPredicate, GroupQuery};

use super::predicate::{column, predicate};
use super::view;
use crate::scim::failure::Failure;
use crate::scim::pages::{Page, Position};
use crate::scim::reply;
use crate::scim::request::Call;

/// By the query of a GET.
pub async fn by_query(call: &Call) -> Result<Response, Failure> {
    answer(call, call.list_query(ResourceType::Group)?).await
}

/// By the body of a POST.
pub async fn by_search(call: &Call, body: Body) -> Result<Response, Failure> {
    let query = ListQuery::from_search(ResourceType::Group, &call.object(body).await?)?;
    answer(call, query).await
}

/// Those of a page that is counted, and the number of all: for a list of more than groups.
///
/// # Errors
/// As of the list.
pub async fn slice(
    call: &Call,
    query: &ListQuery,
    offset: u64,
    limit: u64,
) -> Result<(u64, Vec<Value>), Failure> {
    let filter = query.filter.as_ref().map_or(Ok(GroupPredicate::True), predicate)?;
    let wanted = GroupQuery { filter, sort: None, descending: false, offset, limit };
    let found = call.app.store.read(call.connection.org).groups().page(&wanted).await?;
    Ok((found.total, view::many(call, &found.groups, &query.selection).await?))
}

async fn answer(call: &Call, query: ListQuery) -> Result<Response, Failure> {
    let page = Page::of(call, &query, true)?;
    let Position::Offset(offset) = page.position else { return Err(page.foreign()) };
    let wanted = GroupQuery {
        filter: query.filter.as_ref().map_or(Ok(GroupPredicate::True), predicate)?,
        sort: query.sort.as_ref().and_then(|sort| column(sort.path)),
        descending: query.sort.as_ref().is_some_and(|sort| sort.descending),
        offset,
        limit: page.rows(),
    };
    let read = call.app.store.read(call.connection.org);
    let mut found = page.in_time(read.groups().page(&wanted)).await?;
    let next = page.next(&mut found.groups, |_| Position::Offset(offset + page.limit));
    call.notes.found(found.total, &[]);
    let bodies = view::many(call, &found.groups, &query.selection).await?;
    Ok(reply::json(StatusCode::OK, &page.response(Some(found.total), next, bodies)))
}
