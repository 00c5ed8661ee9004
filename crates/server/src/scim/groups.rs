//! Groups: there are none yet. Entra asks for them in every test of the connection, and stops when that is not answered
//! like an empty list.

use ::scim::ScimError;
use ::scim::list::ListQuery;
use ::scim::projection::list_response;
use ::scim::schema::ResourceType;
use axum::body::Body;
use axum::http::StatusCode;
use axum::response::Response;

use super::failure::Failure;
use super::reply;
use super::request::Call;

/// Every group that matches: none.
pub fn list(call: &Call) -> Result<Response, Failure> {
    let query = call.list_query(ResourceType::Group)?;
    call.notes.found(0, &[]);
    Ok(none(&query))
}

/// The same by POST.
pub async fn search(call: &Call, body: Body) -> Result<Response, Failure> {
    let query = ListQuery::from_search(ResourceType::Group, &call.object(body).await?)?;
    call.notes.found(0, &[]);
    Ok(none(&query))
}

fn none(query: &ListQuery) -> Response {
    reply::json(StatusCode::OK, &list_response(0, query.start_index, Vec::new()))
}

/// 501: said plainly, rather than taken and forgotten.
pub fn not_stored() -> Failure {
    Failure::not_implemented(
        "groups yet. Switch group provisioning off in the mappings of your identity provider",
    )
}

/// 404.
pub fn no_such_group() -> Failure {
    ScimError::new(404, "There is no group with this id. Rollcall does not store groups yet.").into()
}
