//! `POST /oidc/{org}/revoke` (RFC 7009): an application gives a token back.

use axum::body::Body;
use axum::extract::{Path, Request, State};
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::response::{IntoResponse, Response};
use store::TokenKind;
use uuid::Uuid;

use super::code::invalid_grant;
use super::error::Error;
use super::parameters::Parameters;
use super::token::counted;
use super::{Provider, client as application};
use crate::app::{App, AppState};
use crate::http::client;
use crate::secret::Prefix;

/// Ends an access token; with a refresh token everything that was granted along with it. One that is unknown is over already: success.
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
    let revoked = revoke(&app, &provider, &address, &parts, body).await;
    counted(&app, &address, revoked).await?;
    Ok(StatusCode::OK.into_response())
}

async fn revoke(
    app: &App,
    provider: &Provider,
    address: &str,
    parts: &Parts,
    body: Body,
) -> Result<(), Error> {
    app.attempts.by_program(address).await?;
    let parameters = Parameters::of_form(&parts.headers, body).await?;
    let client = application::authenticate(app, provider, &parts.headers, &parameters).await?;
    let text = parameters.required("token")?;
    let read = |prefix: Prefix, kind| prefix.read(text).ok().map(|secret| (secret, kind));
    let read = read(Prefix::Access, TokenKind::Access).or_else(|| read(Prefix::Refresh, TokenKind::Refresh));
    let Some((secret, kind)) = read.filter(|(secret, _)| secret.org == provider.org) else { return Ok(()) };
    let reader = app.store.read(provider.org);
    let token = reader.grants().token(Uuid::from_u128(secret.id)).await?;
    let token = token.filter(|token| token.kind == kind && secret.matches(&token.secret_hash));
    let Some(token) = token else { return Ok(()) };
    let Some(grant) = reader.grants().get(token.grant_id).await? else { return Ok(()) };
    if grant.application_id != client.application.id {
        return Err(invalid_grant());
    }
    let ended = app.store.write(provider.org, |tx| async move {
        match kind {
            TokenKind::Access => tx.grants().delete_token(token.id).await,
            TokenKind::Code | TokenKind::Refresh => tx.grants().delete(token.grant_id).await,
        }
    });
    Ok(ended.await?)
}
