//! Traces by OpenTelemetry, as a collector receives them.

use std::collections::HashMap;
use std::path::Path;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::Bytes;
use axum::routing::post;
use opentelemetry_proto::tonic::collector::trace::v1::ExportTraceServiceRequest;
use opentelemetry_proto::tonic::common::v1::any_value::Value as AnyValue;
use opentelemetry_proto::tonic::common::v1::{AnyValue as Any, KeyValue};
use opentelemetry_proto::tonic::trace::v1::{Span, span::SpanKind, status::StatusCode};
use prost::Message;
use reqwest::Client;
use serde_json::{Value, json};
use tempfile::tempdir;
use tokio::net::TcpListener;

use super::process::{Rollcall, refusal, run};
use crate::support::until;

const NAME: &str = "planted-name-of-a-person@contoso.com";
/// A trace that the caller has begun, as W3C Trace Context writes it.
const TRACE: &str = "4bf92f3577b34da6a3ce929d0e0e4736";
const PARENT: &str = "00f067aa0ba902b7";

/// Receives what is sent by OTLP over HTTP; the test, which waits for a process, must not hold it up.
struct Collector {
    url: String,
    received: Arc<Mutex<Vec<ExportTraceServiceRequest>>>,
}

impl Collector {
    async fn start() -> Self {
        let received: Arc<Mutex<Vec<ExportTraceServiceRequest>>> = Arc::default();
        let to = Arc::clone(&received);
        let take = move |body: Bytes| {
            to.lock().unwrap().push(ExportTraceServiceRequest::decode(body).unwrap());
            std::future::ready("")
        };
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let router = Router::new().route("/v1/traces", post(take));
        tokio::spawn(async { axum::serve(listener, router).await.unwrap() });
        Self { url, received }
    }

    fn spans(&self) -> Vec<Span> {
        let received = self.received.lock().unwrap();
        let of_services = received.iter().flat_map(|request| &request.resource_spans);
        of_services.flat_map(|service| &service.scope_spans).flat_map(|scope| scope.spans.clone()).collect()
    }

    fn service(&self) -> HashMap<String, Value> {
        attributes(&self.received.lock().unwrap()[0].resource_spans[0].resource.as_ref().unwrap().attributes)
    }
}

fn attributes(list: &[KeyValue]) -> HashMap<String, Value> {
    let value = |value: &Option<Any>| match value.as_ref().unwrap().value.as_ref().unwrap() {
        AnyValue::StringValue(text) => json!(text),
        AnyValue::IntValue(number) => json!(number),
        AnyValue::BoolValue(bool) => json!(bool),
        other => panic!("{other:?}"),
    };
    list.iter().map(|pair| (pair.key.clone(), value(&pair.value))).collect()
}

fn tag(span: &Span, name: &str) -> Value {
    attributes(&span.attributes).remove(name).unwrap_or_default()
}

#[track_caller]
fn named<'a>(spans: &'a [Span], name: &str) -> &'a Span {
    let names: Vec<_> = spans.iter().map(|span| &span.name).collect();
    spans.iter().find(|span| span.name == name).unwrap_or_else(|| panic!("no span {name} among {names:?}"))
}

/// Those within a span, however deep.
fn within<'a>(spans: &'a [Span], outer: &'a Span) -> Vec<&'a Span> {
    let direct: Vec<&Span> = spans.iter().filter(|span| span.parent_span_id == outer.span_id).collect();
    direct.iter().flat_map(|span| [vec![*span], within(spans, span)].concat()).collect()
}

/// An organization, and the token of its identity provider.
fn contoso(data: &Path) -> String {
    let owner = ["--slug", "contoso", "--name", "Contoso", "--owner", "ada@contoso.com", "--password-stdin"];
    run(data, &[&["org", "create"], &owner[..]].concat(), "the password of ada");
    let token = run(data, &["scim", "token", "create", "--org", "contoso", "--name", "entra"], "");
    token.trim().to_owned()
}

/// A browser in which she is signed in.
async fn owner(rollcall: &Rollcall) -> Client {
    let http = Client::builder().cookie_store(true).build().unwrap();
    let body = json!({"username": "ada@contoso.com", "password": "the password of ada"});
    let signed_in = http.post(format!("{}/api/v1/sessions", rollcall.url)).json(&body).send().await.unwrap();
    assert_eq!(signed_in.status(), 201);
    http
}

async fn create(rollcall: &Rollcall, token: &str) -> String {
    let person = json!({
        "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"],
        "userName": NAME, "name": {"givenName": "Grace", "familyName": "Hopper"},
    });
    let request = Client::new().post(format!("{}/scim/contoso/v2/Users", rollcall.url)).bearer_auth(token);
    let request = request.header("content-type", "application/scim+json").body(person.to_string());
    let request = request.header("traceparent", format!("00-{TRACE}-{PARENT}-01"));
    let answer = request.header("tracestate", "planted=state").send().await.unwrap();
    assert_eq!(answer.status(), 201);
    answer.headers()["x-request-id"].to_str().unwrap().to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_its_transaction_and_its_statements_are_one_trace_of_the_callers() {
    let data = tempdir().unwrap();
    let token = contoso(data.path());
    let collector = Collector::start().await;
    let rollcall = Rollcall::start_in(
        data.path(),
        &["--log", "debug", "--log-format", "json"],
        &[("OTEL_EXPORTER_OTLP_ENDPOINT", &collector.url), ("OTEL_PROPAGATORS", "tracecontext")],
    );
    let id = create(&rollcall, &token).await;
    rollcall.terminate();
    let lines = rollcall.lines();

    assert_eq!(collector.service()["service.name"], "rollcall");
    let spans = collector.spans();
    let request = named(&spans, "POST /scim/{org}/v2/Users");
    assert_eq!(
        (hex::encode(&request.trace_id), hex::encode(&request.parent_span_id)),
        (TRACE.into(), PARENT.into())
    );
    assert_eq!(request.kind(), SpanKind::Server);
    assert_eq!(tag(request, "http.request.method"), "POST");
    assert_eq!(tag(request, "http.route"), "/scim/{org}/v2/Users");
    assert_eq!(tag(request, "http.response.status_code"), 201);
    assert_eq!(tag(request, "rollcall.request_id"), id.as_str());
    assert!(tag(request, "rollcall.org").as_str().unwrap().starts_with("org_"));

    let inside = within(&spans, request);
    let insert = inside.iter().find(|span| span.name == "INSERT users").unwrap();
    let around = spans.iter().find(|span| span.span_id == insert.parent_span_id).unwrap();
    assert_eq!((around.name.as_str(), &around.parent_span_id), ("transaction", &request.span_id));
    assert_eq!(insert.kind(), SpanKind::Client);
    assert_eq!(tag(insert, "db.system.name"), "sqlite");
    assert!(tag(insert, "db.query.text").as_str().unwrap().starts_with("INSERT INTO"));
    let text = format!("{spans:?}");
    for planted in [NAME, &token, "planted=state"] {
        assert!(!text.contains(planted), "{planted} is in a trace");
    }

    let line = lines.iter().find(|line| line.contains(&id) && line.contains("answered")).unwrap();
    assert!(line.contains(TRACE), "a line of the log leads to the trace: {line}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_client_cannot_choose_its_trace_and_what_nobody_asked_for_is_none() {
    let data = tempdir().unwrap();
    let token = contoso(data.path());
    let collector = Collector::start().await;
    let variables =
        [("OTEL_EXPORTER_OTLP_ENDPOINT", collector.url.as_str()), ("OTEL_SERVICE_NAME", "people")];
    let rollcall = Rollcall::start_in(data.path(), &[], &variables);
    create(&rollcall, &token).await;
    let http = Client::new();
    assert_eq!(http.get(format!("{}/readyz", rollcall.url)).send().await.unwrap().status(), 200);
    let nothing = http.get(format!("{}/api/v1/users", rollcall.url)).send().await.unwrap();
    assert_eq!(nothing.status(), 401);
    rollcall.terminate();
    rollcall.lines();

    assert_eq!(collector.service()["service.name"], "people");
    let spans = collector.spans();
    let request = named(&spans, "POST /scim/{org}/v2/Users");
    assert!(hex::encode(&request.trace_id) != TRACE && request.parent_span_id.is_empty());
    let refused = named(&spans, "GET /api/v1/users");
    let status = refused.status.clone().unwrap_or_default();
    assert_eq!(status.code(), StatusCode::Unset, "a refusal is no fault of the server");
    assert!(!spans.iter().any(|span| span.name.contains("readyz")), "whoever watches is no trace");
    let roots = spans.iter().filter(|span| span.parent_span_id.is_empty());
    let others: Vec<_> = roots.filter(|span| span.kind() != SpanKind::Server).collect();
    assert!(others.is_empty(), "{others:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_job_is_a_trace() {
    let data = tempdir().unwrap();
    let token = contoso(data.path());
    let collector = Collector::start().await;
    let variables = [("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", format!("{}/v1/traces", collector.url))];
    let variables = variables.each_ref().map(|(name, value)| (*name, value.as_str()));
    let rollcall = Rollcall::start_in(data.path(), &[], &variables);
    create(&rollcall, &token).await;
    let http = owner(&rollcall).await;
    let at = |path: &str| format!("{}{path}", rollcall.url);
    let bulk = json!({"selection": {"filters": {}}, "change": {"edit": {"department": "Navy"}}});
    let job: Value =
        http.post(at("/api/v1/users/bulk")).json(&bulk).send().await.unwrap().json().await.unwrap();
    let path = at(&format!("/api/v1/jobs/{}", job["id"].as_str().unwrap()));
    until(|| async {
        http.get(&path).send().await.unwrap().json::<Value>().await.unwrap()["state"] == "done"
    })
    .await;
    rollcall.terminate();
    rollcall.lines();

    let spans = collector.spans();
    let steps: Vec<&Span> = spans.iter().filter(|span| span.name == "job").collect();
    assert!(steps.iter().all(|step| step.parent_span_id.is_empty() && tag(step, "job") == job["id"]));
    let inside = steps.iter().flat_map(|step| within(&spans, step));
    assert!(inside.into_iter().any(|span| span.name == "UPDATE users"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_delivery_to_a_webhook_is_a_trace_that_tells_its_host_alone() {
    let data = tempdir().unwrap();
    let token = contoso(data.path());
    let collector = Collector::start().await;
    let variables = [("OTEL_EXPORTER_OTLP_ENDPOINT", collector.url.as_str())];
    let rollcall = Rollcall::start_in(data.path(), &["--allow-private-webhooks"], &variables);
    let http = owner(&rollcall).await;
    // Its status is an answer like another: that of the collector, which has nothing at this path.
    let webhook = json!({"url": format!("{}/planted-in-a-path", collector.url), "events": ["user.created"]});
    let made = http.post(format!("{}/api/v1/webhooks", rollcall.url)).json(&webhook).send().await.unwrap();
    assert_eq!(made.status(), 201);
    create(&rollcall, &token).await;
    let deliveries = format!(
        "{}/api/v1/webhooks/{}/deliveries",
        rollcall.url,
        made.json::<Value>().await.unwrap()["webhook"]["id"].as_str().unwrap()
    );
    until(|| async {
        let page: Value = http.get(&deliveries).send().await.unwrap().json().await.unwrap();
        page["items"][0]["attempts"].as_u64() > Some(0)
    })
    .await;
    rollcall.terminate();
    rollcall.lines();

    let spans = collector.spans();
    let delivery = named(&spans, "POST");
    assert_eq!((delivery.kind(), delivery.parent_span_id.is_empty()), (SpanKind::Client, true));
    assert_eq!(tag(delivery, "server.address"), "127.0.0.1");
    assert_eq!(tag(delivery, "http.response.status_code"), 404);
    assert_eq!(delivery.status.clone().unwrap_or_default().code(), StatusCode::Error);
    assert!(!format!("{spans:?}").contains("planted-in-a-path"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_collector_that_never_answers_holds_nothing_up() {
    let data = tempdir().unwrap();
    let token = contoso(data.path());
    // The system takes the connection; nobody reads what comes.
    let silent = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", silent.local_addr().unwrap());
    let rollcall = Rollcall::start_in(data.path(), &[], &[("OTEL_EXPORTER_OTLP_ENDPOINT", &url)]);
    create(&rollcall, &token).await;
    rollcall.terminate();
    let lines = rollcall.lines().join("\n");
    assert!(lines.contains("the last traces could not be sent"), "{lines}");
    drop(silent);
}

#[test]
fn what_cannot_be_understood_is_refused_at_the_start() {
    let data = tempdir().unwrap();
    for address in ["not an address", "collector:4318", "ftp://collector"] {
        let said = refusal(data.path(), &[("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", address)]);
        assert!(
            said.contains("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT") && said.contains("http://127.0.0.1:4318"),
            "{said}"
        );
    }
    for (sampler, share) in [("sometimes", "0.1"), ("traceidratio", "5%"), ("parentbased_traceidratio", "2")]
    {
        let variables = [
            ("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:4318"),
            ("OTEL_TRACES_SAMPLER", sampler),
            ("OTEL_TRACES_SAMPLER_ARG", share),
        ];
        let said = refusal(data.path(), &variables);
        assert!(said.contains("parentbased_traceidratio and a share such as 0.05"), "{said}");
    }
}
