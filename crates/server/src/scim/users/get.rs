//! `GET /Users/{id}` (RFC 7644 §3.4.1).

use axum::http::StatusCode;
use axum::response::Response;

use super::{parse_id, sees};
use crate::scim::failure::Failure;
use crate::scim::request::Call;
use crate::scim::{reply, view};

/// One user, deactivated ones too. 304 when the client has this version already.
pub async fn get(call: &Call, id: &str) -> Result<Response, Failure> {
    let read = call.app.store.read(call.connection.org);
    let found = read.users().by_scim_id(parse_id(id)?).await?;
    let (user, site) = found.filter(|(user, _)| sees(call, user)).ok_or_else(Failure::no_such_user)?;
    call.notes.about(&user);
    let version = view::version(&user);
    if call.has_already(&version) {
        return Ok(reply::not_modified(&version));
    }
    let projection = call.projection();
    let groups = view::groups(call, &[user.id], &projection).await?.remove(&user.id).unwrap_or_default();
    let body = view::body(&user, site.as_deref(), &groups, &projection, &call.base_url());
    Ok(reply::resource(StatusCode::OK, &body, &version))
}
