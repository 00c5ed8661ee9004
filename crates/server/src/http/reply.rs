//! What a handler succeeds with.

use api::Endpoint;
use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

use super::{Failure, if_match};

/// What every handler of `E` returns.
pub type Answer<E> = Result<Reply<E>, Failure>;

/// The answer to an operation: its body, and what goes into headers.
#[derive(Debug)]
pub struct Reply<E: Endpoint> {
    body: E::Reply,
    etag: Option<u64>,
    cookie: Option<HeaderValue>,
}

impl<E: Endpoint> Reply<E> {
    /// An answer with that body and the status `E::STATUS`.
    pub const fn new(body: E::Reply) -> Self {
        Self { body, etag: None, cookie: None }
    }

    /// With `ETag: "<version>"`.
    #[must_use]
    pub fn etag(mut self, version: u64) -> Self {
        self.etag = Some(version);
        self
    }

    /// With `Set-Cookie`.
    #[must_use]
    pub fn cookie(mut self, cookie: HeaderValue) -> Self {
        self.cookie = Some(cookie);
        self
    }
}

impl<E: Endpoint> Reply<E>
where
    E: Endpoint<Reply = api::NoContent>,
{
    /// 204.
    #[must_use]
    pub const fn empty() -> Self {
        Self::new(api::NoContent {})
    }
}

impl<E: Endpoint> IntoResponse for Reply<E> {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(E::STATUS).unwrap_or(StatusCode::OK);
        let mut response = if status == StatusCode::NO_CONTENT {
            status.into_response()
        } else {
            (status, Json(self.body)).into_response()
        };
        let headers = response.headers_mut();
        headers.extend(self.etag.map(|version| (header::ETAG, if_match::etag(version))));
        headers.extend(self.cookie.map(|cookie| (header::SET_COOKIE, cookie)));
        response
    }
}
