//! `GET /Users` and `POST /Users/.search` (RFC 7644 §3.4.2, §3.4.3).

use ::scim::list::ListQuery;
use ::scim::projection::list_response;
use ::scim::schema::ResourceType;
use axum::body::Body;
use axum::http::StatusCode;
use axum::response::Response;
use store::{Predicate, ScimQuery};

use crate::scim::failure::Failure;
use crate::scim::predicate::predicate;
use crate::scim::request::Call;
use crate::scim::{reply, view};

/// Most users on a page.
pub const MAX_RESULTS: u64 = 1_000;
/// Users on a page when the client does not say.
const DEFAULT_RESULTS: u64 = 100;

/// By the query of a GET.
pub async fn by_query(call: &Call) -> Result<Response, Failure> {
    answer(call, call.list_query(ResourceType::User)?).await
}

/// By the body of a POST.
pub async fn by_search(call: &Call, body: Body) -> Result<Response, Failure> {
    let query = ListQuery::from_search(ResourceType::User, &call.object(body).await?)?;
    answer(call, query).await
}

async fn answer(call: &Call, query: ListQuery) -> Result<Response, Failure> {
    let read = call.app.store.read(call.connection.org);
    let filter = query.filter.as_ref().map_or(Ok(Predicate::True), predicate)?;
    let wanted = ScimQuery {
        filter,
        scope: call.connection.scope,
        offset: query.start_index - 1,
        limit: query.count.unwrap_or(DEFAULT_RESULTS).min(MAX_RESULTS),
    };
    let page = read.users().scim_page(&wanted).await?;
    call.notes.found(page.total, &page.users);
    let sites = read.sites().names(page.users.iter().filter_map(|user| user.site_id)).await?;
    let (projection, base_url) = (call.projection_of(query.selection), call.base_url());
    let users = page.users.iter().map(|user| {
        let site = user.site_id.and_then(|id| sites.get(&id)).map(String::as_str);
        view::body(user, site, &projection, &base_url)
    });
    Ok(reply::json(StatusCode::OK, &list_response(page.total, query.start_index, users.collect())))
}
