//! Single sign-on by SAML 2.0 at `/sso/{org}` (R23-R28): what browsers and identity providers open. The settings are edited
//! by [`crate::admin::sso`].
//!
//! | Address | What it is |
//! |---|---|
//! | `POST /sso/{org}` | the Reply URL: takes the Response ([`acs`]) |
//! | `GET /sso/{org}`, `/sso/{org}/login` | begins a sign-in ([`login`]) |
//! | `/sso/{org}/logout` | takes logout messages ([`logout`]) |
//! | `/sso/{org}/metadata` | Rollcall's own metadata |
//!
//! To the person every failure looks the same: one message with a reference, which the sign-in log explains ([`record`]).

mod acs;
mod browser;
pub mod door;
pub mod fetch;
pub mod key;
mod login;
pub mod logout;
pub mod parties;
pub mod record;
pub mod requests;
pub mod watch;

use axum::Router;
use axum::extract::{Path, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use store::Organization;

use self::parties::service_provider;
use crate::app::{App, AppState};
use crate::http::{Failure, observe};

/// Its routes.
pub fn routes() -> Router<AppState> {
    Router::new()
        .route("/sso/{org}", get(login::handle).post(acs::handle))
        .route("/sso/{org}/login", get(login::handle))
        .route("/sso/{org}/logout", get(logout::redirected).post(logout::posted))
        .route("/sso/{org}/metadata", get(metadata))
}

/// Rollcall's own metadata, for the identity provider.
async fn metadata(State(app): State<AppState>, Path(slug): Path<String>) -> Result<Response, Failure> {
    let organization = organization(&app, &slug).await?;
    let sp = service_provider(&app, &organization).await?;
    let headers = [
        (header::CONTENT_TYPE, "application/samlmetadata+xml"),
        (header::CONTENT_DISPOSITION, "attachment; filename=\"rollcall-metadata.xml\""),
    ];
    Ok((headers, saml::metadata(&sp)).into_response())
}

/// The organization of that slug.
async fn organization(app: &App, slug: &str) -> Result<Organization, Failure> {
    let found = app.store.organizations().by_slug(slug).await?;
    let organization = found.ok_or_else(|| Failure::not_found("organization"))?;
    observe::of_organization(organization.id);
    Ok(organization)
}

/// 303: the browser goes on with GET, whatever it came with.
fn see_other(location: &str, cookies: Vec<HeaderValue>) -> Response {
    let Ok(location) = HeaderValue::from_str(location) else {
        return Failure::internal(&"an address that is no header value").into_response();
    };
    let mut response = (StatusCode::SEE_OTHER, [(header::LOCATION, location)]).into_response();
    for cookie in cookies {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}
