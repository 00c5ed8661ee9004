//! The id of a request: in the header `x-request-id`, in every problem and in every line of the log.

use api::problem::MEDIA_TYPE;
use axum::extract::{Request, State};
use axum::http::{HeaderName, HeaderValue, header};
use axum::middleware::Next;
use axum::response::Response;
use tracing::Instrument;
use tracing::field::Empty;

use super::{Failure, observe};
use crate::app::AppState;

/// The header.
pub const HEADER: HeaderName = HeaderName::from_static("x-request-id");

/// The id, as an extension of the request.
#[derive(Debug, Clone)]
pub struct RequestId(pub String);

/// The id of the trace that the request belongs to, where it is traced: an extension of the request.
#[derive(Debug, Clone)]
pub struct TraceId(pub String);

/// Takes the id that came with the request, if it is sane, or makes one; and writes problems out with it.
pub async fn layer(State(app): State<AppState>, mut request: Request, next: Next) -> Response {
    let given = request.headers().get(HEADER).and_then(|value| value.to_str().ok()).filter(|id| sane(id));
    let id = given.map_or_else(|| format!("req_{:032x}", app.new_id()), ToOwned::to_owned);
    request.extensions_mut().insert(RequestId(id.clone()));
    let route = observe::template(&request);
    // Of the highest level: a log that shows errors alone shows whose they are. The path is left out: anything may be in it.
    let span = tracing::error_span!("request", request_id = id, route, org = Empty, trace_id = Empty);
    if let Some(TraceId(trace)) = request.extensions().get() {
        span.record("trace_id", trace.as_str());
    }
    let mut response = next.run(request).instrument(span).await;
    if let Some(Failure(problem)) = response.extensions_mut().remove::<Failure>() {
        write(&mut response, &api::Problem { request_id: id.clone(), ..*problem });
    }
    if let Ok(value) = HeaderValue::from_str(&id) {
        response.headers_mut().insert(HEADER, value);
    }
    response
}

fn sane(id: &str) -> bool {
    (1..=64).contains(&id.len()) && id.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_.".contains(&b))
}

fn write(response: &mut Response, problem: &api::Problem) {
    let body = serde_json::to_vec(problem).expect("a problem holds nothing that JSON cannot say");
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(MEDIA_TYPE));
    headers.remove(header::CONTENT_LENGTH);
    headers.extend(problem.retry_after.map(|seconds| (header::RETRY_AFTER, HeaderValue::from(seconds))));
    *response.body_mut() = body.into();
}
