//! Traces, sent by OpenTelemetry (OTLP over HTTP): in builds with the cargo feature `opentelemetry`, where the standard variables of
//! OpenTelemetry name a collector. See docs/decisions/traces.md.
//!
//! A request, a step of a job, and a call of a webhook are traces; transactions and statements are spans within the first two. Names and
//! attributes are those of OpenTelemetry's semantic conventions; as in the log, no path, query, header, body or value is among them.

use std::env;
use std::sync::OnceLock;
use std::time::Duration;

use axum::extract::{MatchedPath, Request};
use axum::http::HeaderMap;
use axum::middleware::Next;
use axum::response::Response;
use domain::OrgId;
use opentelemetry::context::FutureExt;
use opentelemetry::propagation::TextMapPropagator;
use opentelemetry::trace::{
    SpanContext, SpanKind, Status, TraceContextExt, TraceState, Tracer, TracerProvider,
};
use opentelemetry::{Context, Key, KeyValue};
use opentelemetry_http::{Bytes, HeaderExtractor, HttpClient, HttpError};
use opentelemetry_otlp::{SpanExporter, WithHttpConfig};
use opentelemetry_sdk::Resource;
use opentelemetry_sdk::propagation::TraceContextPropagator;
use opentelemetry_sdk::trace::{SdkTracer, SdkTracerProvider};
use tracing::subscriber::Interest;
use tracing::{Metadata, Subscriber};
use tracing_subscriber::Layer;
use tracing_subscriber::filter::{LevelFilter, dynamic_filter_fn};
use tracing_subscriber::registry::LookupSpan;
use ureq::Agent;
use ureq::http::{Request as HttpRequest, Response as HttpResponse, Uri};

use crate::http::{observe, request_id};

/// The variables of which one has to be set: without a collector nothing is traced.
const ENDPOINTS: [&str; 2] = ["OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "OTEL_EXPORTER_OTLP_ENDPOINT"];
/// How long a collector may take to answer: what OpenTelemetry's specification has as the default.
const PATIENCE: Duration = Duration::from_secs(10);
/// The longest answer of a collector that is read, in bytes.
const LONGEST_ANSWER: u64 = 1 << 20;
/// Where our own spans come from.
const OURS: [&str; 3] = ["server", "store", "sql"];
/// Spans that begin a trace; others are left out where nobody asked for what they do, as when the change feed is looked at.
const ROOTS: [&str; 2] = ["job", "webhook"];
/// The span of the log, for which [`layer`] makes one of its own.
const REQUEST: &str = "request";
/// What is asked for every few seconds by whoever watches.
const WATCHED: [&str; 3] = ["/healthz", "/readyz", "/metrics"];
/// OpenTelemetry's word for methods that nobody knows.
const OTHER_METHOD: &str = "_OTHER";

/// Makes the spans of requests.
struct Requests {
    tracer: SdkTracer,
    /// Whether the trace that a request names goes on.
    continues: bool,
}

static REQUESTS: OnceLock<Requests> = OnceLock::new();

/// What is traced is sent until this is dropped; then what is left is sent, within five seconds.
pub struct Traces(SdkTracerProvider);

impl Traces {
    /// As the environment says: nothing where it names no collector, or switches OpenTelemetry off.
    ///
    /// # Errors
    /// A variable cannot be understood.
    pub fn from_environment() -> Result<Option<Self>, String> {
        let is = |name: &str, value: &str| variable(name).is_some_and(|is| is.eq_ignore_ascii_case(value));
        if is("OTEL_SDK_DISABLED", "true") || is("OTEL_TRACES_EXPORTER", "none") {
            return Ok(None);
        }
        let Some((name, endpoint)) = ENDPOINTS.iter().find_map(|name| Some((name, variable(name)?))) else {
            return Ok(None);
        };
        let uri = endpoint.parse::<Uri>().ok();
        if !uri.is_some_and(|uri| matches!(uri.scheme_str(), Some("http" | "https")) && uri.host().is_some())
        {
            return Err(format!(
                "Traces cannot be sent to \"{endpoint}\". Set {name} to the address of a collector, such as http://127.0.0.1:4318"
            ));
        }
        sampler()?;
        let exporter = SpanExporter::builder().with_http().with_http_client(Collector::new()).build();
        let exporter = exporter.map_err(|error| {
            format!("Traces cannot be sent ({error}). Look at the variables OTEL_EXPORTER_OTLP_…")
        })?;
        let provider =
            SdkTracerProvider::builder().with_batch_exporter(exporter).with_resource(resource()).build();
        // Whoever calls could have everything of theirs recorded, or nothing, whatever share the operator has chosen: unlike with other
        // programs, that has to be said.
        let propagators = variable("OTEL_PROPAGATORS").unwrap_or_default();
        let continues = propagators.split(',').any(|name| name.trim() == "tracecontext");
        // A second one, of a test, leaves the first.
        let _ = REQUESTS.set(Requests { tracer: provider.tracer("rollcall"), continues });
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

fn variable(name: &str) -> Option<String> {
    env::var(name).ok().filter(|value| !value.is_empty())
}

/// The SDK would record everything, and say so before anybody listens.
fn sampler() -> Result<(), String> {
    let Some(sampler) = variable("OTEL_TRACES_SAMPLER") else { return Ok(()) };
    let plain = ["always_on", "always_off", "parentbased_always_on", "parentbased_always_off"];
    if plain.contains(&sampler.as_str()) {
        return Ok(());
    }
    let share = variable("OTEL_TRACES_SAMPLER_ARG").and_then(|share| share.parse::<f64>().ok());
    let known = ["traceidratio", "parentbased_traceidratio"].contains(&sampler.as_str());
    if known && share.is_some_and(|share| (0.0..=1.0).contains(&share)) {
        return Ok(());
    }
    Err("OTEL_TRACES_SAMPLER and OTEL_TRACES_SAMPLER_ARG cannot be understood. Set them to parentbased_traceidratio and a share such as 0.05, or leave both out.".to_owned())
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
    let given = Resource::builder().build();
    let unnamed = |value: opentelemetry::Value| value.as_str().starts_with("unknown_service");
    let mut resource = Resource::builder();
    if given.get(&Key::new("service.name")).is_none_or(unnamed) {
        resource = resource.with_service_name("rollcall");
    }
    if given.get(&Key::new("service.version")).is_none() {
        resource = resource.with_attribute(KeyValue::new("service.version", env!("CARGO_PKG_VERSION")));
    }
    resource.build()
}

/// Is it a span of ours?
fn is_ours(metadata: &Metadata<'_>) -> bool {
    let target = metadata.target().split("::").next().unwrap_or_default();
    metadata.is_span() && OURS.contains(&target) && metadata.name() != REQUEST
}

fn has_a_place(metadata: &Metadata<'_>) -> bool {
    ROOTS.contains(&metadata.name()) || Context::map_current(Context::has_active_span)
}

/// Surrounds a request by a span.
pub async fn layer(mut request: Request, next: Next) -> Response {
    let matched = request.extensions().get::<MatchedPath>().cloned();
    let watches = matched.as_ref().is_some_and(|path| WATCHED.contains(&path.as_str()));
    let Some(requests) = REQUESTS.get().filter(|_| !watches) else { return next.run(request).await };
    let method = match observe::known(request.method()) {
        "other" => OTHER_METHOD,
        known => known,
    };
    let span = requests
        .tracer
        .span_builder(name(method, matched.as_ref().map(MatchedPath::as_str)))
        .with_kind(SpanKind::Server)
        .with_attributes([KeyValue::new("http.request.method", method)]);
    let around = if requests.continues { callers(request.headers()) } else { Context::new() };
    let context = around.with_span(requests.tracer.build_with_context(span, &around));
    let of = context.span().span_context().clone();
    if of.is_sampled() {
        request.extensions_mut().insert(request_id::TraceId(of.trace_id().to_string()));
    }
    let response = next.run(request).with_context(context.clone()).await;
    answered(&context, method, matched.as_ref(), &response);
    response
}

/// The trace of which the caller says that the request is a part, without what else may come along: that is anybody's text.
fn callers(headers: &HeaderMap) -> Context {
    let named =
        TraceContextPropagator::new().extract_with_context(&Context::new(), &HeaderExtractor(headers));
    let named = named.span().span_context().clone();
    if !named.is_valid() {
        return Context::new();
    }
    let state = TraceState::default();
    let plain = SpanContext::new(named.trace_id(), named.span_id(), named.trace_flags(), true, state);
    Context::new().with_remote_span_context(plain)
}

fn name(method: &str, route: Option<&str>) -> String {
    route.map_or_else(|| method.to_owned(), |route| format!("{method} {route}"))
}

fn answered(context: &Context, method: &str, matched: Option<&MatchedPath>, response: &Response) {
    let span = context.span();
    if let Some(route) = observe::template_of(response, matched) {
        span.update_name(name(method, Some(route)));
        span.set_attribute(KeyValue::new("http.route", route.to_owned()));
    }
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
    // Not when the last task that was started has ended: some go on beside the answer.
    span.end();
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
        let answer = self.0.run(HttpRequest::from_parts(parts, &body[..]));
        // The SDK says that it failed, and not why.
        let answer = answer
            .inspect_err(|error| tracing::warn!(%error, "the collector of traces cannot be reached"))?;
        let (parts, mut body) = answer.into_parts();
        let body = body.with_config().limit(LONGEST_ANSWER).read_to_vec()?;
        Ok(HttpResponse::from_parts(parts, body.into()))
    }
}
