//! `POST /oidc/{org}/token` (RFC 6749 §3.2).

use axum::Json;
use axum::body::Body;
use axum::extract::{Path, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};

use super::error::{Error, ErrorCode};
use super::grant::Issued;
use super::parameters::Parameters;
use super::{Provider, client as application, code, refresh};
use crate::app::{App, AppState};
use crate::http::client;

/// Gives tokens for a code or a refresh token.
///
/// # Errors
/// What the specifications name.
pub async fn handle(
    State(app): State<AppState>,
    Path(slug): Path<String>,
    request: Request,
) -> Result<Response, Response> {
    let (parts, body) = request.into_parts();
    let address = client::of(&parts, &app.config).address;
    let provider = Provider::find(&app, &slug).await.map_err(IntoResponse::into_response)?;
    let issued = exchange(&app, &provider, &address, &parts, body).await;
    let issued = counted(&app, &address, issued).await?;
    let store = HeaderValue::from_static("no-store");
    Ok(([(header::CACHE_CONTROL, store)], Json(issued)).into_response())
}

async fn exchange(
    app: &App,
    provider: &Provider,
    address: &str,
    parts: &Parts,
    body: Body,
) -> Result<Issued, Error> {
    app.attempts.by_program(address).await?;
    let parameters = Parameters::of_form(&parts.headers, body).await?;
    let client = application::authenticate(app, provider, &parts.headers, &parameters).await?;
    match parameters.required("grant_type")? {
        "authorization_code" => code::exchange(app, provider, &client, &parameters).await,
        "refresh_token" => refresh::exchange(app, provider, &client, &parameters).await,
        _ => Err(Error::new(
            ErrorCode::UnsupportedGrantType,
            "The grant_type has to be authorization_code or refresh_token.",
        )),
    }
}

/// What was not right counts as an attempt of that address, as a wrong password does: whoever fails too often waits.
pub(super) async fn counted<T>(app: &App, address: &str, outcome: Result<T, Error>) -> Result<T, Response> {
    let error = match outcome {
        Ok(done) => return Ok(done),
        Err(error) => error,
    };
    let guess =
        matches!(error.code, ErrorCode::InvalidClient | ErrorCode::InvalidGrant | ErrorCode::InvalidToken);
    let told = match app.attempts.from_address(address).await {
        Err(too_many) if guess => too_many.into(),
        _ => error,
    };
    Err(told.into_response())
}
