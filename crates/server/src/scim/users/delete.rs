//! `DELETE /Users/{id}` (RFC 7644 §3.6): the SCIM id is gone, the person is deactivated and stays (R9).

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};

use super::parse_id;
use crate::people;
use crate::scim::failure::Failure;
use crate::scim::request::Call;
use crate::scim::view;

/// 204; 404 from then on.
pub async fn delete(call: &Call, id: &str) -> Result<Response, Failure> {
    let gone = people::tombstone(&call.act(), parse_id(id)?, |current| {
        call.notes.about(&current.user);
        if call.admits(&view::version(&current.user)) { Ok(()) } else { Err(Failure::changed_elsewhere()) }
    })
    .await?;
    call.notes.wrote(&gone);
    Ok(StatusCode::NO_CONTENT.into_response())
}
