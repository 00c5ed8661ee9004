//! A client of the API: typed by the operations of `api`, or raw.

use api::{Endpoint, NoBody, NoParams, Problem};
use reqwest::header::{CONTENT_TYPE, HeaderMap};
use reqwest::{Method, RequestBuilder, StatusCode};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

/// A browser or a program.
#[derive(Clone)]
pub struct Caller {
    http: reqwest::Client,
    url: String,
    cookie: Option<String>,
}

/// An answer, read whole.
#[derive(Debug)]
pub struct Answer {
    /// The status.
    pub status: StatusCode,
    /// The headers.
    pub headers: HeaderMap,
    /// The body.
    pub text: String,
}

impl Answer {
    /// A header, or nothing.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    /// The body as JSON.
    pub fn json<T: DeserializeOwned>(&self) -> T {
        serde_json::from_str(&self.text)
            .unwrap_or_else(|error| panic!("{error}: {} {}", self.status, self.text))
    }

    /// The body as a problem, whose form is checked.
    pub fn problem(&self) -> Problem {
        assert_eq!(self.header("content-type"), api::problem::MEDIA_TYPE, "{} {}", self.status, self.text);
        let problem: Problem = self.json();
        assert_eq!(problem.status, self.status.as_u16());
        assert_eq!(problem.request_id, self.header("x-request-id"));
        assert!(!problem.request_id.is_empty());
        assert!(problem.detail.ends_with('.'), "a sentence: {}", problem.detail);
        problem
    }

    /// `name=value` of the cookie that it sets.
    pub fn cookie(&self) -> String {
        self.header("set-cookie").split(';').next().unwrap().to_owned()
    }
}

/// The path of `E` with `params` filled in, and `query`.
pub fn path<E: Endpoint>(params: &E::Params, query: &E::Query) -> String {
    let mut path = E::PATH.to_owned();
    for (name, value) in fields(params) {
        path = path.replace(&format!("{{{name}}}"), &value);
    }
    let query: Vec<String> =
        fields(query).into_iter().map(|(name, value)| format!("{name}={}", encoded(&value))).collect();
    if query.is_empty() { path } else { format!("{path}?{}", query.join("&")) }
}

fn fields(value: &impl Serialize) -> Vec<(String, String)> {
    let Value::Object(fields) = serde_json::to_value(value).unwrap() else {
        panic!("parameters are an object")
    };
    let text = |value: Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    fields.into_iter().map(|(name, value)| (name, text(value))).collect()
}

fn encoded(text: &str) -> String {
    let plain = |b: u8| b.is_ascii_alphanumeric() || b"-_.~".contains(&b);
    text.bytes().map(|b| if plain(b) { char::from(b).to_string() } else { format!("%{b:02X}") }).collect()
}

impl Caller {
    pub(super) const fn new(http: reqwest::Client, url: String, cookie: Option<String>) -> Self {
        Self { http, url, cookie }
    }

    /// A request to `path`, with the cookie.
    pub fn request(&self, method: Method, path: &str) -> RequestBuilder {
        let request = self.http.request(method, format!("{}{path}", self.url));
        match &self.cookie {
            Some(cookie) => request.header("cookie", cookie),
            None => request,
        }
    }

    /// Sends it.
    pub async fn send(&self, request: RequestBuilder) -> Answer {
        let response = request.send().await.unwrap();
        let (status, headers) = (response.status(), response.headers().clone());
        Answer { status, headers, text: response.text().await.unwrap() }
    }

    /// GET.
    pub async fn get(&self, path: &str) -> Answer {
        self.send(self.request(Method::GET, path)).await
    }

    /// POST with JSON.
    pub async fn post(&self, path: &str, body: &impl Serialize) -> Answer {
        self.send(self.request(Method::POST, path).json(body)).await
    }

    /// PATCH with JSON and `If-Match`.
    pub async fn patch(&self, path: &str, version: u64, body: &impl Serialize) -> Answer {
        let request = self.request(Method::PATCH, path).header("if-match", format!("\"{version}\""));
        self.send(request.json(body)).await
    }

    /// DELETE.
    pub async fn delete(&self, path: &str) -> Answer {
        self.send(self.request(Method::DELETE, path)).await
    }

    /// Any bytes as JSON.
    pub async fn raw(&self, method: Method, path: &str, body: impl Into<reqwest::Body>) -> Answer {
        let request = self.request(method, path).header(CONTENT_TYPE, "application/json");
        self.send(request.body(body)).await
    }

    /// Calls the operation `E`; with `version` as `If-Match` where it needs one.
    pub async fn call<E: Endpoint>(
        &self,
        params: &E::Params,
        query: &E::Query,
        body: &E::Body,
        version: Option<u64>,
    ) -> Answer {
        let method = Method::from_bytes(E::METHOD.as_str().as_bytes()).unwrap();
        let mut request = self.request(method, &path::<E>(params, query));
        if let Some(version) = version {
            request = request.header("if-match", format!("\"{version}\""));
        }
        if E::METHOD != api::Method::Get {
            request = request.json(body);
        }
        self.send(request).await
    }

    /// Reads `E`, which needs neither parameters nor a query.
    pub async fn read<E>(&self) -> E::Reply
    where
        E: Endpoint<Params = NoParams, Body = NoBody>,
    {
        let answer = self.call::<E>(&NoParams {}, &E::Query::default(), &NoBody {}, None).await;
        assert_eq!(answer.status.as_u16(), E::STATUS, "{}", answer.text);
        answer.json()
    }
}
