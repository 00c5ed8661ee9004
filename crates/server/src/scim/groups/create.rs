//! `POST /Groups` (RFC 7644 §3.3).

use ::scim::GroupWrite;
use axum::body::Body;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;
use domain::Effect;
use store::Group;
use uuid::Uuid;

use super::{apply, failed, view};
use crate::scim::failure::Failure;
use crate::scim::reply;
use crate::scim::request::Call;

/// Makes a group. 201 with `Location`.
pub async fn create(call: &Call, body: Body) -> Result<Response, Failure> {
    let asked = &GroupWrite::from_post(&call.object(body).await?, call.connection.leniency)?;
    let at = call.app.now();
    let new = &Group {
        id: Uuid::from_u128(call.app.new_id()),
        display_name: asked.display_name.clone().unwrap_or_default(),
        external_id: asked.external_id.clone().flatten(),
        created_at: at,
        updated_at: at,
        version: 1,
    };
    let group = call
        .app
        .store
        .write(call.connection.org, |tx| async move {
            tx.groups().insert(new).await.map_err(failed)?;
            apply(&tx, new, asked, at).await
        })
        .await?;
    call.notes.group(Effect::GroupCreated, &group.display_name);
    let body = view::one(call, &group).await?;
    let location = format!("{}/Groups/{}", call.base_url(), group.id);
    let mut response = reply::resource(StatusCode::CREATED, &body, &view::version(&group));
    response.headers_mut().extend(HeaderValue::from_str(&location).ok().map(|url| (header::LOCATION, url)));
    Ok(response)
}
