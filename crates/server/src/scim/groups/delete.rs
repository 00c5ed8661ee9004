//! `DELETE /Groups/{id}` (RFC 7644 §3.6).

use api::events::Subject;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use domain::Effect;

use super::{no_such_group, parse_id, view};
use crate::audit;
use crate::scim::failure::Failure;
use crate::scim::request::Call;

/// 204; 404 from then on. Its members stay who they are.
pub async fn delete(call: &Call, id: &str) -> Result<Response, Failure> {
    let (id, at) = (parse_id(id)?, call.app.now());
    call.app
        .store
        .write(call.connection.org, |tx| async move {
            let group = tx.groups().lock(id).await?.ok_or_else(no_such_group)?;
            if !call.admits(&view::version(&group)) {
                return Err(Failure::changed_elsewhere());
            }
            tx.groups().delete(&group).await?;
            call.notes.group(Effect::GroupDeleted, &group.display_name);
            tx.announce(&audit::name(Subject::Group), &id.to_string(), at);
            Ok(())
        })
        .await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}
