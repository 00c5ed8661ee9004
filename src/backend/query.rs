//! Reads that keep themselves up to date: what was read stays on the screen until something newer has come.

use std::ops::Deref;
use std::sync::{Arc, Mutex, PoisonError};

use api::Endpoint;
use leptos::prelude::{LocalStorage, StoredValue as LocalValue, UpdateValue};
use web_sys::AbortController;

use super::changes::touches;
use super::client::{Call, Client, parsed, use_client};
use super::failure::Failure;
use super::json::{self, Parsed};
use super::transport::Request;
use crate::platform::effect;
use crate::view::Run;
use crate::view::prelude::*;

/// The newest answers by URL, so that going back shows the page at once (and reads it anew behind it).
#[derive(Clone, Default)]
struct Answers(Arc<Mutex<Vec<(String, String)>>>);

/// Answers kept at most: those read last.
const ANSWERS_KEPT: usize = 64;

impl Answers {
    fn get(&self, url: &str) -> Option<String> {
        let answers = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        answers.iter().find(|(known, _)| known == url).map(|(_, text)| text.clone())
    }

    fn put(&self, url: &str, text: String) {
        let mut answers = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        answers.retain(|(known, _)| known != url);
        if answers.len() >= ANSWERS_KEPT {
            answers.remove(0);
        }
        answers.push((url.to_owned(), text));
    }
}

/// Gives the whole console its memory of answers. A new one for each session: nothing of one person is shown to another.
pub fn provide_answers() {
    provide_context(Answers::default());
}

/// How a read goes, whatever it reads.
#[derive(Clone, Copy)]
pub struct Course {
    /// Something was read, and can be shown.
    pub ready: RwSignal<bool>,
    /// A request is on its way.
    pub loading: RwSignal<bool>,
    /// Why the last request did not succeed.
    pub failure: RwSignal<Option<Failure>>,
    /// Counts the paths that were read: another number means another thing, not a newer version of the same.
    pub path: RwSignal<u64>,
    again: RwSignal<u64>,
}

impl Course {
    /// Reads anew.
    pub fn refetch(&self) {
        self.again.update(|count| *count += 1);
    }

    /// Nothing to show yet, and no failure: a skeleton is due.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        !self.ready.get() && self.failure.with(Option::is_none)
    }
}

/// A read and what came of it.
pub struct Query<T: Send + Sync + 'static> {
    /// The newest answer. Stays while a newer one is on its way; is dropped when the path (not the query) changes.
    pub data: RwSignal<Option<Arc<T>>>,
    course: Course,
}

impl<T: Send + Sync + 'static> Clone for Query<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: Send + Sync + 'static> Copy for Query<T> {}

impl<T: Send + Sync + 'static> Deref for Query<T> {
    type Target = Course;

    fn deref(&self) -> &Course {
        &self.course
    }
}

/// Reads `E` for what `input` says, again whenever that changes, and again when the server or a write of our own says
/// that it has changed. The request is aborted when the component goes away.
pub fn use_query<E: Endpoint>(
    input: impl Fn() -> (E::Params, E::Query) + Send + Sync + 'static,
) -> Query<E::Reply> {
    let data = RwSignal::new(None::<Arc<E::Reply>>);
    let request = move || {
        let (params, search) = input();
        Call::<E>::new(params).query(search).into_request()
    };
    let accept = move |read: Option<Parsed>| {
        data.try_set(read.map(|read| Arc::new(json::of(read))));
    };
    Query { data, course: follow_input(E::NAME, Box::new(request), Arc::new(accept)) }
}

/// Takes an answer, or, with `None`, drops the one there is. As in `view::Run`, without a way to call it for the last time.
trait Accepts {
    fn accept(&self, read: Option<Parsed>);
}

impl<F: Fn(Option<Parsed>)> Accepts for F {
    fn accept(&self, read: Option<Parsed>) {
        self(read);
    }
}

type Accept = Arc<dyn Accepts>;

/// A query without its types: compiled once for all operations, which keeps the bundle small.
fn follow_input(operation: &'static str, mut request: Box<dyn Run<Request>>, accept: Accept) -> Course {
    let client = use_client();
    let course = Course {
        ready: RwSignal::new(false),
        loading: RwSignal::new(true),
        failure: RwSignal::new(None),
        path: RwSignal::new(0),
        again: RwSignal::new(0),
    };
    let shown = RwSignal::new(String::new());
    let abort = LocalValue::new_local(None::<AbortController>);
    let answers = use_context::<Answers>().unwrap_or_default();
    listen(operation, &client, course, shown);
    effect(move || {
        course.again.track();
        let mut request = request.run();
        let url = request.url.clone();
        recall(course, shown, &url, &answers, &accept);
        let controller = AbortController::new().ok();
        let signal = controller.as_ref().map(AbortController::signal);
        cancel(abort, controller);
        request.abort.clone_from(&signal);
        let (answers, accept) = (answers.clone(), Arc::clone(&accept));
        client.send(
            request,
            Box::new(move |answer| {
                if !signal.is_some_and(|signal| signal.aborted()) {
                    settle(course, &url, &answers, &accept, answer);
                }
            }),
        );
    });
    on_cleanup(move || cancel(abort, None));
    course
}

/// Ends the request before, and remembers the next.
fn cancel(abort: LocalValue<Option<AbortController>, LocalStorage>, next: Option<AbortController>) {
    let before = abort.try_update_value(|slot| std::mem::replace(slot, next));
    if let Some(Some(controller)) = before {
        controller.abort();
    }
}

/// Tells the query of changes that touch it.
fn listen(operation: &'static str, client: &Client, course: Course, shown: RwSignal<String>) {
    let changes = client.changes().clone();
    let id = changes.listen(Arc::new(move |batch| {
        let touched = shown.try_with_untracked(|url| batch.iter().any(|c| touches(operation, url, c)));
        if touched == Some(true) {
            course.refetch();
        }
    }));
    on_cleanup(move || changes.forget(id));
}

/// Before a request: shows what is remembered of that URL, and drops what belongs to another path.
fn recall(course: Course, shown: RwSignal<String>, url: &str, answers: &Answers, accept: &Accept) {
    course.loading.set(true);
    let before = shown.get_untracked();
    if before == url {
        return;
    }
    shown.set(url.to_owned());
    let path = |url: &str| url.split('?').next().map(str::to_owned);
    let elsewhere = path(&before) != path(url);
    if elsewhere {
        course.path.update(|count| *count += 1);
    }
    let remembered = answers.get(url).and_then(|text| parsed(Ok(text)).ok());
    if remembered.is_some() || elsewhere {
        let ready = remembered.is_some();
        accept.accept(remembered);
        course.ready.set(ready);
        course.failure.set(None);
    }
}

/// After a request.
fn settle(course: Course, url: &str, answers: &Answers, accept: &Accept, outcome: Result<String, Failure>) {
    let accepted = outcome.and_then(|text| {
        accept.accept(Some(parsed(Ok(text.clone()))?));
        answers.put(url, text);
        Ok(())
    });
    if accepted.is_ok() {
        course.ready.try_set(true);
    }
    course.failure.try_set(accepted.err());
    course.loading.try_set(false);
}
