//! `POST /Bulk` (RFC 7644 §3.7): many requests in one. Each is answered as it would be alone, and stands for itself.

use std::collections::HashMap;

use ::scim::{Object, ScimError, ScimType, json as scim_json};
use axum::body::{Body, to_bytes};
use axum::http::{Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use super::failure::Failure;
use super::log::{self, Asked};
use super::request::{Call, MAX_BODY};
use super::{dispatch, reply};

/// Most operations of one bulk.
pub const MAX_OPERATIONS: usize = 1_000;
const RESPONSE_URN: &str = "urn:ietf:params:scim:api:messages:2.0:BulkResponse";
/// How a value names what another operation of the same bulk makes.
const REFERENCE: &str = "bulkId:";

/// One operation, read.
struct Part {
    method: Method,
    path: String,
    bulk_id: Option<String>,
    version: Option<String>,
    data: Value,
}

/// Runs the operations, each after those whose results it names.
pub async fn answer(call: &Call, body: Body) -> Result<Response, Failure> {
    let body = call.object(body).await?;
    let fail_on_errors = scim_json::get(&body, "failOnErrors").and_then(Value::as_u64).unwrap_or(u64::MAX);
    let parts = parts(&body)?;
    let mut made: HashMap<String, String> = HashMap::new();
    let mut results: Vec<Option<Value>> = parts.iter().map(|_| None).collect();
    let mut errors = 0;
    while errors < fail_on_errors {
        let waiting = |at: &usize| results[*at].is_none();
        let open: Vec<usize> = (0..parts.len()).filter(waiting).collect();
        // The first that waits for nobody; where all wait for each other, the first, which is then refused.
        let ready = |at: &&usize| references(&parts[**at]).all(|id| made.contains_key(id));
        let Some(&at) = open.iter().find(ready).or_else(|| open.first()) else { break };
        let result = run(call, &parts[at], &made).await;
        errors += u64::from(result.failed);
        if let (Some(bulk_id), Some(id)) = (&parts[at].bulk_id, result.id) {
            made.insert(bulk_id.clone(), id);
        }
        results[at] = Some(result.body);
    }
    let operations: Vec<Value> = results.into_iter().flatten().collect();
    Ok(reply::json(StatusCode::OK, &json!({ "schemas": [RESPONSE_URN], "Operations": operations })))
}

fn parts(body: &Object) -> Result<Vec<Part>, Failure> {
    let Some(Value::Array(operations)) = scim_json::get(body, "Operations") else {
        return Err(ScimError::of(ScimType::InvalidSyntax, "Operations is missing, or is not a list.").into());
    };
    if operations.len() > MAX_OPERATIONS {
        let detail = format!("There are more than {MAX_OPERATIONS} operations. Send fewer at once.");
        return Err(ScimError::new(413, detail).into());
    }
    operations.iter().map(part).collect()
}

fn part(operation: &Value) -> Result<Part, Failure> {
    let syntax = |detail: &str| Failure::from(ScimError::of(ScimType::InvalidSyntax, detail));
    let Value::Object(operation) = operation else { return Err(syntax("An operation is not an object.")) };
    let text = |name: &str| scim_json::get(operation, name).and_then(Value::as_str).map(str::to_owned);
    let method = match text("method").unwrap_or_default().to_ascii_uppercase().as_str() {
        "POST" => Method::POST,
        "PUT" => Method::PUT,
        "PATCH" => Method::PATCH,
        "DELETE" => Method::DELETE,
        _ => return Err(syntax("The method of an operation is POST, PUT, PATCH or DELETE.")),
    };
    let bulk_id = text("bulkId");
    if method == Method::POST && bulk_id.is_none() {
        return Err(syntax("An operation that makes something needs a bulkId."));
    }
    Ok(Part {
        method,
        path: text("path").ok_or_else(|| syntax("An operation has no path."))?,
        bulk_id,
        version: text("version"),
        data: scim_json::get(operation, "data").cloned().unwrap_or(Value::Null),
    })
}

/// The bulkIds that an operation names.
fn references(part: &Part) -> impl Iterator<Item = &str> {
    let mut found = Vec::new();
    gather(&part.data, &mut found);
    found.extend(part.path.split('/').filter_map(|segment| segment.strip_prefix(REFERENCE)));
    found.into_iter()
}

fn gather<'a>(value: &'a Value, found: &mut Vec<&'a str>) {
    match value {
        Value::String(text) => found.extend(text.strip_prefix(REFERENCE)),
        Value::Array(list) => list.iter().for_each(|value| gather(value, found)),
        Value::Object(object) => object.values().for_each(|value| gather(value, found)),
        _ => {}
    }
}

/// Puts the ids of what was made in the place of their bulkIds.
fn resolve(value: &mut Value, made: &HashMap<String, String>) {
    match value {
        Value::String(text) => {
            if let Some(id) = text.strip_prefix(REFERENCE).and_then(|bulk_id| made.get(bulk_id)) {
                text.clone_from(id);
            }
        }
        Value::Array(list) => list.iter_mut().for_each(|value| resolve(value, made)),
        Value::Object(object) => object.values_mut().for_each(|value| resolve(value, made)),
        _ => {}
    }
}

/// What came of an operation.
struct Done {
    body: Value,
    id: Option<String>,
    failed: bool,
}

async fn run(call: &Call, part: &Part, made: &HashMap<String, String>) -> Done {
    let response = match references(part).find(|id| !made.contains_key(*id)) {
        Some(id) => {
            let detail =
                format!("The bulkId {id} is not made by this bulk, or waits for this operation itself.");
            Failure::from(ScimError::new(409, detail)).into_response()
        }
        None => request(call, part, made).await,
    };
    let (head, body) = response.into_parts();
    let bytes = to_bytes(body, MAX_BODY * 16).await.unwrap_or_default();
    let content: Value = serde_json::from_slice(&bytes).unwrap_or(Value::Null);
    let failed = head.status.is_client_error() || head.status.is_server_error();
    let mut done = json!({ "method": part.method.as_str(), "status": head.status.as_u16().to_string() });
    let mut set = |name: &str, value: Value| {
        if !value.is_null() {
            done[name] = value;
        }
    };
    set("bulkId", part.bulk_id.clone().into());
    let etag = head.headers.get(header::ETAG).and_then(|tag| tag.to_str().ok());
    set("version", etag.into());
    let at = path(part, made);
    let location = content["meta"]["location"].clone();
    let stays = part.method != Method::POST;
    set(
        "location",
        if location.is_null() && stays { format!("{}{at}", call.base_url()).into() } else { location },
    );
    if failed {
        set("response", content.clone());
    }
    Done { id: content["id"].as_str().filter(|_| !failed).map(str::to_owned), body: done, failed }
}

/// The path with ids in the place of bulkIds.
fn path(part: &Part, made: &HashMap<String, String>) -> String {
    let segment = |segment: &str| {
        let id = segment.strip_prefix(REFERENCE).and_then(|bulk_id| made.get(bulk_id));
        id.cloned().unwrap_or_else(|| segment.to_owned())
    };
    let path = part.path.split('?').next().unwrap_or_default();
    path.split('/').map(segment).collect::<Vec<_>>().join("/")
}

async fn request(call: &Call, part: &Part, made: &HashMap<String, String>) -> Response {
    let path = path(part, made);
    let mut segments = vec!["v2"];
    segments.extend(path.split('/').filter(|segment| !segment.is_empty()));
    if !matches!(segments.get(1), Some(&("Users" | "Groups"))) {
        return Failure::no_such_address().into_response();
    }
    let query = part.path.split_once('?').map(|(_, query)| query).unwrap_or_default();
    let mut data = part.data.clone();
    resolve(&mut data, made);
    let inner = call.part(part.method.clone(), query, part.version.as_deref());
    let body = Body::from(if data.is_null() { String::new() } else { data.to_string() });
    // Each part has an entry of its own in the log, as if it had come alone (R31).
    let (app, connection, notes) = (inner.app.clone(), inner.connection.clone(), inner.notes.clone());
    let asked = Asked::part(&app, inner.client(), part.method.clone(), path.clone(), &segments);
    let answer = dispatch(inner, body, &segments).await;
    log::answered(&app, &connection, asked, notes, answer).await
}
