//! Live updates: server-sent events come in as changes, a bundle at a time.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use api::Endpoint;
use api::events::{Changed, Stream};
use leptos::prelude::{LocalStorage, SetValue, StoredValue as LocalValue, WithValue};
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{EventSource, MessageEvent};

use super::changes::{Change, Changes};
use super::client::use_client;
use super::json;
use crate::view::prelude::*;

/// How the stream stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Live {
    /// No stream yet.
    #[default]
    Connecting,
    /// Changes come in as they happen.
    Live,
    /// The connection is lost; it is tried again.
    Reconnecting,
}

/// How long changes are gathered: a provider that writes a thousand people a second must not make a thousand reads.
const BUNDLE: Duration = Duration::from_millis(200);
/// How long to wait before a stream that the server refused is opened anew. (A lost one the browser reopens itself.)
const REOPEN: Duration = Duration::from_secs(5);

/// How the stream stands, for the indicator in the header.
#[must_use]
pub fn use_live() -> Signal<Live> {
    use_context::<Signal<Live>>().map_or_else(|| Signal::stored(Live::Connecting), Signal::from)
}

/// Keeps the stream open for as long as the calling component lives and somebody can see the page.
///
/// A page that nobody sees gives its connection back: over HTTP/1.1 a browser has six for all its pages of one server, also
/// those that it keeps for going back to, and with six streams open none would be left for any answer.
pub fn provide_live() {
    let state = RwSignal::new(Live::Connecting);
    provide_context(state.read_only());
    let client = use_client();
    let Some(url) = client.transport().event_stream(Stream::PATH) else { return };
    let stream = LiveStream {
        url,
        state,
        bundle: Bundle { waiting: Arc::default(), changes: client.changes().clone() },
        source: LocalValue::new_local(None),
    };
    if !document().hidden() {
        stream.open();
    }
    let seen = stream.clone();
    on_window("visibilitychange", false, move |_: &web_sys::Event| match document().hidden() {
        true => seen.close(),
        false => seen.open_anew(),
    });
    on_cleanup(move || stream.close());
}

/// The browser's end of the stream.
#[derive(Clone)]
struct LiveStream {
    url: String,
    state: RwSignal<Live>,
    bundle: Bundle,
    source: LocalValue<Option<Source>, LocalStorage>,
}

/// An open `EventSource` and what it calls.
struct Source {
    events: EventSource,
    _on_open: Closure<dyn FnMut()>,
    _on_message: Closure<dyn FnMut(MessageEvent)>,
    _on_reset: Closure<dyn FnMut()>,
    _on_error: Closure<dyn FnMut()>,
}

impl Drop for Source {
    fn drop(&mut self) {
        // A page that WebKit kept hears of the end of its stream when it comes back: by then what listened is gone.
        self.events.set_onerror(None);
        self.events.close();
    }
}

impl LiveStream {
    fn open(&self) {
        let Ok(events) = EventSource::new(&self.url) else { return };
        let (state, bundle, again) = (self.state, self.bundle.clone(), self.clone());
        let reset = self.bundle.clone();
        let on_open = Closure::new(move || {
            state.try_set(Live::Live);
        });
        let on_message = Closure::new(move |message: MessageEvent| {
            let text = message.data().as_string().unwrap_or_default();
            if let Some(changed) = json::read::<Changed>(&text) {
                bundle.add(Change::Of(changed));
            }
        });
        let on_reset = Closure::new(move || reset.add(Change::Everything));
        let source = events.clone();
        let on_error = Closure::new(move || {
            state.try_set(Live::Reconnecting);
            if source.ready_state() == EventSource::CLOSED {
                again.reopen_later();
            }
        });
        events.set_onopen(Some(Closure::as_ref(&on_open).unchecked_ref()));
        events.set_onmessage(Some(Closure::as_ref(&on_message).unchecked_ref()));
        events.set_onerror(Some(Closure::as_ref(&on_error).unchecked_ref()));
        // Adding a listener to a stream that was just made does not fail.
        let _ = events.add_event_listener_with_callback("reset", Closure::as_ref(&on_reset).unchecked_ref());
        self.source.try_set_value(Some(Source {
            events,
            _on_open: on_open,
            _on_message: on_message,
            _on_reset: on_reset,
            _on_error: on_error,
        }));
    }

    /// Without the id of the last event nobody knows what was missed: so everything is read anew.
    fn open_anew(&self) {
        self.open();
        self.bundle.add(Change::Everything);
    }

    fn reopen_later(&self) {
        let stream = self.clone();
        let refused = |source: &Option<Source>| {
            source.as_ref().is_some_and(|source| source.events.ready_state() == EventSource::CLOSED)
        };
        set_timeout(
            move || {
                if stream.source.try_with_value(refused) == Some(true) {
                    stream.open_anew();
                }
            },
            REOPEN,
        );
    }

    fn close(&self) {
        self.source.try_set_value(None);
    }
}

/// Changes that wait to be announced together.
#[derive(Clone)]
struct Bundle {
    waiting: Arc<Mutex<Vec<Change>>>,
    changes: Changes,
}

impl Bundle {
    fn add(&self, change: Change) {
        let first = {
            let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
            waiting.push(change);
            waiting.len() == 1
        };
        if first {
            let bundle = self.clone();
            set_timeout(move || bundle.deliver(), BUNDLE);
        }
    }

    fn deliver(&self) {
        let batch = std::mem::take(&mut *self.waiting.lock().unwrap_or_else(PoisonError::into_inner));
        self.changes.announce(&batch);
    }
}
