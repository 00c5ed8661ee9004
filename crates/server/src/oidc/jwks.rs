//! `GET /oidc/{org}/jwks` (RFC 7517): the keys that prove ID tokens.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::header;
use axum::response::IntoResponse;

use super::{Provider, keys};
use crate::app::AppState;
use crate::http::Failure;

/// The key that signs, the one that will, and those that have signed tokens which still last. For an hour: a new key is published long
/// before it signs.
///
/// # Errors
/// `not_found`.
pub async fn handle(
    State(app): State<AppState>,
    Path(slug): Path<String>,
) -> Result<impl IntoResponse, Failure> {
    let provider = Provider::find(&app, &slug).await?;
    let keys = keys::published(&app, provider.org).await?;
    Ok(([(header::CACHE_CONTROL, "public, max-age=3600")], Json(keys)))
}
