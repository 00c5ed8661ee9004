//! The REST API, in this process or at a running server.

use std::path::Path;
use std::time::Duration;

use ::api::Problem;
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode, header};
use serde_json::Value;
use tokio::task::spawn_blocking;
use tower::ServiceExt as _;
use ureq::Agent;

use super::super::Error;
use crate::http::{Actor, Failure};

/// The longest that an answer may take.
const PATIENCE: Duration = Duration::from_secs(60);
/// Largest answer, in bytes: all sites of an organization.
const MAX_ANSWER: usize = 64 << 20;

/// Where the API is.
pub enum Api {
    /// In this process: nothing from outside can name an actor.
    Here {
        /// All routes.
        router: Router,
        /// Who calls.
        actor: Box<Actor>,
    },
    /// At a running server.
    There {
        /// The client.
        agent: Agent,
        /// Its address, without a slash at the end.
        url: String,
        /// An API token.
        token: String,
    },
}

impl Api {
    /// At `url`, with the API token in that file.
    pub fn there(url: &str, token_file: &Path) -> Result<Self, Error> {
        let token = std::fs::read_to_string(token_file)
            .map_err(|error| Error::new(format!("{} cannot be read: {error}.", token_file.display())))?;
        let config = Agent::config_builder().timeout_global(Some(PATIENCE)).http_status_as_error(false);
        let (url, token) = (url.trim_end_matches('/').to_owned(), token.trim().to_owned());
        Ok(Self::There { agent: config.max_redirects(0).build().into(), url, token })
    }

    /// Reads `path`.
    pub async fn get(&self, path: &str) -> Result<Value, Error> {
        self.call("GET", path, None, None).await
    }

    /// Calls `path`, which takes `body`; `version` is the one that may be changed.
    pub async fn call(
        &self,
        method: &str,
        path: &str,
        version: Option<&Value>,
        body: Option<&Value>,
    ) -> Result<Value, Error> {
        let mut request = Request::builder().method(method).header(header::ACCEPT, "application/json");
        if let Some(version) = version {
            request = request.header(header::IF_MATCH, format!("\"{version}\""));
        }
        if body.is_some() {
            request = request.header(header::CONTENT_TYPE, "application/json");
        }
        let bytes = body.map(ToString::to_string).unwrap_or_default();
        let (status, answer) = match self {
            Self::Here { router, actor } => {
                let request = request.uri(path).extension((**actor).clone()).body(Body::from(bytes));
                here(router, request.map_err(internal)?).await?
            }
            Self::There { agent, url, token } => {
                let request = request.uri(format!("{url}{path}"));
                let request = request.header(header::AUTHORIZATION, format!("Bearer {token}")).body(bytes);
                let (agent, url) = (agent.clone(), url.clone());
                let request = request
                    .map_err(|error| Error::new(format!("{url} is no address of a server: {error}.")))?;
                spawn_blocking(move || there(&agent, &url, request)).await.map_err(internal)??
            }
        };
        read(status, &answer)
    }
}

fn internal(error: impl std::fmt::Display) -> Error {
    Error::new(format!("A request could not be made: {error}."))
}

async fn here(router: &Router, request: Request<Body>) -> Result<(StatusCode, Vec<u8>), Error> {
    let response = router.clone().oneshot(request).await.map_err(internal)?;
    let (parts, body) = response.into_parts();
    Ok((parts.status, to_bytes(body, MAX_ANSWER).await.map_err(internal)?.to_vec()))
}

fn there(agent: &Agent, url: &str, request: Request<String>) -> Result<(StatusCode, Vec<u8>), Error> {
    let away = |error: ureq::Error| {
        Error::new(format!("{url} does not answer: {error}. Check the address, and that the server runs."))
    };
    let mut response = agent.run(request).map_err(away)?;
    let status = response.status();
    let body = response.body_mut().with_config().limit(MAX_ANSWER as u64).read_to_vec().map_err(away)?;
    Ok((status, body))
}

/// The JSON of a success, or the words of the problem.
fn read(status: StatusCode, answer: &[u8]) -> Result<Value, Error> {
    if status.is_success() {
        if answer.is_empty() {
            return Ok(Value::Null);
        }
        return serde_json::from_slice(answer).map_err(|_| {
            Error::new("What answers there is no Rollcall. Check the address: it is that of the console.")
        });
    }
    match serde_json::from_slice::<Problem>(answer) {
        Ok(problem) => Err(Failure::from(problem).into()),
        Err(_) => Err(Error::new(format!(
            "The server answered {status}, and not as Rollcall does. Check the address: it is that of the console."
        ))),
    }
}
