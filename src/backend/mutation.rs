//! Writes: sent once, never called back, with what came of it for the component that asked.

use api::Endpoint;

use super::client::{Call, Client, parsed, use_client};
use super::failure::Failure;
use super::json::{self, Parsed};
use super::transport::Request;
use crate::view::prelude::*;

/// A write that a component may send.
pub struct Mutation<E: Endpoint> {
    /// It is on its way: show the button as busy.
    pub pending: RwSignal<bool>,
    /// Why the last one did not succeed.
    pub failure: RwSignal<Option<Failure>>,
    run: Callback<Call<E>>,
}

impl<E: Endpoint> Clone for Mutation<E> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<E: Endpoint> Copy for Mutation<E> {}

impl<E: Endpoint> Mutation<E> {
    /// Sends it, unless one is on its way already.
    pub fn run(&self, call: Call<E>) {
        if !self.pending.get_untracked() {
            self.run.run(call);
        }
    }
}

/// A write of `E`. `done` gets the outcome, also when the component is gone by then: so it may make a toast of it, and
/// must set signals of the component only by `try_set`.
pub fn use_mutation<E: Endpoint>(
    done: impl Fn(Result<E::Reply, Failure>) + Clone + Send + Sync + 'static,
) -> Mutation<E> {
    let client = use_client();
    let (pending, failure) = (RwSignal::new(false), RwSignal::new(None));
    let run = move |call: Call<E>| {
        let done = done.clone();
        let then = move |answer: Result<Parsed, Failure>| done(answer.map(json::of));
        send_and_read(&client, call.into_request(), pending, failure, Box::new(then));
    };
    Mutation { pending, failure, run: Callback::new(run) }
}

/// A way to write whose answers are texts: for pages with many writes that are shown by what is read anew. Each
/// [`use_mutation`] costs the bundle some 200 bytes, each call of this some 50.
#[derive(Clone, Copy)]
pub struct Write {
    /// One is on its way.
    pub pending: RwSignal<bool>,
    /// Why the last one did not succeed.
    pub failure: RwSignal<Option<Failure>>,
    client: StoredValue<Client>,
}

impl Write {
    /// Sends a call, unless one is on its way already. `done` is as in [`use_mutation`].
    pub fn run<E: Endpoint>(&self, call: Call<E>, done: impl FnOnce(Result<String, Failure>) + 'static) {
        self.send(call.into_request(), Box::new(done));
    }

    /// The same of a request, for what is compiled once for several operations.
    pub fn send(self, request: Request, done: Box<dyn FnOnce(Result<String, Failure>)>) {
        if self.pending.get_untracked() {
            return;
        }
        self.client.with_value(|client| send(client, request, self.pending, self.failure, done));
    }
}

/// A way to write.
#[must_use]
pub fn use_write() -> Write {
    Write {
        pending: RwSignal::new(false),
        failure: RwSignal::new(None),
        client: StoredValue::new(use_client()),
    }
}

/// A write without its types.
fn send(
    client: &Client,
    request: Request,
    pending: RwSignal<bool>,
    failure: RwSignal<Option<Failure>>,
    then: Box<dyn FnOnce(Result<String, Failure>)>,
) {
    pending.set(true);
    failure.set(None);
    client.send(
        request,
        Box::new(move |answer| {
            pending.try_set(false);
            failure.try_set(answer.as_ref().err().cloned());
            then(answer);
        }),
    );
}

/// The same, with what was answered read by the browser.
fn send_and_read(
    client: &Client,
    request: Request,
    pending: RwSignal<bool>,
    failure: RwSignal<Option<Failure>>,
    then: Box<dyn FnOnce(Result<Parsed, Failure>)>,
) {
    let then = move |answer| {
        let answer = parsed(answer);
        failure.try_set(answer.as_ref().err().cloned());
        then(answer);
    };
    send(client, request, pending, failure, Box::new(then));
}
