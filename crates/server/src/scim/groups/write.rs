//! `PATCH /Groups/{id}` and `PUT /Groups/{id}` (RFC 7644 §3.5): in one transaction, all or nothing.

use ::scim::GroupWrite;
use axum::body::Body;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use domain::Effect;

use super::{apply, no_such_group, parse_id, view};
use crate::scim::failure::Failure;
use crate::scim::reply;
use crate::scim::request::Call;

/// Changes single attributes and members. Entra wants no body, which might list a hundred thousand members: 204, unless the
/// request says what it wants to have returned.
pub async fn patch(call: &Call, body: Body, id: &str) -> Result<Response, Failure> {
    let asked = GroupWrite::from_patch(&call.object(body).await?, call.connection.leniency)?;
    write(call, id, &asked, call.selects()).await
}

/// Replaces the group. 200 with the whole of it.
pub async fn replace(call: &Call, body: Body, id: &str) -> Result<Response, Failure> {
    let asked = GroupWrite::from_put(&call.object(body).await?, call.connection.leniency)?;
    write(call, id, &asked, true).await
}

async fn write(call: &Call, id: &str, asked: &GroupWrite, shown: bool) -> Result<Response, Failure> {
    let (id, at) = (parse_id(id)?, call.app.now());
    let group = call
        .app
        .store
        .write(call.connection.org, |tx| async move {
            let before = tx.groups().lock(id).await?.ok_or_else(no_such_group)?;
            if !call.admits(&view::version(&before)) {
                return Err(Failure::changed_elsewhere());
            }
            let after = apply(&tx, &before, asked, at).await?;
            let changed = after.version != before.version;
            let effect = if changed { Effect::GroupChanged } else { Effect::NothingChanged };
            call.notes.group(effect, &after.display_name);
            Ok(after)
        })
        .await?;
    if !shown {
        return Ok(StatusCode::NO_CONTENT.into_response());
    }
    Ok(reply::resource(StatusCode::OK, &view::one(call, &group).await?, &view::version(&group)))
}
