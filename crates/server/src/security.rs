//! Headers that every answer carries, and the guard against requests from other sites.

use api::Code;
use axum::extract::{Request, State};
use axum::http::{HeaderName, HeaderValue, header};
use axum::middleware::Next;
use axum::response::Response;

use crate::app::{App, AppState};

/// What the console may load and do: its own files and API, WebAssembly, and nothing inline.
pub const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; \
     style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; form-action 'self'; \
     frame-ancestors 'none'; base-uri 'none'; manifest-src 'self'";

/// Powers of the browser that the console never uses, minus copying to the clipboard.
const PERMISSIONS_POLICY: &str =
    "camera=(), clipboard-read=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()";

const FIXED: [(HeaderName, &str); 7] = [
    (header::CONTENT_SECURITY_POLICY, CONTENT_SECURITY_POLICY),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::REFERRER_POLICY, "no-referrer"),
    (header::X_FRAME_OPTIONS, "DENY"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    (HeaderName::from_static("permissions-policy"), PERMISSIONS_POLICY),
];

/// Two years, as the preload list asks for.
const STRICT_TRANSPORT_SECURITY: &str = "max-age=63072000; includeSubDomains";

/// Is it a path of the API, of which nothing may be kept in a cache?
fn is_api(path: &str) -> bool {
    path.starts_with("/api/") || path.starts_with("/scim/") || path.starts_with("/oidc/")
}

/// Adds the headers.
pub async fn headers(State(app): State<AppState>, request: Request, next: Next) -> Response {
    let api = is_api(request.uri().path());
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    for (name, value) in FIXED {
        // A page with a form that leads to an application names it in a policy of its own.
        if !(name == header::CONTENT_SECURITY_POLICY && headers.contains_key(&name)) {
            headers.insert(name, HeaderValue::from_static(value));
        }
    }
    if app.config.is_https() {
        headers
            .insert(header::STRICT_TRANSPORT_SECURITY, HeaderValue::from_static(STRICT_TRANSPORT_SECURITY));
    }
    if api && !headers.contains_key(header::CACHE_CONTROL) {
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
    response
}

/// The answer to a change that another site asked for.
pub fn cross_site(app: &App) -> crate::http::Failure {
    if app.refusals.may_be_logged("another site") {
        // The span of the request has the route.
        tracing::info!(
            "a change that another site asked for was refused; or a proxy does not pass on the name that the browser asks for"
        );
    }
    crate::http::Failure::new(
        Code::CrossSite,
        "Rollcall takes changes from its own pages only. Open Rollcall itself, and make the change there.",
    )
}
