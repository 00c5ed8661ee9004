//! Reads what comes in (path, query, JSON body) strictly, and says in words what is wrong with it.

use api::{Code, Endpoint, Method};
use axum::body::Body;
use axum::extract::{FromRequestParts, Path, Query};
use axum::http::request::Parts;
use axum::http::{HeaderMap, header};
use futures::StreamExt;
use serde::de::DeserializeOwned;

use super::Failure;

/// The parameters of the path. An id that is none of ours is simply not there.
pub(super) async fn params<E: Endpoint>(parts: &mut Parts) -> Result<E::Params, Failure> {
    let read = Path::<E::Params>::from_request_parts(parts, &()).await;
    read.map(|Path(params)| params).map_err(|_| {
        Failure::new(
            Code::NotFound,
            "Nothing in your organization has the id in this address. It may have been deleted.",
        )
    })
}

/// The query; what it does not know is refused.
pub(super) fn query<E: Endpoint>(parts: &Parts) -> Result<E::Query, Failure> {
    let read = Query::<E::Query>::try_from_uri(&parts.uri);
    read.map(|Query(query)| query).map_err(|rejection| {
        let cause = std::error::Error::source(&rejection).map_or_else(|| rejection.to_string(), ToString::to_string);
        let cause = cause.trim_start_matches("Failed to deserialize query string: ").to_owned();
        Failure::new(
            Code::InvalidRequest,
            format!("What follows the question mark in the address cannot be read: {cause}. Correct it, or leave it out."),
        )
    })
}

/// Does the operation take a file, which it reads itself while it comes?
pub(super) fn is_upload<E: Endpoint>() -> bool {
    std::any::TypeId::of::<E::Body>() == std::any::TypeId::of::<api::Csv>()
}

/// The body, as JSON. Operations that take none accept nothing at all, or `{}`.
pub(super) async fn body<E: Endpoint>(
    headers: &HeaderMap,
    body: Body,
) -> Result<(E::Body, Vec<u8>), Failure> {
    if E::METHOD == Method::Get {
        return Ok((json(b"{}")?, Vec::new()));
    }
    let bytes = read(headers, body, E::MAX_BODY).await?;
    if bytes.is_empty() {
        let nothing = json(b"{}").map_err(|_| {
            Failure::new(Code::InvalidRequest, "The request has no body. Send a JSON object.")
        })?;
        return Ok((nothing, bytes));
    }
    if !is_json(headers) {
        return Err(Failure::new(
            Code::UnsupportedMediaType,
            "The request body must be JSON. Send it with the header Content-Type: application/json.",
        ));
    }
    Ok((json(&bytes)?, bytes))
}

fn is_json(headers: &HeaderMap) -> bool {
    let value = headers.get(header::CONTENT_TYPE).and_then(|v| v.to_str().ok()).unwrap_or_default();
    value.split(';').next().unwrap_or_default().trim().eq_ignore_ascii_case("application/json")
}

fn too_large(max: usize) -> Failure {
    let words = format!("The request body is larger than {} MB. Send less at once.", max >> 20);
    Failure::new(Code::TooLarge, words)
}

/// The bytes of the body, and no more than `max`.
async fn read(headers: &HeaderMap, body: Body, max: usize) -> Result<Vec<u8>, Failure> {
    let announced = headers.get(header::CONTENT_LENGTH).and_then(|v| v.to_str().ok()?.parse::<usize>().ok());
    if announced.is_some_and(|length| length > max) {
        return Err(too_large(max));
    }
    let mut bytes = Vec::with_capacity(announced.unwrap_or_default());
    let mut stream = body.into_data_stream();
    while let Some(chunk) = stream.next().await {
        let chunk = chunk.map_err(|_| {
            Failure::new(
                Code::InvalidRequest,
                "The request broke off before its body was complete. Send it again.",
            )
        })?;
        if bytes.len() + chunk.len() > max {
            return Err(too_large(max));
        }
        bytes.extend_from_slice(&chunk);
    }
    Ok(bytes)
}

/// JSON as `T`; the words name the place.
fn json<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Failure> {
    let mut reader = serde_json::Deserializer::from_slice(bytes);
    let value = serde_path_to_error::deserialize(&mut reader).map_err(|error| {
        let path = error.path().to_string();
        not_readable(&path, error.inner())
    })?;
    reader.end().map_err(|error| not_readable(".", &error))?;
    Ok(value)
}

fn not_readable(path: &str, error: &serde_json::Error) -> Failure {
    let place = if path == "." { String::new() } else { format!(" at `{path}`") };
    let what = if error.is_data() { "does not have the expected form" } else { "is not valid JSON" };
    Failure::new(
        Code::InvalidRequest,
        format!("The request body {what}{place}: {error}. Nothing was saved. Correct it and send it again."),
    )
}
