//! `POST /Users` (RFC 7644 §3.3).

use ::scim::UserResource;
use axum::body::Body;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;

use super::provided::{TutorialSite, provided};
use super::unmatched;
use crate::people;
use crate::scim::failure::Failure;
use crate::scim::request::Call;
use crate::scim::{reply, view};

/// Makes a user, or brings back one whom an earlier DELETE took away (R9). 201 with `Location`.
pub async fn create(mut call: Call, body: Body) -> Result<Response, Failure> {
    let body = call.object(body).await?;
    let written = UserResource::from_post(&body, call.connection.leniency)?;
    let provided = provided(&written);
    call.notes.sent(&provided, &written.ignored);
    let made = match people::create_from_idp(&call.act(), &provided).await {
        Ok(made) => made,
        Err(error) => return Err(unmatched::remember(&call, error.into(), Some(&provided.username)).await),
    };
    call.notes.wrote(&made);
    let tutorial_site = TutorialSite::default();
    tutorial_site.see(&written);
    tutorial_site.remember(&mut call).await?;
    let base_url = call.base_url();
    let location = format!("{base_url}/Users/{}", view::id(&made.user));
    let body = view::body(&made.user, made.site.as_deref(), &[], &call.projection(), &base_url);
    let mut response = reply::resource(StatusCode::CREATED, &body, &view::version(&made.user));
    response.headers_mut().extend(HeaderValue::from_str(&location).ok().map(|url| (header::LOCATION, url)));
    Ok(response)
}
