//! Traces, sent by OpenTelemetry (OTLP over HTTP): in builds with the cargo feature `opentelemetry`, where the standard variables of
//! OpenTelemetry name a collector. See docs/decisions/traces.md.
//!
//! A request, a step of a job, and a delivery to a webhook are traces; transactions and statements are spans within them. Names and
//! attributes are those of OpenTelemetry's semantic conventions; as in the log, no path, query, header, body or value is among them.

use std::env;
use std::sync::OnceLock;
use std::time::Duration;

use axum::extract::{MatchedPath, Request, State};
use axum::http::HeaderMap;
use axum::middleware::Next;
use axum::response::Response;
use domain::OrgId;
use opentelemetry::context::FutureExt;
use opentelemetry::propagation::TextMapPropagator;
use opentelemetry::trace::{SpanKind, Status, TraceContextExt, Tracer, TracerProvider};
use opentelemetry::{Context, KeyValue};
use opentelemetry_http::{Bytes, HeaderExtractor, HttpClient, HttpError};
use opentelemetry_otlp::{SpanExporter, WithHttpConfig};
use opentelemetry_sdk::Resource;
use opentelemetry_sdk::propagation::TraceContextPropagator;
use opentelemetry_sdk::trace::{SdkTracer, SdkTracerProvider};
use tracing::subscriber::Interest;
use tracing::{Level, Metadata, Subscriber};
use tracing_subscriber::Layer;
use tracing_subscriber::filter::{LevelFilter, dynamic_filter_fn};
use tracing_subscriber::registry::LookupSpan;
use ureq::Agent;
use ureq::http::{Request as HttpRequest, Response as HttpResponse};

use crate::app::AppState;
use crate::http::{observe, request_id};

/// The variables of which one has to be set: without a collector nothing is traced.
const ENDPOINTS: [&str; 2] = ["OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "OTEL_EXPORTER_OTLP_ENDPOINT"];
/// How long a collector may take to answer: what OpenTelemetry's specification has as the default.
const PATIENCE: Duration = Duration::from_secs(10);
/// The longest answer of a collector that is read, in bytes.
const LONGEST_ANSWER: u64 = 1 << 20;
/// Where our own spans and events come from.
const OURS: [&str; 3] = ["server", "store", "sql"];
/// Spans that begin a trace; others are left out where nobody asked for what they do, as when the change feed is looked at.
const ROOTS: [&str; 2] = ["job", "webhook"];
/// The span of the log, for which [`layer`] makes one of its own.
const REQUEST: &str = "request";

/// Makes the spans of requests, while something is traced.
static TRACER: OnceLock<SdkTracer> = OnceLock::new();

/// What is traced is sent until this is dropped; then what is left is sent, within five seconds.
pub struct Traces(SdkTracerProvider);

impl Traces {
    /// As the environment says: nothing where it names no collector, or switches OpenTelemetry off.
    ///
    /// # Errors
    /// A variable cannot be understood.
    pub fn from_environment() -> Result<Option<Self>, String> {
        let is_set = |name: &&str| env::var(name).is_ok_and(|value| !value.is_empty());
        let is = |name: &str, value: &str| env::var(name).is_ok_and(|is| is.eq_ignore_ascii_case(value));
        let is_off = is("OTEL_SDK_DISABLED", "true") || is("OTEL_TRACES_EXPORTER", "none");
        if is_off || !ENDPOINTS.iter().any(is_set) {
            return Ok(None);
        }
        let exporter = SpanExporter::builder().with_http().with_http_client(Collector::new()).build();
        let exporter = exporter.map_err(|error| {
            let [traces, all] = ENDPOINTS;
            format!("Traces cannot be sent ({error}). Set {all} or {traces} to the address of a collector: http://127.0.0.1:4318")
        })?;
        let provider =
            SdkTracerProvider::builder().with_batch_exporter(exporter).with_resource(resource()).build();
        // A second one, of a test, leaves the first.
        let _ = TRACER.set(provider.tracer("rollcall"));
        Ok(Some(Self(provider)))
    }

    /// Takes spans from where [`tracing`] has them.
    pub fn layer<S>(&self) -> impl Layer<S> + use<S>
    where
        S: Subscriber + for<'span> LookupSpan<'span>,
    {
        let filter = dynamic_filter_fn(|metadata, _| is_ours(metadata) && has_a_place(metadata));
        let interest = |metadata: &Metadata<'_>| {
            if is_ours(metadata) { Interest::sometimes() } else { Interest::never() }
        };
        let filter = filter.with_callsite_filter(interest).with_max_level_hint(LevelFilter::TRACE);
        // Source lines and threads are of use to whoever has the code at hand: the log has them.
        let layer = tracing_opentelemetry::layer().with_tracer(self.0.tracer("rollcall"));
        layer.with_location(false).with_threads(false).with_tracked_inactivity(false).with_filter(filter)
    }
}

impl Drop for Traces {
    fn drop(&mut self) {
        if let Err(error) = self.0.shutdown() {
            tracing::warn!(%error, "the last traces could not be sent");
        }
    }
}

/// `OTEL_SERVICE_NAME` and `OTEL_RESOURCE_ATTRIBUTES` win.
fn resource() -> Resource {
    let named = env::var("OTEL_SERVICE_NAME").is_ok_and(|name| !name.is_empty())
        || env::var("OTEL_RESOURCE_ATTRIBUTES").is_ok_and(|list| list.contains("service.name="));
    let resource =
        Resource::builder().with_attribute(KeyValue::new("service.version", env!("CARGO_PKG_VERSION")));
    if named { resource.build() } else { resource.with_service_name("rollcall").build() }
}

/// Is it worth a look: a span of ours, or something of ours that an operator should see?
fn is_ours(metadata: &Metadata<'_>) -> bool {
    let target = metadata.target().split("::").next().unwrap_or_default();
    OURS.contains(&target)
        && metadata.name() != REQUEST
        && (metadata.is_span() || *metadata.level() <= Level::WARN)
}

fn has_a_place(metadata: &Metadata<'_>) -> bool {
    metadata.is_span() && ROOTS.contains(&metadata.name()) || Context::map_current(Context::has_active_span)
}

/// Surrounds a request by a span, which is part of the caller's trace where a proxy vouches for its headers.
pub async fn layer(State(app): State<AppState>, mut request: Request, next: Next) -> Response {
    let Some(tracer) = TRACER.get() else { return next.run(request).await };
    let method = observe::known(request.method());
    let matched = request.extensions().get::<MatchedPath>().cloned();
    let span = tracer
        .span_builder(method)
        .with_kind(SpanKind::Server)
        .with_attributes([KeyValue::new("http.request.method", method)]);
    // Whoever calls could have everything of theirs recorded, whatever share the operator has chosen.
    let around = if app.config.behind_proxy { callers(request.headers()) } else { Context::new() };
    let context = around.with_span(tracer.build_with_context(span, &around));
    request
        .extensions_mut()
        .insert(request_id::TraceId(context.span().span_context().trace_id().to_string()));
    let response = next.run(request).with_context(context.clone()).await;
    answered(&context, method, matched.as_ref(), &response);
    response
}

fn callers(headers: &HeaderMap) -> Context {
    TraceContextPropagator::new().extract_with_context(&Context::new(), &HeaderExtractor(headers))
}

fn answered(context: &Context, method: &str, matched: Option<&MatchedPath>, response: &Response) {
    let span = context.span();
    let route = observe::route(response, matched);
    span.update_name(format!("{method} {route}"));
    span.set_attribute(KeyValue::new("http.route", route.to_owned()));
    let status = response.status();
    span.set_attribute(KeyValue::new("http.response.status_code", i64::from(status.as_u16())));
    let id = response.headers().get(request_id::HEADER).and_then(|id| id.to_str().ok());
    if let Some(id) = id {
        span.set_attribute(KeyValue::new("rollcall.request_id", id.to_owned()));
    }
    if status.is_server_error() {
        span.set_attribute(KeyValue::new("error.type", status.as_str().to_owned()));
        span.set_status(Status::error(""));
    }
}

/// Tells the span of a request whose data it is about.
pub fn of_organization(org: OrgId) {
    Context::map_current(|context| {
        context.span().set_attribute(KeyValue::new("rollcall.org", org.to_string()))
    });
}

/// Calls the collector, on the thread that gathers spans: it has nothing else to do meanwhile.
#[derive(Debug)]
struct Collector(Agent);

impl Collector {
    fn new() -> Self {
        let config = Agent::config_builder().timeout_global(Some(PATIENCE)).http_status_as_error(false);
        Self(config.user_agent("Rollcall").build().into())
    }
}

#[async_trait::async_trait]
impl HttpClient for Collector {
    async fn send_bytes(&self, request: HttpRequest<Bytes>) -> Result<HttpResponse<Bytes>, HttpError> {
        let (parts, body) = request.into_parts();
        let (parts, mut body) = self.0.run(HttpRequest::from_parts(parts, &body[..]))?.into_parts();
        let body = body.with_config().limit(LONGEST_ANSWER).read_to_vec()?;
        Ok(HttpResponse::from_parts(parts, body.into()))
    }
}
