//! `PATCH /Users/{id}` and `PUT /Users/{id}` (RFC 7644 §3.5): on a copy, in one transaction, all or nothing.

use ::scim::{Leniency, Object, ScimError, UserResource, Written, patch};
use axum::body::Body;
use axum::http::StatusCode;
use axum::response::Response;

use super::parse_id;
use super::provided::{TutorialSite, provided};
use super::unmatched;
use crate::people;
use crate::scim::failure::Failure;
use crate::scim::request::Call;
use crate::scim::{reply, view};

/// What a request makes of a user.
type Change = fn(&UserResource, &Object, Leniency) -> Result<Written, ScimError>;

/// Changes single attributes, in every form that identity providers send. 200 with the whole user.
pub async fn patch(call: Call, body: Body, id: &str) -> Result<Response, Failure> {
    write(call, body, id, patch::apply).await
}

/// Replaces what the client owns. 200 with the whole user.
pub async fn replace(call: Call, body: Body, id: &str) -> Result<Response, Failure> {
    write(call, body, id, |user, body, leniency| UserResource::from_put(body, user, leniency)).await
}

async fn write(mut call: Call, body: Body, id: &str, change: Change) -> Result<Response, Failure> {
    let id = parse_id(id)?;
    let body = call.object(body).await?;
    let tutorial_site = TutorialSite::default();
    let written = people::write_from_idp(&call.act(), id, |current| {
        call.notes.about(&current.user);
        if !call.admits(&view::version(&current.user)) {
            return Err(Failure::changed_elsewhere());
        }
        let written =
            change(&view::resource(&current.user, current.site.as_deref()), &body, call.connection.leniency)?;
        tutorial_site.see(&written);
        let provided = provided(&written);
        call.notes.site_is(current.site.as_deref());
        call.notes.sent(&provided, &written.ignored);
        Ok(provided)
    })
    .await;
    let written = match written {
        Ok(written) => written,
        Err(failure) => {
            let username = call.notes.username();
            return Err(unmatched::remember(&call, failure, username.as_deref()).await);
        }
    };
    call.notes.wrote(&written);
    tutorial_site.remember(&mut call).await?;
    let (projection, user) = (call.projection(), &written.user);
    let groups = view::groups(&call, &[user.id], &projection).await?.remove(&user.id).unwrap_or_default();
    let body = view::body(user, written.site.as_deref(), &groups, &projection, &call.base_url());
    Ok(reply::resource(StatusCode::OK, &body, &view::version(&written.user)))
}
