//! What a handler succeeds with.

use api::Endpoint;
use axum::Json;
use axum::body::Body;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use futures::{Stream, TryStreamExt};

use super::{Failure, if_match};

/// What every handler of `E` returns.
pub type Answer<E> = Result<Reply<E>, Failure>;

/// A file that is sent while it is made, for an operation whose reply is [`api::Csv`]: nothing of it is held longer than it
/// takes to send.
pub struct Download {
    name: String,
    body: Body,
}

impl Download {
    /// A file of that name, made of `chunks`. A chunk that fails breaks the answer off: the browser says that the file is
    /// not whole.
    pub fn new<S>(name: &str, chunks: S) -> Self
    where
        S: Stream<Item = Result<Vec<u8>, Failure>> + Send + 'static,
    {
        let chunks = chunks.map_err(|failure| std::io::Error::other(failure.0.detail));
        Self { name: name.to_owned(), body: Body::from_stream(chunks) }
    }
}

impl IntoResponse for Download {
    fn into_response(self) -> Response {
        let plain = |c: char| if c.is_ascii_alphanumeric() || "-_.".contains(c) { c } else { '-' };
        let name: String = self.name.chars().map(plain).collect();
        let disposition = HeaderValue::from_str(&format!("attachment; filename=\"{name}\""));
        let disposition = disposition.expect("plain characters between quotes are a header value");
        let media = HeaderValue::from_static("text/csv; charset=utf-8; header=present");
        ([(header::CONTENT_TYPE, media), (header::CONTENT_DISPOSITION, disposition)], self.body)
            .into_response()
    }
}

/// The answer to an operation: its body, and what goes into headers.
#[derive(Debug)]
pub struct Reply<E: Endpoint> {
    body: E::Reply,
    etag: Option<u64>,
    cookies: Vec<HeaderValue>,
}

impl<E: Endpoint> Reply<E> {
    /// An answer with that body and the status `E::STATUS`.
    pub const fn new(body: E::Reply) -> Self {
        Self { body, etag: None, cookies: Vec::new() }
    }

    /// With something changed in the body.
    #[must_use]
    pub fn with(mut self, change: impl FnOnce(&mut E::Reply)) -> Self {
        change(&mut self.body);
        self
    }

    /// With `ETag: "<version>"`.
    #[must_use]
    pub fn etag(mut self, version: u64) -> Self {
        self.etag = Some(version);
        self
    }

    /// With a `Set-Cookie` of each.
    #[must_use]
    pub fn cookies(mut self, cookies: impl IntoIterator<Item = HeaderValue>) -> Self {
        self.cookies.extend(cookies);
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
        for cookie in self.cookies {
            headers.append(header::SET_COOKIE, cookie);
        }
        response
    }
}
