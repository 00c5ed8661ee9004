//! A server in the page: it answers with `Endpoint::Reply` values, so it cannot have another shape than the real one.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use api::organization::Organization;
use api::preferences::{self, Preferences};
use api::sessions::{Identity, Me};
use api::{Code, Endpoint, Problem, sites};
use console::backend::{Request, Response, Sending, Transport};
use domain::{OrgId, Role, SessionId, Timestamp, UserId};

/// A request that was sent.
#[derive(Debug, Clone)]
pub struct Sent {
    /// `Endpoint::NAME`.
    pub operation: &'static str,
    /// Path and query.
    pub url: String,
    /// JSON, `null` without a body.
    pub body: serde_json::Value,
    /// Bytes of the file that was sent in place of JSON.
    pub file: Option<f64>,
    /// Headers besides the content type.
    pub headers: Vec<(&'static str, String)>,
}

type Handler = Arc<dyn Fn(&Sent) -> Response + Send + Sync>;

/// The fake server.
#[derive(Default)]
pub struct Fake {
    handlers: Mutex<HashMap<&'static str, Handler>>,
    sent: Mutex<Vec<Sent>>,
    visited: Mutex<Vec<String>>,
}

/// Who is signed in.
pub const READER: UserId = UserId(0xfff);

impl Fake {
    /// A server at which an owner is signed in, and that has neither users nor sites.
    pub fn new() -> Arc<Self> {
        let fake = Arc::new(Self::default());
        fake.sign_in(Role::Owner);
        fake.answer::<sites::List>(|_| Ok(api::Page::whole(Vec::new())));
        fake.answer::<preferences::Get>(|_| Ok(Preferences::default()));
        fake.answer::<preferences::Put>(|sent| Ok(serde_json::from_value(sent.body.clone()).unwrap()));
        fake
    }

    /// Somebody of that role is signed in.
    pub fn sign_in(&self, role: Role) {
        self.answer::<Me>(move |_| Ok(identity(role)));
    }

    /// An owner who is signed in.
    pub fn identity(&self) -> Identity {
        identity(Role::Owner)
    }

    /// Answers an operation from now on.
    pub fn answer<E: Endpoint>(
        &self,
        handler: impl Fn(&Sent) -> Result<E::Reply, Problem> + Send + Sync + 'static,
    ) {
        let respond = move |sent: &Sent| match handler(sent) {
            Ok(_) if E::STATUS == 204 => Response { status: 204, body: String::new() },
            Ok(reply) => Response { status: E::STATUS, body: serde_json::to_string(&reply).unwrap() },
            Err(problem) => refuse(&problem),
        };
        self.handlers.lock().unwrap().insert(E::NAME, Arc::new(respond));
    }

    /// What was sent to an operation so far, the oldest first.
    pub fn sent<E: Endpoint>(&self) -> Vec<Sent> {
        self.sent.lock().unwrap().iter().filter(|sent| sent.operation == E::NAME).cloned().collect()
    }

    /// Pages outside of the console that the browser was sent to, the oldest first.
    pub fn visited(&self) -> Vec<String> {
        self.visited.lock().unwrap().clone()
    }

    fn respond(&self, sent: &Sent) -> Response {
        self.sent.lock().unwrap().push(sent.clone());
        let handler = self.handlers.lock().unwrap().get(sent.operation).cloned();
        match handler {
            Some(handler) => handler(sent),
            None => {
                refuse(&Problem::new(Code::NotFound, ["The test has no answer to ", sent.operation].concat()))
            }
        }
    }
}

fn identity(role: Role) -> Identity {
    Identity {
        user_id: READER,
        username: "olga@contoso.com".to_owned(),
        name: "Olga Owner".to_owned(),
        role,
        session_id: SessionId(1),
        expires_at: Timestamp(4_102_444_800_000),
        can_mail: false,
        organization: Organization {
            id: OrgId(1),
            slug: "contoso".to_owned(),
            name: "Contoso".to_owned(),
            created_at: Timestamp(0),
        },
    }
}

fn refuse(problem: &Problem) -> Response {
    Response { status: problem.status, body: serde_json::to_string(problem).unwrap() }
}

/// The way to a [`Fake`].
pub struct ToFake(pub Arc<Fake>);

impl Transport for ToFake {
    fn send(&self, request: Request) -> Sending {
        let sent = Sent {
            operation: request.operation,
            url: request.url,
            body: request.body.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default(),
            file: request.file.map(|file| file.size()),
            headers: request.headers,
        };
        let response = self.0.respond(&sent);
        Box::pin(async move { Ok(response) })
    }

    fn event_stream(&self, _path: &str) -> Option<String> {
        None
    }

    fn visit(&self, url: &str) {
        self.0.visited.lock().unwrap().push(url.to_owned());
    }
}
