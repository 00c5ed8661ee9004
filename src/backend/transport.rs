//! How a request reaches the server: by `fetch`, or, in tests, by a fake that answers with `Endpoint::Reply` values.

use std::future::Future;
use std::pin::Pin;

use api::Method;
use gloo_net::http::RequestBuilder;
use wasm_bindgen::JsValue;
use web_sys::{AbortSignal, Blob, RequestCredentials};

/// A request, ready to be sent.
#[derive(Debug, Clone)]
pub struct Request {
    /// `Endpoint::NAME`: which operation it is.
    pub operation: &'static str,
    /// The method.
    pub method: Method,
    /// Path and query, from the root.
    pub url: String,
    /// Headers besides the content type.
    pub headers: Vec<(&'static str, String)>,
    /// JSON.
    pub body: Option<String>,
    /// A file, in place of JSON: the browser sends it from where it is, so that it is never in the console's memory.
    pub file: Option<Blob>,
    /// Ends the request early. Reads only: a write that has left is not called back.
    pub abort: Option<AbortSignal>,
}

/// An answer, not yet read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Response {
    /// The HTTP status.
    pub status: u16,
    /// The body as text.
    pub body: String,
}

/// No answer came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unreachable;

/// What [`Transport::send`] returns.
pub type Sending = Pin<Box<dyn Future<Output = Result<Response, Unreachable>>>>;

/// The way to the server.
pub trait Transport: Send + Sync + 'static {
    /// Sends a request and waits for the whole answer.
    fn send(&self, request: Request) -> Sending;

    /// The URL of the stream of events, where this transport has one.
    fn event_stream(&self, path: &str) -> Option<String>;

    /// The URL of something that the browser fetches by itself, such as a file.
    fn href(&self, path: &str) -> String {
        self.event_stream(path).unwrap_or_else(|| path.to_owned())
    }

    /// Leaves the console for a page that the browser loads by itself: of the server, by its path, or of the identity provider.
    fn visit(&self, url: &str);
}

/// `fetch`, with the session cookie.
#[derive(Debug, Clone, Default)]
pub struct Fetch {
    /// What goes before every path: empty for the origin that the console came from.
    base: String,
}

impl Fetch {
    /// The server that `<meta name="rollcall-api">` names.
    #[must_use]
    pub fn from_document() -> Self {
        let content = leptos::prelude::document()
            .query_selector("meta[name=rollcall-api]")
            .ok()
            .flatten()
            .and_then(|meta| meta.get_attribute("content"))
            .unwrap_or_default();
        Self { base: content.trim().trim_end_matches('/').to_owned() }
    }

    fn credentials(&self) -> RequestCredentials {
        if self.base.is_empty() { RequestCredentials::SameOrigin } else { RequestCredentials::Include }
    }

    fn build(&self, request: &Request) -> Result<gloo_net::http::Request, gloo_net::Error> {
        let method = match request.method {
            Method::Get => gloo_net::http::Method::GET,
            Method::Post => gloo_net::http::Method::POST,
            Method::Put => gloo_net::http::Method::PUT,
            Method::Patch => gloo_net::http::Method::PATCH,
            Method::Delete => gloo_net::http::Method::DELETE,
        };
        let url = [self.base.as_str(), request.url.as_str()].concat();
        let mut builder = RequestBuilder::new(&url)
            .method(method)
            .credentials(self.credentials())
            .header("Accept", "application/json")
            .abort_signal(request.abort.as_ref());
        for (name, value) in &request.headers {
            builder = builder.header(name, value);
        }
        let (kind, body) = match (&request.file, &request.body) {
            (Some(file), _) => ("text/csv", JsValue::from(file)),
            (None, Some(body)) => ("application/json", JsValue::from_str(body)),
            (None, None) => return builder.build(),
        };
        builder.header("Content-Type", kind).body(body)
    }
}

impl Transport for Fetch {
    fn send(&self, request: Request) -> Sending {
        let built = self.build(&request);
        Box::pin(async move {
            let response = built.map_err(|_| Unreachable)?.send().await.map_err(|_| Unreachable)?;
            let body = response.text().await.map_err(|_| Unreachable)?;
            Ok(Response { status: response.status(), body })
        })
    }

    fn event_stream(&self, path: &str) -> Option<String> {
        Some([self.base.as_str(), path].concat())
    }

    fn visit(&self, url: &str) {
        let base = if url.starts_with('/') { self.base.as_str() } else { "" };
        // Fails for what is no URL: the page stays.
        let _ = leptos::prelude::window().location().assign(&[base, url].concat());
    }
}
