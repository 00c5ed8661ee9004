//! `GET /Groups/{id}` (RFC 7644 §3.4.1).

use axum::http::StatusCode;
use axum::response::Response;

use super::{no_such_group, parse_id, view};
use crate::scim::failure::Failure;
use crate::scim::reply;
use crate::scim::request::Call;

/// One group. 304 when the client has this version already.
pub async fn get(call: &Call, id: &str) -> Result<Response, Failure> {
    let read = call.app.store.read(call.connection.org);
    let group = read.groups().get(parse_id(id)?).await?.ok_or_else(no_such_group)?;
    let version = view::version(&group);
    if call.has_already(&version) {
        return Ok(reply::not_modified(&version));
    }
    Ok(reply::resource(StatusCode::OK, &view::one(call, &group).await?, &version))
}
