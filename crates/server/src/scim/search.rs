//! `POST /.search` at the base URL (RFC 7644 §3.4.3): users, then groups, in one list.

use ::scim::list::ListQuery;
use ::scim::projection::list_response;
use ::scim::schema::ResourceType;
use axum::body::Body;
use axum::http::StatusCode;
use axum::response::Response;

use super::failure::Failure;
use super::pages::{DEFAULT_RESULTS, MAX_RESULTS};
use super::request::Call;
use super::{groups, reply, users};

/// Everything that matches. What only one kind has matches nothing of the other; it is read by index alone, and in the
/// order in which things were made.
pub async fn answer(call: &Call, body: Body) -> Result<Response, Failure> {
    let body = call.object(body).await?;
    let of_users = ListQuery::from_search(ResourceType::User, &body)?;
    let of_groups = ListQuery::from_search(ResourceType::Group, &body)?;
    let (offset, limit) =
        (of_users.start_index - 1, of_users.count.unwrap_or(DEFAULT_RESULTS).min(MAX_RESULTS));
    let (people, mut found) = users::list::slice(call, &of_users, offset, limit).await?;
    let rest = limit - found.len() as u64;
    let (others, more) = groups::list::slice(call, &of_groups, offset.saturating_sub(people), rest).await?;
    found.extend(more);
    call.notes.found(people + others, &[]);
    Ok(reply::json(StatusCode::OK, &list_response(people + others, of_users.start_index, found)))
}
