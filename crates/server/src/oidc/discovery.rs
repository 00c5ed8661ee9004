//! `GET /oidc/{org}/.well-known/openid-configuration` (OpenID Connect Discovery 1.0 §3, RFC 8414).

use axum::Json;
use axum::extract::{Path, State};
use axum::http::header;
use axum::response::IntoResponse;
use serde_json::{Value, json};

use super::Provider;
use super::claims::CLAIMS;
use super::grant::SCOPES;
use crate::app::AppState;
use crate::http::Failure;

/// What the provider can do, and where.
///
/// # Errors
/// `not_found`.
pub async fn handle(
    State(app): State<AppState>,
    Path(slug): Path<String>,
) -> Result<impl IntoResponse, Failure> {
    let provider = Provider::find(&app, &slug).await?;
    Ok(([(header::CACHE_CONTROL, "public, max-age=3600")], Json(metadata(&provider))))
}

fn metadata(provider: &Provider) -> Value {
    let methods = ["client_secret_basic", "client_secret_post", "none"];
    json!({
        "issuer": provider.issuer,
        "authorization_endpoint": provider.at("authorize"),
        "token_endpoint": provider.at("token"),
        "userinfo_endpoint": provider.at("userinfo"),
        "jwks_uri": provider.at("jwks"),
        "end_session_endpoint": provider.at("logout"),
        "revocation_endpoint": provider.at("revoke"),
        "scopes_supported": SCOPES,
        "response_types_supported": ["code"],
        "response_modes_supported": ["query"],
        "grant_types_supported": ["authorization_code", "refresh_token"],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["RS256"],
        "token_endpoint_auth_methods_supported": methods,
        "revocation_endpoint_auth_methods_supported": methods,
        "code_challenge_methods_supported": ["S256"],
        "prompt_values_supported": ["none", "login", "select_account", "consent"],
        "claim_types_supported": ["normal"],
        "claims_supported": CLAIMS,
        "claims_parameter_supported": false,
        "request_parameter_supported": false,
        "request_uri_parameter_supported": false,
        "authorization_response_iss_parameter_supported": true,
    })
}
