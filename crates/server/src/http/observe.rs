//! What is counted and logged of every request: its route, its status, how long it took. Never its path, query, headers or body, in
//! which secrets and people's data are.

use std::sync::Arc;
use std::time::Duration;

use axum::extract::{MatchedPath, Request, State};
use axum::http::Method;
use axum::middleware::Next;
use axum::response::Response;
use domain::OrgId;
use tokio::task::JoinHandle;
use tokio::time::Instant;
use tracing::Instrument;

use crate::app::{App, AppState};

/// A file or page of the console.
const CONSOLE: &str = "console";
/// Anything that is not there.
const UNKNOWN: &str = "unknown";

/// The template of the address, where the route does not tell: an extension of the answer.
#[derive(Debug, Clone, Copy)]
pub struct Route(pub &'static str);

/// The template of the route that takes the request, such as `/api/v1/users/{id}`.
#[must_use]
pub fn template(request: &Request) -> Option<&str> {
    request.extensions().get::<MatchedPath>().map(MatchedPath::as_str)
}

/// Tells every line of the request whose data it is about, as soon as that is known.
pub fn of_organization(org: OrgId) {
    tracing::Span::current().record("org", tracing::field::display(org));
    #[cfg(feature = "opentelemetry")]
    crate::traces::of_organization(org);
}

/// Starts what goes on when the client hangs up; what it logs belongs to the request, as if it were a part of its handler.
pub fn spawn<F>(work: F) -> JoinHandle<F::Output>
where
    F: Future<Output: Send> + Send + 'static,
{
    let work = work.in_current_span();
    #[cfg(feature = "opentelemetry")]
    let work = opentelemetry::context::FutureExt::with_current_context(work);
    tokio::spawn(work)
}

/// The template of the route that has answered, if one has.
#[must_use]
pub fn template_of<'a>(response: &Response, matched: Option<&'a MatchedPath>) -> Option<&'a str> {
    let named = response.extensions().get::<Route>().map(|route| route.0);
    named.or_else(|| matched.map(MatchedPath::as_str))
}

/// Counts the request, and writes its line: at `debug`, with the target `request`; at `warn` when the fault is ours.
pub async fn layer(State(app): State<AppState>, request: Request, next: Next) -> Response {
    let asked = Asked::new(&app, &request);
    let response = next.run(request).await;
    asked.answered(&response);
    response
}

/// A request that waits for its answer.
struct Asked {
    app: Arc<App>,
    method: &'static str,
    route: Option<MatchedPath>,
    start: Instant,
    is_answered: bool,
}

impl Asked {
    fn new(app: &AppState, request: &Request) -> Self {
        app.metrics.request_begins();
        let route = request.extensions().get::<MatchedPath>().cloned();
        let method = known(request.method());
        Self { app: app.clone(), method, route, start: Instant::now(), is_answered: false }
    }

    fn answered(mut self, response: &Response) {
        self.is_answered = true;
        let status = response.status();
        let matched = self.route.clone();
        let unmatched = if status.is_client_error() { UNKNOWN } else { CONSOLE };
        let route = template_of(response, matched.as_ref()).unwrap_or(unmatched);
        let took = self.start.elapsed();
        self.app.metrics.request_ends(self.method, route, class(status.as_u16()), took);
        let (status, duration_ms) = (status.as_u16(), milliseconds(took));
        let method = self.method;
        if status >= 500 {
            tracing::warn!(target: "request", method, route, status, duration_ms, "answered");
        } else {
            tracing::debug!(target: "request", method, route, status, duration_ms, "answered");
        }
    }
}

/// Whoever hangs up has waited, too: without them, a server that stands still would look fast.
impl Drop for Asked {
    fn drop(&mut self) {
        if self.is_answered {
            return;
        }
        let route = self.route.as_ref().map_or(UNKNOWN, MatchedPath::as_str);
        let took = self.start.elapsed();
        self.app.metrics.request_ends(self.method, route, "gone", took);
        let (method, duration_ms) = (self.method, milliseconds(took));
        tracing::debug!(target: "request", method, route, duration_ms, "the client did not wait");
    }
}

/// To the microsecond.
fn milliseconds(took: Duration) -> f64 {
    f64::from(u32::try_from(took.as_micros()).unwrap_or(u32::MAX)) / 1_000.0
}

/// The name of a method: clients may make some up.
#[must_use]
pub fn known(method: &Method) -> &'static str {
    match *method {
        Method::GET => "GET",
        Method::HEAD => "HEAD",
        Method::POST => "POST",
        Method::PUT => "PUT",
        Method::PATCH => "PATCH",
        Method::DELETE => "DELETE",
        Method::OPTIONS => "OPTIONS",
        _ => "other",
    }
}

const fn class(status: u16) -> &'static str {
    match status {
        100..=199 => "1xx",
        200..=299 => "2xx",
        300..=399 => "3xx",
        400..=499 => "4xx",
        _ => "5xx",
    }
}
