//! Writers, each with one write at a time: it is repeated with the same name and key until it is acknowledged.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread::{self, JoinHandle};

use serde_json::{Value, json};

use crate::failure::Result;
use crate::http::{Answer, Caller, Request};
use crate::ledger::{Ledger, Written};
use crate::rollcall::ORGANIZATION;
use crate::wait::{pause, until};

/// Writers of each kind.
const EACH: usize = 2;

/// Where to, and as whom.
#[derive(Debug, Clone)]
pub struct Target {
    /// Servers: whoever gets no answer from one asks the next.
    pub urls: Vec<String>,
    /// The identity provider.
    pub scim: Caller,
    /// The owner in the console.
    pub console: Caller,
}

/// Writers at work. Dropping them tells them to stop.
#[derive(Debug)]
pub struct Load {
    ledger: Arc<Ledger>,
    stop: Arc<AtomicBool>,
    writers: Vec<(Arc<AtomicU64>, JoinHandle<()>)>,
}

#[derive(Debug, Clone, Copy)]
enum Kind {
    People,
    Titles,
    Console,
}

impl Load {
    /// Starts writers of each kind.
    #[must_use]
    pub fn start(target: &Target) -> Self {
        let (ledger, stop) = (Arc::new(Ledger::default()), Arc::new(AtomicBool::new(false)));
        let kinds = [Kind::People, Kind::Titles, Kind::Console].into_iter().flat_map(|kind| [kind; EACH]);
        let writers = kinds.enumerate().map(|(number, kind)| {
            let done = Arc::new(AtomicU64::new(0));
            let target = Target {
                scim: target.scim.another(),
                console: target.console.another(),
                urls: target.urls.clone(),
            };
            let writer = Writer {
                number,
                at: number,
                target,
                ledger: Arc::clone(&ledger),
                stop: Arc::clone(&stop),
                done: Arc::clone(&done),
            };
            (done, thread::spawn(move || writer.work(kind)))
        });
        let writers = writers.collect();
        Self { ledger, stop, writers }
    }

    /// What they have noted.
    #[must_use]
    pub fn ledger(&self) -> &Ledger {
        &self.ledger
    }

    /// Waits until each writer has so many more acknowledged writes.
    ///
    /// # Errors
    /// One of them does not come on, or has met an answer that should not have been.
    pub fn flow(&self, writes: u64) -> Result {
        let goals: Vec<u64> =
            self.writers.iter().map(|(done, _)| done.load(Ordering::Relaxed) + writes).collect();
        until("each writer to come on", || {
            if let Some(surprise) = self.ledger.surprises().first() {
                return Err(surprise.clone().into());
            }
            let there = self
                .writers
                .iter()
                .zip(&goals)
                .all(|((done, _), goal)| done.load(Ordering::Relaxed) >= *goal);
            Ok(there.then_some(()))
        })
    }

    /// Lets each writer end the write that it is at, and gives the ledger.
    ///
    /// # Errors
    /// A writer panicked.
    pub fn end(mut self) -> Result<Arc<Ledger>> {
        self.stop.store(true, Ordering::Relaxed);
        for (_, writer) in self.writers.drain(..) {
            writer.join().map_err(|_| "a writer panicked")?;
        }
        Ok(Arc::clone(&self.ledger))
    }
}

impl Drop for Load {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::Relaxed);
    }
}

struct Writer {
    number: usize,
    /// Which of the servers is asked.
    at: usize,
    target: Target,
    ledger: Arc<Ledger>,
    stop: Arc<AtomicBool>,
    done: Arc<AtomicU64>,
}

/// What a try came to.
enum Verdict {
    /// Acknowledged, now or in a try whose answer was lost.
    There,
    Again,
    Unexpected,
}

/// A request whose answers nobody explains is given up after so many.
const UNEXPLAINED: u32 = 3;

impl Writer {
    fn work(mut self, kind: Kind) {
        let counter = match kind {
            Kind::Titles => self.person(0),
            _ => None,
        };
        let mut n = 1;
        while !self.stop.load(Ordering::Relaxed) {
            let written = match kind {
                Kind::People => self.person(n).map(|_| ()),
                Kind::Titles => counter.as_deref().and_then(|id| self.title(id, n)),
                Kind::Console => self.console(n),
            };
            // Noted already: nothing more is learned from this writer.
            if written.is_none() {
                return;
            }
            self.done.fetch_add(1, Ordering::Relaxed);
            n += 1;
        }
    }

    /// A new person, as an identity provider makes one. Gives the SCIM id; an empty one when the answer with it was lost.
    fn person(&mut self, n: u64) -> Option<String> {
        let name = format!("w{}.{n}@soak.example", self.number);
        let path = format!("/scim/{ORGANIZATION}/v2/Users");
        let answer = self.acknowledged(&Request::send("POST", path, new_person(&name)), false)?;
        self.ledger.acknowledge(Written::Person(name.clone()));
        match answer.json()["id"].as_str() {
            Some(id) if answer.status == 201 => Some(id.to_owned()),
            _ => self.id_of(&name),
        }
    }

    fn id_of(&mut self, name: &str) -> Option<String> {
        let filter = name.replace('@', "%40");
        let path = format!("/scim/{ORGANIZATION}/v2/Users?filter=userName+eq+%22{filter}%22");
        let found = self.acknowledged(&Request::get(path), false)?.json();
        let id = found["Resources"][0]["id"].as_str().map(str::to_owned);
        if id.is_none() {
            self.ledger.lost(format!("{name}: acknowledged, and not found"));
        }
        id
    }

    /// The title counts. Before it goes on, what was acknowledged last must be there.
    fn title(&mut self, id: &str, n: u64) -> Option<()> {
        let path = format!("/scim/{ORGANIZATION}/v2/Users/{id}");
        if n > 1 {
            let seen = self.acknowledged(&Request::get(&path), false)?.json();
            let last = (n - 1).to_string();
            if seen["title"] != last.as_str() {
                self.ledger.lost(format!("{path}: title {last} was acknowledged, and is {}", seen["title"]));
                return None;
            }
        }
        let operation = json!({ "op": "Replace", "path": "title", "value": n.to_string() });
        let schemas = ["urn:ietf:params:scim:api:messages:2.0:PatchOp"];
        let body = json!({ "schemas": schemas, "Operations": [operation] });
        self.acknowledged(&Request::send("PATCH", path, body), true)?;
        self.ledger.acknowledge(Written::Title(id.to_owned(), n));
        Some(())
    }

    /// A site and a person, by turns, with a key that makes a repeat harmless.
    fn console(&mut self, n: u64) -> Option<()> {
        let key = Some(format!("key-{}-{n}", self.number));
        let (path, body, written) = if n.is_multiple_of(2) {
            let name = format!("Site {}-{n}", self.number);
            ("/api/v1/sites", json!({ "name": name }), Written::Site(name))
        } else {
            let name = format!("l{}.{n}@soak.example", self.number);
            let body = json!({ "username": name, "email": name, "first_name": "New", "last_name": "Person" });
            ("/api/v1/users", body, Written::Local(name))
        };
        let request = Request { idempotency_key: key, ..Request::send("POST", path, body) };
        self.acknowledged(&request, false)?;
        self.ledger.acknowledge(written);
        Some(())
    }

    /// Sends it until it is acknowledged. Nothing, when an answer cannot be explained; that is noted.
    fn acknowledged(&mut self, request: &Request, may_collide: bool) -> Option<Answer> {
        let (mut sent_before, mut unexplained) = (false, 0);
        loop {
            let urls = &self.target.urls;
            let url = &urls[self.at % urls.len()];
            let is_scim = request.path.starts_with("/scim/");
            let caller = if is_scim { &self.target.scim } else { &self.target.console };
            match caller.ask(url, request) {
                Ok(answer) => match judge(&answer, sent_before, may_collide) {
                    Verdict::There => return Some(answer),
                    Verdict::Again => self.ledger.refused(),
                    Verdict::Unexpected => {
                        let (method, path, said) = (request.method, &request.path, &answer.text);
                        self.ledger.unexpected(format!(
                            "{method} {path} was answered with {}: {said}",
                            answer.status
                        ));
                        unexplained += 1;
                    }
                },
                Err(error) if is_timeout(error.as_ref()) => {
                    self.ledger
                        .unexpected(format!("{} {} was not answered in time", request.method, request.path));
                    unexplained += 1;
                }
                Err(_) => self.ledger.unanswered(),
            }
            if unexplained >= UNEXPLAINED {
                return None;
            }
            sent_before = true;
            self.at += 1;
            pause();
        }
    }
}

fn is_timeout(error: &(dyn std::error::Error + 'static)) -> bool {
    matches!(error.downcast_ref(), Some(ureq::Error::Timeout(_)))
}

/// "Not now" must say when. A conflict after a try without an answer says that it is there.
fn judge(answer: &Answer, sent_before: bool, may_collide: bool) -> Verdict {
    match answer.status {
        200..300 => Verdict::There,
        // HAProxy's own, while no replica is ready, does not say when: that is told by its form.
        429 | 503 if answer.retry_after.is_some() || answer.text.starts_with("<html>") => Verdict::Again,
        409 if may_collide => Verdict::Again,
        409 | 422 if sent_before && says_that_it_is_there(&answer.text) => Verdict::There,
        _ => Verdict::Unexpected,
    }
}

/// SCIM's word for it, or one of the console's reasons.
fn says_that_it_is_there(text: &str) -> bool {
    ["\"uniqueness\"", "\"idempotency_mismatch\"", "\"username_taken\"", "\"site_name_taken\""]
        .iter()
        .any(|word| text.contains(word))
}

fn new_person(name: &str) -> Value {
    json!({
        "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"],
        "userName": name,
        "externalId": name,
        "active": true,
        "emails": [{ "primary": true, "type": "work", "value": name }],
        "name": { "familyName": "Person", "givenName": "New" },
    })
}
