//! Reads that keep themselves up to date: what was read stays on the screen until something newer has come.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use api::Endpoint;
use web_sys::AbortController;

use super::changes::touches;
use super::client::{Call, Client, decode, use_client};
use super::failure::Failure;
use crate::platform::effect;
use crate::view::prelude::*;

/// The newest answers by URL, so that going back shows the page at once (and reads it anew behind it).
#[derive(Clone, Default)]
struct Answers(Arc<Mutex<HashMap<String, String>>>);

/// Answers kept at most; past it all are dropped, which costs no more than a skeleton for a moment.
const ANSWERS_KEPT: usize = 64;

impl Answers {
    fn get(&self, url: &str) -> Option<String> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).get(url).cloned()
    }

    fn put(&self, url: &str, text: &str) {
        let mut answers = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if answers.len() >= ANSWERS_KEPT {
            answers.clear();
        }
        answers.insert(url.to_owned(), text.to_owned());
    }
}

/// Gives the whole console its memory of answers. A new one for each session: nothing of one person is shown to another.
pub fn provide_answers() {
    provide_context(Answers::default());
}

/// A read and what came of it.
pub struct Query<T: Send + Sync + 'static> {
    /// The newest answer. Stays while a newer one is on its way; is dropped when the path (not the query) changes.
    pub data: RwSignal<Option<Arc<T>>>,
    /// A request is on its way.
    pub loading: RwSignal<bool>,
    /// Why the last request did not succeed.
    pub failure: RwSignal<Option<Failure>>,
    /// Counts the paths that were read: another number means another thing, not a newer version of the same.
    pub path: RwSignal<u64>,
    again: RwSignal<u64>,
}

impl<T: Send + Sync + 'static> Clone for Query<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: Send + Sync + 'static> Copy for Query<T> {}

impl<T: Send + Sync + 'static> Query<T> {
    /// Reads anew.
    pub fn refetch(&self) {
        self.again.update(|count| *count += 1);
    }

    /// Nothing to show yet, and no failure: a skeleton is due.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.data.with(Option::is_none) && self.failure.with(Option::is_none)
    }
}

/// Reads `E` for what `input` says, again whenever that changes, and again when the server or a write of our own says
/// that it has changed. The request is aborted when the component goes away.
pub fn use_query<E: Endpoint>(
    input: impl Fn() -> (E::Params, E::Query) + Send + Sync + 'static,
) -> Query<E::Reply> {
    let client = use_client();
    let query = Query {
        data: RwSignal::new(None),
        loading: RwSignal::new(true),
        failure: RwSignal::new(None),
        path: RwSignal::new(0),
        again: RwSignal::new(0),
    };
    let shown = RwSignal::new(String::new());
    let abort = StoredValue::new_local(None::<AbortController>);
    let answers = use_context::<Answers>().unwrap_or_default();
    listen::<E>(&client, query, shown);
    effect(move || {
        query.again.track();
        let (params, search) = input();
        let call = Call::<E>::new(params).query(search);
        let url = call.url();
        recall(query, shown, &url, &answers);
        let controller = AbortController::new().ok();
        let signal = controller.as_ref().map(AbortController::signal);
        cancel(abort, controller);
        let answers = answers.clone();
        client.send(
            call.abort(signal.clone()).into_request(),
            Box::new(move |answer| {
                if !signal.is_some_and(|signal| signal.aborted()) {
                    settle(query, &url, &answers, answer);
                }
            }),
        );
    });
    on_cleanup(move || cancel(abort, None));
    query
}

/// Ends the request before, and remembers the next.
fn cancel(abort: StoredValue<Option<AbortController>, LocalStorage>, next: Option<AbortController>) {
    let before = abort.try_update_value(|slot| std::mem::replace(slot, next));
    if let Some(Some(controller)) = before {
        controller.abort();
    }
}

/// Tells the query of changes that touch it.
fn listen<E: Endpoint>(client: &Client, query: Query<E::Reply>, shown: RwSignal<String>) {
    let changes = client.changes().clone();
    let id = changes.listen(Arc::new(move |batch| {
        let touched = shown.try_with_untracked(|url| batch.iter().any(|c| touches(E::NAME, url, c)));
        if touched == Some(true) {
            query.refetch();
        }
    }));
    on_cleanup(move || changes.forget(id));
}

/// Before a request: shows what is remembered of that URL, and drops what belongs to another path.
fn recall<T>(query: Query<T>, shown: RwSignal<String>, url: &str, answers: &Answers)
where
    T: serde::de::DeserializeOwned + Send + Sync + 'static,
{
    query.loading.set(true);
    let before = shown.get_untracked();
    if before == url {
        return;
    }
    shown.set(url.to_owned());
    let remembered = answers.get(url).and_then(|text| decode::<T>(&text).ok());
    let path = |url: &str| url.split('?').next().map(str::to_owned);
    let elsewhere = path(&before) != path(url);
    if elsewhere {
        query.path.update(|count| *count += 1);
    }
    if remembered.is_some() || elsewhere {
        query.data.set(remembered.map(Arc::new));
        query.failure.set(None);
    }
}

/// After a request.
fn settle<T>(query: Query<T>, url: &str, answers: &Answers, outcome: Result<String, Failure>)
where
    T: serde::de::DeserializeOwned + Send + Sync + 'static,
{
    let decoded = outcome.and_then(|text| {
        let value = decode::<T>(&text)?;
        answers.put(url, &text);
        Ok(value)
    });
    match decoded {
        Ok(value) => {
            query.failure.try_set(None);
            query.data.try_set(Some(Arc::new(value)));
        }
        Err(failure) => {
            query.failure.try_set(Some(failure));
        }
    }
    query.loading.try_set(false);
}
