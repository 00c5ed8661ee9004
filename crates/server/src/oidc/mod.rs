//! The OpenID Connect provider (R34): applications sign people in through Rollcall, by the authorization code flow with PKCE.
//!
//! | Below `/oidc/{org}`, the issuer | For | What |
//! |---|---|---|
//! | `/.well-known/openid-configuration` | programs | OpenID Connect Discovery 1.0 |
//! | `/jwks` | programs | the keys that prove ID tokens (RFC 7517) |
//! | `/authorize` | browsers | signs in with Rollcall's session, and sends the browser back with a code |
//! | `/token` | programs | exchanges codes and refresh tokens (RFC 6749, RFC 7636) |
//! | `/userinfo` | programs | who the person is |
//! | `/revoke` | programs | ends tokens (RFC 7009) |
//! | `/logout` | browsers | OpenID Connect RP-Initiated Logout 1.0 |
//!
//! What is granted hangs on the session that it was granted in, and on the person: whatever ends one of them ends it in the same
//! transaction (R7). Why it is as it is: docs/decisions/openid-connect.md.

mod authorize;
mod authorize_request;
mod claims;
mod client;
mod code;
mod discovery;
mod error;
mod grant;
mod jwks;
pub mod keys;
mod logout;
mod logout_page;
mod page;
mod parameters;
mod refresh;
mod revoke;
mod token;
mod userinfo;

pub use authorize::wants_fresh;

use std::time::Duration;

use api::Code;
use axum::Router;
use axum::http::{Method, StatusCode, header};
use axum::routing::{get, post};
use domain::OrgId;
use tower_http::cors::{Any, CorsLayer};

use crate::app::{App, AppState};
use crate::http::{Failure, observe};

/// How long a code can be exchanged, in milliseconds: a minute.
pub const CODE_MS: i64 = 60_000;
/// How long access tokens and ID tokens last, in milliseconds: ten minutes.
pub const TOKEN_MS: i64 = 600_000;
/// How long what was granted for offline use lasts, in milliseconds: 30 days.
pub const OFFLINE_MS: i64 = 30 * 86_400_000;
/// How long after its exchange a refresh token is taken once more, in milliseconds: ten seconds, for an answer that was lost.
pub const GRACE_MS: i64 = 10_000;
/// How long a browser remembers that it may ask from another origin.
const PREFLIGHT: Duration = Duration::from_secs(3_600);

/// The routes.
pub fn routes() -> Router<AppState> {
    // Applications that live in a browser ask from their own origin. No cookie takes part, so any origin may.
    let origins = CorsLayer::new()
        .allow_origin(Any)
        .allow_methods([Method::GET, Method::POST])
        .allow_headers([header::AUTHORIZATION, header::CONTENT_TYPE])
        .expose_headers([header::WWW_AUTHENTICATE, header::RETRY_AFTER])
        .max_age(PREFLIGHT);
    let programs = Router::new()
        .route("/oidc/{org}/.well-known/openid-configuration", get(discovery::handle).options(preflight))
        .route("/oidc/{org}/jwks", get(jwks::handle).options(preflight))
        .route("/oidc/{org}/token", post(token::handle).options(preflight))
        .route("/oidc/{org}/userinfo", get(userinfo::handle).post(userinfo::handle).options(preflight))
        .route("/oidc/{org}/revoke", post(revoke::handle).options(preflight))
        .layer(origins);
    Router::new()
        .route("/oidc/{org}/authorize", get(authorize::handle).post(authorize::handle_form))
        .route("/oidc/{org}/logout", get(logout::handle).post(logout::handle_form))
        .merge(programs)
}

/// The layer for other origins answers; without a route of its own the question would not come that far.
async fn preflight() -> StatusCode {
    StatusCode::NO_CONTENT
}

/// The provider of one organization.
#[derive(Debug, Clone)]
pub struct Provider {
    /// The organization: the only one that it can see.
    pub org: OrgId,
    /// Its short name.
    pub slug: String,
    /// The issuer: what names the provider in every token.
    pub issuer: String,
}

impl Provider {
    /// Of the organization with that short name.
    #[must_use]
    pub fn new(app: &App, org: OrgId, slug: &str) -> Self {
        Self { org, slug: slug.to_owned(), issuer: format!("{}/oidc/{slug}", app.config.public_url) }
    }

    /// The one that the path names.
    ///
    /// # Errors
    /// `not_found`.
    async fn find(app: &App, slug: &str) -> Result<Self, Failure> {
        let found = app.store.organizations().by_slug(slug).await?;
        let nothing =
            || Failure::new(Code::NotFound, "No organization has this address. Check how it is written.");
        let organization = found.ok_or_else(nothing)?;
        observe::of_organization(organization.id);
        Ok(Self::new(app, organization.id, &organization.slug))
    }

    /// One of its addresses.
    #[must_use]
    pub fn at(&self, path: &str) -> String {
        format!("{}/{path}", self.issuer)
    }

    /// Where its metadata is.
    #[must_use]
    pub fn discovery_url(&self) -> String {
        self.at(".well-known/openid-configuration")
    }
}
