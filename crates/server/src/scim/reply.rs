//! Answers: always `application/scim+json`.

use ::scim::MEDIA_TYPE;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::Value;

/// An answer with a body.
pub fn json(status: StatusCode, body: &Value) -> Response {
    let headers = [(header::CONTENT_TYPE, HeaderValue::from_static(MEDIA_TYPE))];
    (status, headers, body.to_string()).into_response()
}

/// An answer about one resource: with its `ETag` (RFC 7644 §3.14).
pub fn resource(status: StatusCode, body: &Value, version: &str) -> Response {
    tagged(json(status, body), version)
}

/// 304: the client has that version already.
pub fn not_modified(version: &str) -> Response {
    tagged(StatusCode::NOT_MODIFIED.into_response(), version)
}

fn tagged(mut response: Response, version: &str) -> Response {
    response.headers_mut().extend(HeaderValue::from_str(version).ok().map(|tag| (header::ETAG, tag)));
    response
}
