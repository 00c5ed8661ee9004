//! Who watches, and what they are sent.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use domain::{OrgId, UserId};
use store::FeedEvent;
use tokio::sync::{broadcast, watch};
use tokio::time::MissedTickBehavior;

use crate::app::App;

/// How often the feed is read.
pub const POLL_EVERY: Duration = Duration::from_millis(200);
/// Entries that are read at once.
const BATCH: u64 = 500;
/// Entries that a slow browser may be behind before it has to read everything anew.
const BEHIND: usize = 1_024;
/// Streams that one person may have open on this replica at the same time.
pub const MAX_STREAMS: usize = 16;

/// An organization that somebody watches.
struct Watched {
    /// The last entry that was sent.
    seen: i64,
    sender: broadcast::Sender<Arc<FeedEvent>>,
}

#[derive(Default)]
struct State {
    organizations: HashMap<OrgId, Watched>,
    streams: HashMap<UserId, usize>,
}

/// Who watches which organization.
pub struct Hub {
    state: Mutex<State>,
    stopping: watch::Sender<bool>,
}

impl Default for Hub {
    fn default() -> Self {
        Self { state: Mutex::default(), stopping: watch::Sender::new(false) }
    }
}

/// One open stream of a person; it is counted until it is dropped.
pub struct Seat {
    app: Arc<App>,
    user: UserId,
}

impl Drop for Seat {
    fn drop(&mut self) {
        let mut state = self.app.events.lock();
        if let Some(count) = state.streams.get_mut(&self.user) {
            *count -= 1;
            if *count == 0 {
                state.streams.remove(&self.user);
            }
        }
    }
}

impl Hub {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A place for one more stream of `user`; nothing when they have [`MAX_STREAMS`].
    #[must_use]
    pub fn seat(app: &Arc<App>, user: UserId) -> Option<Seat> {
        let mut state = app.events.lock();
        let count = state.streams.entry(user).or_default();
        if *count >= MAX_STREAMS {
            return None;
        }
        *count += 1;
        Some(Seat { app: app.clone(), user })
    }

    /// Watches `org` from the entry after `head` on.
    #[must_use]
    pub fn watch(&self, org: OrgId, head: i64) -> broadcast::Receiver<Arc<FeedEvent>> {
        let mut state = self.lock();
        let start = || Watched { seen: head, sender: broadcast::Sender::new(BEHIND) };
        state.organizations.entry(org).or_insert_with(start).sender.subscribe()
    }

    /// Streams that are open.
    #[must_use]
    pub fn streams(&self) -> usize {
        self.lock().streams.values().sum()
    }

    /// Ends every stream: the server stops.
    pub fn stop(&self) {
        self.stopping.send_replace(true);
    }

    /// Becomes true when the server stops.
    #[must_use]
    pub fn stopping(&self) -> watch::Receiver<bool> {
        self.stopping.subscribe()
    }

    /// The organizations that are watched, and the last entry that each was sent. Forgets those that nobody watches.
    fn watched(&self) -> Vec<(OrgId, i64)> {
        let mut state = self.lock();
        state.organizations.retain(|_, watched| watched.sender.receiver_count() > 0);
        state.organizations.iter().map(|(org, watched)| (*org, watched.seen)).collect()
    }

    fn send(&self, org: OrgId, events: Vec<FeedEvent>) {
        let mut state = self.lock();
        let Some(watched) = state.organizations.get_mut(&org) else { return };
        for event in events {
            watched.seen = event.seq;
            // Nobody listens any more: the next poll forgets the organization.
            let _ = watched.sender.send(Arc::new(event));
        }
    }
}

/// Reads the feed until the server stops.
pub async fn poll(app: Arc<App>) {
    let mut ticks = tokio::time::interval(POLL_EVERY);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut stopping = app.events.stopping();
    loop {
        tokio::select! {
            _ = ticks.tick() => {}
            _ = stopping.wait_for(|stop| *stop) => return,
        }
        for (org, seen) in app.events.watched() {
            match app.store.read(org).feed().read_after(seen, BATCH).await {
                Ok(events) => app.events.send(org, events),
                Err(error) => tracing::warn!(%error, "the change feed cannot be read; live updates are late"),
            }
        }
    }
}
