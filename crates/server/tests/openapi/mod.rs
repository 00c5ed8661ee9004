//! `docs/openapi.json` says what the server does.

mod schemathesis;

use std::collections::BTreeSet;
use std::path::Path;

use serde_json::Value;

use crate::support::Server;

fn document() -> Value {
    let (_, document) = server::admin::routes().finish();
    serde_json::to_value(document.finish()).unwrap()
}

#[test]
fn the_file_in_docs_is_not_stale() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/openapi.json");
    let written = std::fs::read_to_string(path).unwrap_or_default();
    let (_, document) = server::admin::routes().finish();
    let current = server::openapi::to_json(&document.finish());
    assert!(
        written == current,
        "docs/openapi.json is stale: run `cargo xtask openapi`, and look at what changed"
    );
}

#[test]
fn every_operation_is_in_it_with_its_status_and_its_problems() {
    let document = document();
    for operation in api::ALL {
        let entry = &document["paths"][operation.path][operation.method.as_str().to_lowercase()];
        assert_eq!(entry["operationId"], operation.name);
        assert!(entry["responses"][operation.status.to_string()].is_object(), "{}", operation.name);
        assert_eq!(
            entry["responses"]["default"]["$ref"], "#/components/responses/Problem",
            "{}",
            operation.name
        );
        let public = operation.access == api::Access::Public;
        assert_eq!(entry["security"].is_null(), public, "{}", operation.name);
        let parameters = entry["parameters"].as_array().cloned().unwrap_or_default();
        let if_match = parameters.iter().any(|parameter| parameter["name"] == "If-Match");
        assert_eq!(if_match, operation.if_match, "{}", operation.name);
        let in_path = parameters.iter().filter(|parameter| parameter["in"] == "path").count();
        assert_eq!(in_path, operation.path.matches('{').count(), "{}", operation.name);
    }
    let operations: usize =
        document["paths"].as_object().unwrap().values().map(|path| path.as_object().unwrap().len()).sum();
    assert_eq!(operations, api::ALL.len());
}

fn references(value: &Value, found: &mut BTreeSet<String>) {
    match value {
        Value::Object(fields) => {
            found.extend(fields.get("$ref").and_then(Value::as_str).map(str::to_owned));
            fields.values().for_each(|field| references(field, found));
        }
        Value::Array(items) => items.iter().for_each(|item| references(item, found)),
        _ => {}
    }
}

#[test]
fn everything_that_it_refers_to_is_in_it() {
    let document = document();
    let mut found = BTreeSet::new();
    references(&document, &mut found);
    for reference in found {
        assert!(document.pointer(reference.trim_start_matches('#')).is_some(), "{reference} is not there");
    }
}

#[tokio::test]
async fn the_server_serves_it() {
    let server = Server::on_sqlite().await;
    let answer = server.anybody().get("/api/v1/openapi.json").await;
    assert_eq!(answer.header("content-type"), "application/json");
    assert_eq!(answer.json::<Value>(), document());
    server.stop().await;
}
