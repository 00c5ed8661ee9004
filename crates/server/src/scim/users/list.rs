//! `GET /Users` and `POST /Users/.search` (RFC 7644 §3.4.2, §3.4.3).

use ::scim::Selection;
use ::scim::list::ListQuery;
use ::scim::path::AttributePath;
use ::scim::schema::ResourceType;
use axum::body::Body;
use axum::http::StatusCode;
use axum::response::Response;
use domain::{Timestamp, UserId};
use serde_json::Value;
use store::{Predicate, ScimFrom, ScimQuery, User, UserColumn};

use crate::scim::failure::Failure;
use crate::scim::pages::{Page, Position};
use crate::scim::predicate::{column, predicate};
use crate::scim::request::Call;
use crate::scim::{reply, view};

/// By the query of a GET.
pub async fn by_query(call: &Call) -> Result<Response, Failure> {
    answer(call, call.list_query(ResourceType::User)?).await
}

/// By the body of a POST.
pub async fn by_search(call: &Call, body: Body) -> Result<Response, Failure> {
    let query = ListQuery::from_search(ResourceType::User, &call.object(body).await?)?;
    answer(call, query).await
}

/// Those of a page that is counted, and the number of all: for a list of more than users.
///
/// # Errors
/// As of the list.
pub async fn slice(
    call: &Call,
    query: &ListQuery,
    offset: u64,
    limit: u64,
) -> Result<(u64, Vec<Value>), Failure> {
    let wanted = ScimQuery {
        filter: query.filter.as_ref().map_or(Ok(Predicate::True), predicate)?,
        scope: call.connection.scope,
        sort: None,
        descending: false,
        from: ScimFrom::Offset(offset),
        limit,
    };
    let found = call.app.store.read(call.connection.org).users().scim_page(&wanted).await?;
    let users = bodies(call, &found.users, query.selection.clone()).await?;
    Ok((found.total.unwrap_or_default(), users))
}

async fn answer(call: &Call, query: ListQuery) -> Result<Response, Failure> {
    let read = call.app.store.read(call.connection.org);
    let sort = query.sort.as_ref().and_then(|sort| column(sort.path).or_else(|| sorted_by(sort.path)));
    let page = Page::of(call, &query, sort.is_some())?;
    let from = match page.position {
        Position::Offset(offset) => ScimFrom::Offset(offset),
        Position::After(..) if sort.is_some() => return Err(page.foreign()),
        Position::After(created, id) => ScimFrom::After(Timestamp(created), UserId(id)),
    };
    let wanted = ScimQuery {
        filter: query.filter.as_ref().map_or(Ok(Predicate::True), predicate)?,
        scope: call.connection.scope,
        sort,
        descending: query.sort.as_ref().is_some_and(|sort| sort.descending),
        from,
        limit: page.rows(),
    };
    let mut found = page.in_time(read.users().scim_page(&wanted)).await?;
    call.notes.found(found.total.unwrap_or(found.users.len() as u64), &found.users);
    let next = page.next(&mut found.users, |last| match (sort, from) {
        (Some(_), ScimFrom::Offset(offset)) => Position::Offset(offset + page.limit),
        _ => Position::After(last.created_at.0, last.id.0),
    });
    let users = bodies(call, &found.users, query.selection).await?;
    Ok(reply::json(StatusCode::OK, &page.response(found.total, next, users)))
}

async fn bodies(call: &Call, users: &[User], selection: Selection) -> Result<Vec<Value>, Failure> {
    let read = call.app.store.read(call.connection.org);
    let sites = read.sites().names(users.iter().filter_map(|user| user.site_id)).await?;
    let (projection, base_url) = (call.projection_of(selection), call.base_url());
    let ids: Vec<UserId> = users.iter().map(|user| user.id).collect();
    let groups = view::groups(call, &ids, &projection).await?;
    let body = |user: &User| {
        let site = user.site_id.and_then(|id| sites.get(&id)).map(String::as_str);
        let groups = groups.get(&user.id).map(Vec::as_slice).unwrap_or_default();
        view::body(user, site, groups, &projection, &base_url)
    };
    Ok(users.iter().map(body).collect())
}

/// What a list may be sorted by, besides what has a column of its own name.
fn sorted_by(path: AttributePath) -> Option<UserColumn> {
    match path.names() {
        ("emails", _) => Some(UserColumn::Email),
        ("displayName", None) | ("name", Some("formatted")) => Some(UserColumn::FullName),
        _ => None,
    }
}
