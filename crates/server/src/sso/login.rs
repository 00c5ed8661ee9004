//! `GET /sso/{org}/login`: begins a sign-in, and sends the browser to the identity provider.

use axum::extract::{Path, Query, State};
use axum::http::request::Parts;
use axum::response::{IntoResponse, Response};
use domain::sso::way_back;
use serde::Deserialize;

use super::requests::{Ask, begin};
use super::{organization, parties, see_other};
use crate::app::AppState;
use crate::http::{Failure, client};
use crate::oidc;

/// What may follow the question mark.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Asked {
    /// The path to go on with.
    next: Option<String>,
    /// The username that was entered already.
    username: Option<String>,
    /// Ask for a fresh proof of who the person is.
    #[serde(default)]
    fresh: bool,
}

/// Where single sign-on is off, or not set up, the console's own page says how to sign in.
pub(super) async fn handle(
    State(app): State<AppState>,
    Path(slug): Path<String>,
    Query(asked): Query<Asked>,
    parts: Parts,
) -> Response {
    answer(&app, &slug, asked, &parts).await.unwrap_or_else(IntoResponse::into_response)
}

async fn answer(app: &AppState, slug: &str, asked: Asked, parts: &Parts) -> Result<Response, Failure> {
    let organization = organization(app, slug).await?;
    let settings = parties::settings(app, &organization).await?;
    let next = way_back(asked.next.as_deref()).to_owned();
    let Some(active) = settings.active.filter(|_| settings.enabled) else {
        let page = format!("{}/sign-in?organization={slug}", app.config.public_url);
        return Ok(see_other(&page, Vec::new()));
    };
    let forced = asked.fresh || oidc::wants_fresh(&next);
    app.sso.enter(&client::of(parts, &app.config).address)?;
    let ask = Ask { way_back: next, test: None, forced, username: asked.username };
    let (url, cookie) = begin(app, &organization, active, &parts.headers, ask).await?;
    Ok(see_other(&url, vec![cookie]))
}
