//! Calls an operation of the API by its type: the path, the query and the JSON follow from `Endpoint`.

use std::sync::Arc;

use api::{Code, Endpoint, Method};
use leptos::task::spawn_local;
use web_sys::{AbortSignal, Blob};

use super::changes::Changes;
use super::failure::{Failure, Problem};
use super::json::{self, Parsed};
use super::transport::{Request, Response, Transport};
use crate::router::encode;
use crate::view::prelude::*;

/// The door to the server.
#[derive(Clone)]
pub struct Client {
    transport: Arc<dyn Transport>,
    changes: Changes,
    /// Set when the server says that nobody is signed in: the frame leads to the sign-in page, once for all calls.
    signed_out: ArcRwSignal<bool>,
}

/// One call of `E`, to be sent.
pub struct Call<E: Endpoint> {
    params: E::Params,
    query: E::Query,
    body: Option<E::Body>,
    file: Option<Blob>,
    headers: Vec<(&'static str, String)>,
    abort: Option<AbortSignal>,
}

impl<E: Endpoint> Call<E> {
    /// A call without a body.
    #[must_use]
    pub fn new(params: E::Params) -> Self {
        Self { params, query: E::Query::default(), body: None, file: None, headers: Vec::new(), abort: None }
    }

    /// What follows the question mark.
    #[must_use]
    pub fn query(mut self, query: E::Query) -> Self {
        self.query = query;
        self
    }

    /// What is sent.
    #[must_use]
    pub fn body(mut self, body: E::Body) -> Self {
        self.body = Some(body);
        self
    }

    /// A file that is sent, where the operation takes one.
    #[must_use]
    pub fn file(mut self, file: Blob) -> Self {
        self.file = Some(file);
        self
    }

    /// The version that is edited: the server refuses with `changed_elsewhere` when it is no longer that.
    #[must_use]
    pub fn if_match(mut self, version: u64) -> Self {
        self.headers.push(("If-Match", ["\"", &version.to_string(), "\""].concat()));
        self
    }

    /// Makes the call safe to repeat: the server acts once for a key (docs/API-DESIGN.md).
    #[must_use]
    pub fn idempotency_key(mut self, key: String) -> Self {
        self.headers.push(("Idempotency-Key", key));
        self
    }

    /// Ends the call early. Only reads heed it.
    #[must_use]
    pub fn abort(mut self, signal: Option<AbortSignal>) -> Self {
        self.abort = signal.filter(|_| E::METHOD == Method::Get);
        self
    }

    /// Path and query: what names the resource, and so the key in the cache.
    #[must_use]
    pub fn url(&self) -> String {
        url_of(E::PATH, json::pairs(&self.params), json::pairs(&self.query))
    }

    /// The call without its types: what follows is compiled once for all operations, which keeps the bundle small.
    #[must_use]
    pub fn into_request(self) -> Request {
        Request {
            operation: E::NAME,
            method: E::METHOD,
            url: self.url(),
            body: self.body.as_ref().map(json::write),
            file: self.file,
            headers: self.headers,
            abort: self.abort,
        }
    }
}

impl Client {
    /// A client over that way to the server.
    #[must_use]
    pub fn new(transport: Arc<dyn Transport>) -> Self {
        Self { transport, changes: Changes::default(), signed_out: ArcRwSignal::new(false) }
    }

    /// Sends a request and gives its answer as JSON text.
    ///
    /// # Errors
    /// See [`Failure`].
    pub async fn text(&self, request: Request) -> Result<String, Failure> {
        let (operation, writes) = (request.operation, request.method != Method::Get);
        let response = self.transport.send(request).await.map_err(|_| Failure::Network)?;
        if (200..300).contains(&response.status) {
            if writes {
                self.changes.written(operation);
            }
            return Ok(response.body);
        }
        let failure = problem_of(&response);
        if failure.code() == Some(Code::NotSignedIn) {
            self.signed_out.set(true);
        }
        Err(failure)
    }

    /// Calls an operation in the background; `done` gets the outcome. A write of its own for each call: a component that has
    /// one at a time takes `use_mutation`.
    pub fn perform<E: Endpoint>(
        &self,
        call: Call<E>,
        done: impl FnOnce(Result<E::Reply, Failure>) + 'static,
    ) {
        self.send(call.into_request(), Box::new(move |answer| done(parsed(answer).map(json::of))));
    }

    /// Sends a request in the background; `done` gets to know whether it has failed, and nothing of what was answered.
    pub fn tell(&self, request: Request, done: impl FnOnce(Option<Failure>) + 'static) {
        self.send(request, Box::new(move |answer| done(answer.err())));
    }

    /// Sends a request in the background; `then` gets its answer.
    pub(super) fn send(&self, request: Request, then: Box<dyn FnOnce(Result<String, Failure>)>) {
        let client = self.clone();
        spawn_local(async move { then(client.text(request).await) });
    }

    /// The URL of a call that the browser makes by itself, such as the download of a file.
    #[must_use]
    pub fn href<E: Endpoint>(&self, call: &Call<E>) -> String {
        self.transport.href(&call.url())
    }

    /// What queries listen to.
    #[must_use]
    pub const fn changes(&self) -> &Changes {
        &self.changes
    }

    /// Has the server said that nobody is signed in?
    #[must_use]
    pub const fn signed_out(&self) -> &ArcRwSignal<bool> {
        &self.signed_out
    }

    /// The way to the server.
    #[must_use]
    pub fn transport(&self) -> &dyn Transport {
        &*self.transport
    }
}

/// Gives the whole console this client.
pub fn provide_client(client: Client) {
    provide_context(client);
}

/// The client of the console.
///
/// # Panics
/// Outside of [`provide_client`].
#[must_use]
pub fn use_client() -> Client {
    use_context().expect("the app provides the client before any page")
}

/// An answer, read by the browser; 204 has an empty body, which is read as `{}`.
#[inline(never)]
pub(super) fn parsed(answer: Result<String, Failure>) -> Result<Parsed, Failure> {
    let text = answer?;
    let text = if text.is_empty() { "{}" } else { &text };
    json::parse(text).ok_or(Failure::Decode { status: 200 })
}

fn problem_of(response: &Response) -> Failure {
    // What stands between may answer too, and in JSON of its own.
    let ours =
        json::text_at(&response.body, "code").and_then(|code| json::from_name::<Code>(&code)).is_some();
    match ours.then(|| json::read::<Problem>(&response.body)).flatten() {
        Some(problem) => Failure::Problem(Box::new(problem)),
        None => Failure::Decode { status: response.status },
    }
}

/// A path with its parameters, and the query.
fn url_of(path: &str, params: Pairs, query: Pairs) -> String {
    let mut url = path.to_owned();
    for (name, value) in params {
        url = url.replace(&["{", &name, "}"].concat(), &encode(&value));
    }
    let mut separator = "?";
    for (name, value) in query {
        url = [&url, separator, &name, "=", &encode(&value)].concat();
        separator = "&";
    }
    url
}

/// Names and values.
type Pairs = Vec<(String, String)>;
