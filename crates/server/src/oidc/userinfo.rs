//! `GET` and `POST /oidc/{org}/userinfo` (OpenID Connect Core §5.3, RFC 6750).

use axum::Json;
use axum::extract::{Path, Request, State};
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use serde_json::{Map, Value};
use store::{GrantToken, TokenKind};
use uuid::Uuid;

use super::code::{end_of, lasts};
use super::error::{Error, ErrorCode};
use super::token::counted;
use super::{Provider, claims};
use crate::app::{App, AppState};
use crate::http::client;
use crate::secret::Prefix;

/// Who the person is, as far as the scopes of the access token say.
///
/// # Errors
/// `invalid_token`.
pub async fn handle(
    State(app): State<AppState>,
    Path(slug): Path<String>,
    request: Request,
) -> Result<Response, Response> {
    let (parts, _) = request.into_parts();
    let address = client::of(&parts, &app.config).address;
    let provider = Provider::find(&app, &slug).await.map_err(IntoResponse::into_response)?;
    app.attempts.by_program(&address).await.map_err(|failure| Error::from(failure).into_response())?;
    let person = person(&app, &provider, &parts.headers).await;
    let claims = counted(&app, &address, person).await?;
    let store = HeaderValue::from_static("no-store");
    Ok(([(header::CACHE_CONTROL, store)], Json(claims)).into_response())
}

fn invalid() -> Error {
    let words = "The access token is unknown, over or revoked.";
    Error::new(ErrorCode::InvalidToken, words).challenging("Bearer")
}

async fn person(app: &App, provider: &Provider, headers: &HeaderMap) -> Result<Map<String, Value>, Error> {
    let header = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
    let text = header.and_then(|text| text.split_once(' '));
    let text = text.filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer")).map(|(_, text)| text.trim());
    let secret = text.and_then(|text| Prefix::Access.read(text).ok()).ok_or_else(invalid)?;
    if secret.org != provider.org {
        return Err(invalid());
    }
    let reader = app.store.read(provider.org);
    let token = reader.grants().token(Uuid::from_u128(secret.id)).await?;
    let right = |token: &GrantToken| token.kind == TokenKind::Access && secret.matches(&token.secret_hash);
    let token = token.filter(right).ok_or_else(invalid)?;
    let grant = reader.grants().get(token.grant_id).await?;
    let grant = grant.filter(|grant| lasts(&token, grant, app.now())).ok_or_else(invalid)?;
    let session = reader.sessions().get(grant.session_id).await?;
    end_of(&grant, session.as_ref()).filter(|end| app.now() < *end).ok_or_else(invalid)?;
    let user = reader.users().get(grant.user_id).await?;
    let user = user.filter(|user| user.status.is_active()).ok_or_else(invalid)?;
    Ok(claims::of_person(&user, token.scope.as_deref().unwrap_or_default()))
}
