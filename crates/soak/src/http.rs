//! Requests, and their answers as they are.

use std::io::{BufRead, BufReader};
use std::time::Duration;

use serde_json::Value;
use ureq::{Agent, Body, http};

use crate::failure::Result;

/// A server that says nothing for so long hangs.
const PATIENCE: Duration = Duration::from_secs(30);

/// Somebody who asks: as an identity provider with a token, or as a browser with a cookie.
#[derive(Debug, Clone)]
pub struct Caller {
    agent: Agent,
    header: (&'static str, String),
}

/// A request.
#[derive(Debug, Clone)]
pub struct Request {
    /// Its method.
    pub method: &'static str,
    /// The path and the query.
    pub path: String,
    /// What is sent.
    pub body: Option<Value>,
    /// The same in each try, so that a POST is carried out once.
    pub idempotency_key: Option<String>,
}

/// An answer.
#[derive(Debug)]
pub struct Answer {
    /// Its status.
    pub status: u16,
    /// Says when to try again.
    pub retry_after: Option<String>,
    /// `Set-Cookie`, without its attributes.
    pub cookie: Option<String>,
    /// The body.
    pub text: String,
}

impl Request {
    /// Without anything sent.
    #[must_use]
    pub fn get(path: impl Into<String>) -> Self {
        Self { method: "GET", path: path.into(), body: None, idempotency_key: None }
    }

    /// With a body.
    #[must_use]
    pub fn send(method: &'static str, path: impl Into<String>, body: Value) -> Self {
        Self { method, path: path.into(), body: Some(body), idempotency_key: None }
    }
}

impl Answer {
    /// The body as JSON; nothing when it is none.
    #[must_use]
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or(Value::Null)
    }
}

impl Caller {
    /// With a token.
    #[must_use]
    pub fn with_token(token: &str) -> Self {
        Self { agent: agent(Some(PATIENCE)), header: ("authorization", format!("Bearer {token}")) }
    }

    /// With a cookie.
    #[must_use]
    pub fn with_cookie(cookie: &str) -> Self {
        Self { agent: agent(Some(PATIENCE)), header: ("cookie", cookie.to_owned()) }
    }

    /// Signs in, and gives the cookie.
    ///
    /// # Errors
    /// The server refuses.
    pub fn sign_in(url: &str, username: &str, password: &str) -> Result<String> {
        let credentials = serde_json::json!({ "username": username, "password": password });
        let nobody = Self::with_cookie("none=none");
        let answer = nobody.ask(url, &Request::send("POST", "/api/v1/sessions", credentials))?;
        let refused = format!("signing in was answered with {}: {}", answer.status, answer.text);
        Ok(answer.cookie.ok_or(refused)?)
    }

    /// The same caller on connections of its own.
    #[must_use]
    pub fn another(&self) -> Self {
        Self { agent: agent(Some(PATIENCE)), header: self.header.clone() }
    }

    /// Sends a request.
    ///
    /// # Errors
    /// There is no answer.
    pub fn ask(&self, url: &str, request: &Request) -> Result<Answer> {
        let mut builder = http::Request::builder()
            .method(request.method)
            .uri(format!("{url}{}", request.path))
            .header(self.header.0, &self.header.1);
        if let Some(key) = &request.idempotency_key {
            builder = builder.header("idempotency-key", key);
        }
        let response = match &request.body {
            Some(body) => {
                let media_type = if request.path.starts_with("/scim/") {
                    "application/scim+json"
                } else {
                    "application/json"
                };
                let builder = builder.header("content-type", media_type);
                self.agent.run(builder.body(body.to_string())?)?
            }
            None => self.agent.run(builder.body(())?)?,
        };
        read(response)
    }

    /// Sends a request that must succeed, and gives the body.
    ///
    /// # Errors
    /// There is no answer, or another one.
    pub fn get(&self, url: &str, request: &Request) -> Result<Value> {
        let answer = self.ask(url, request)?;
        if (200..300).contains(&answer.status) {
            return Ok(answer.json());
        }
        let (method, path) = (request.method, &request.path);
        Err(format!("{method} {path} was answered with {}: {}", answer.status, answer.text).into())
    }

    /// Opens the stream of live updates; its lines, from the first on.
    ///
    /// # Errors
    /// The server refuses.
    pub fn stream(&self, url: &str, path: &str) -> Result<impl Iterator<Item = String> + Send + use<>> {
        let request =
            http::Request::get(format!("{url}{path}")).header(self.header.0, &self.header.1).body(())?;
        // A stream has no end.
        let response = agent(None).run(request)?;
        if response.status() != 200 {
            return Err(format!("{path} was answered with {}", response.status()).into());
        }
        Ok(BufReader::new(response.into_body().into_reader()).lines().map_while(std::result::Result::ok))
    }
}

fn agent(patience: Option<Duration>) -> Agent {
    Agent::config_builder().http_status_as_error(false).timeout_global(patience).build().into()
}

fn read(mut response: http::Response<Body>) -> Result<Answer> {
    let field =
        |name: &str| response.headers().get(name).and_then(|value| value.to_str().ok()).map(str::to_owned);
    let retry_after = field("retry-after");
    let cookie = field("set-cookie").and_then(|cookie| cookie.split(';').next().map(str::to_owned));
    let status = response.status().as_u16();
    Ok(Answer { status, retry_after, cookie, text: response.body_mut().read_to_string()? })
}
