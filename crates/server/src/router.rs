//! All routes, and what surrounds them.

use api::Code;
use axum::Router;
use axum::extract::{Request, State};
use axum::http::{Method, Uri, header};
use axum::middleware::from_fn_with_state;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use tower_http::CompressionLevel;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::csrf::{CsrfLayer, ProtectionError};
use tower_http::timeout::RequestBodyTimeoutLayer;

use crate::app::AppState;
use crate::http::{Failure, observe, request_id};
use crate::{admin, health, metrics, oidc, openapi, scim, security, sso};

/// Where the document of the API is.
pub const OPENAPI: &str = "/api/v1/openapi.json";

/// Everything that the server answers.
pub fn router(app: &AppState) -> Router {
    let (api, document) = admin::routes().finish();
    let document = openapi::to_json(&document.finish());
    let document = move || async move { ([(header::CONTENT_TYPE, "application/json")], document) };
    let rest = api.route(OPENAPI, get(document)).layer(csrf(app));
    let router = Router::new()
        .merge(rest)
        .merge(scim::routes())
        .merge(oidc::routes())
        .merge(sso::routes())
        .route("/healthz", get(health::healthz))
        .route("/readyz", get(health::readyz))
        .route("/metrics", get(metrics::handle))
        .fallback(fallback)
        .method_not_allowed_fallback(method_not_allowed)
        .layer(CatchPanicLayer::custom(panicked))
        .layer(RequestBodyTimeoutLayer::new(app.config.patience.body))
        .layer(CompressionLayer::new().quality(CompressionLevel::Fastest))
        .layer(from_fn_with_state(app.clone(), security::headers))
        .layer(from_fn_with_state(app.clone(), observe::layer))
        .layer(from_fn_with_state(app.clone(), request_id::layer));
    #[cfg(feature = "opentelemetry")]
    let router = router.layer(axum::middleware::from_fn(crate::traces::layer));
    router.with_state(app.clone())
}

/// Changes are taken from the console's own origin, and from programs, which send no `Origin`.
fn csrf(app: &AppState) -> CsrfLayer<impl Fn(ProtectionError) -> Response + Clone + Send + Sync + 'static> {
    let layer = CsrfLayer::new();
    let trusted = layer.clone().add_trusted_origin(&app.config.public_url).unwrap_or(layer);
    let app = app.clone();
    trusted.with_rejection_response(move |_: ProtectionError| security::cross_site(&app).into_response())
}

async fn fallback(State(app): State<AppState>, request: Request) -> Response {
    app.assets.serve(request).await
}

async fn method_not_allowed(method: Method, uri: Uri) -> Failure {
    let detail = format!("{} does not take {method}. The header Allow names what it takes.", uri.path());
    Failure::new(Code::MethodNotAllowed, detail)
}

#[expect(clippy::needless_pass_by_value, reason = "the layer gives the payload away")]
fn panicked(payload: Box<dyn std::any::Any + Send>) -> Response {
    let text = payload.downcast_ref::<&str>().map(ToString::to_string);
    let text = text.or_else(|| payload.downcast_ref::<String>().cloned()).unwrap_or_default();
    Failure::internal(&format!("a handler panicked: {text}")).into_response()
}
