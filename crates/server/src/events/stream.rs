//! The stream of one browser.

use std::convert::Infallible;
use std::str::FromStr;
use std::sync::Arc;
use std::time::Duration;

use api::Code;
use api::events::{Changed, Stream, Subject};
use axum::response::sse::{Event, KeepAlive, Sse};
use domain::OrgId;
use store::FeedEvent;
use tokio::sync::broadcast::error::RecvError;
use tokio::sync::{broadcast, mpsc};
use tokio_stream::wrappers::ReceiverStream;

use super::hub::{Hub, MAX_STREAMS, Seat};
use crate::app::App;
use crate::http::{Actor, Call, Failure};
use crate::session;

/// How often a stream asks whether its session still lives (R7: within one second).
const CHECK_EVERY: Duration = Duration::from_millis(500);
/// How often a silent stream sends a comment, so that no proxy takes it for dead.
const KEEP_ALIVE: Duration = Duration::from_secs(15);
/// Missed entries that are sent after; who missed more reads everything anew.
const MAX_MISSED: u64 = 500;

type Sender = mpsc::Sender<Result<Event, Infallible>>;
pub(super) type Body = Sse<axum::response::sse::KeepAliveStream<ReceiverStream<Result<Event, Infallible>>>>;

/// Opens the stream.
///
/// # Errors
/// Too many streams of this person are open.
pub(super) async fn open(call: &Call<Stream>) -> Result<Body, Failure> {
    let Some(seat) = Hub::seat(&call.app, call.actor.id) else {
        let detail = format!("You have {MAX_STREAMS} pages of Rollcall open. Close some of them.");
        return Err(Failure::new(Code::TooManyAttempts, detail));
    };
    let feed = Watcher::start(call).await?;
    let (sender, receiver) = mpsc::channel(64);
    tokio::spawn(feed.run(sender, seat));
    let keep_alive = KeepAlive::new().interval(KEEP_ALIVE);
    Ok(Sse::new(ReceiverStream::new(receiver)).keep_alive(keep_alive))
}

/// What one stream sends.
struct Watcher {
    app: Arc<App>,
    actor: Actor,
    receiver: broadcast::Receiver<Arc<FeedEvent>>,
    /// The last entry that this browser has.
    seen: i64,
    first: Vec<Event>,
}

impl Watcher {
    async fn start(call: &Call<Stream>) -> Result<Self, Failure> {
        let (app, org) = (call.app.clone(), call.actor.org);
        let receiver = app.events.watch(org, call.read().feed().head().await?);
        // Read only now that the feed is watched, so that nothing falls between the two.
        let head = call.read().feed().head().await?;
        let last = call.headers.get("last-event-id").and_then(|id| i64::from_str(id.to_str().ok()?).ok());
        let (first, seen) = match last {
            None => (vec![Event::default().id(head.to_string()).comment("connected")], head),
            Some(last) => missed(&app, org, last, head).await?,
        };
        Ok(Self { app, actor: call.actor.clone(), receiver, seen, first })
    }

    async fn run(mut self, sender: Sender, seat: Seat) {
        for event in std::mem::take(&mut self.first) {
            if sender.send(Ok(event)).await.is_err() {
                return;
            }
        }
        let mut checks = tokio::time::interval(CHECK_EVERY);
        let mut stopping = self.app.events.stopping();
        loop {
            let received = tokio::select! {
                () = sender.closed() => break,
                _ = stopping.wait_for(|stop| *stop) => break,
                _ = checks.tick() => None,
                received = self.receiver.recv() => Some(received),
            };
            let sent = match received {
                None => self.lives(&sender).await,
                Some(received) => self.pass_on(received, &sender).await,
            };
            if !sent {
                break;
            }
        }
        drop(seat);
    }

    /// Does the session still live? If not, a reset goes first: the page reads anew at once, and learns why it may not. It
    /// would else stand still until its browser has opened the stream again (R7).
    async fn lives(&self, sender: &Sender) -> bool {
        let lives = session::is_alive(&self.app, &self.actor).await;
        if !lives {
            // Fails for a browser that is gone.
            let _ = sender.send(Ok(reset(self.seen))).await;
        }
        lives
    }

    /// Sends what was received, unless this browser has it already. False when the stream is to end.
    async fn pass_on(&mut self, received: Result<Arc<FeedEvent>, RecvError>, sender: &Sender) -> bool {
        let event = match received {
            Ok(event) if event.seq <= self.seen => return true,
            Ok(event) => {
                self.seen = event.seq;
                changed(&event)
            }
            Err(RecvError::Lagged(_)) => {
                let Ok(head) = self.app.store.read(self.actor.org).feed().head().await else { return false };
                self.seen = head;
                reset(head)
            }
            Err(RecvError::Closed) => return false,
        };
        sender.send(Ok(event)).await.is_ok()
    }
}

/// What happened after `last`, and the last entry of it; a reset when that is too much, or no longer known.
async fn missed(app: &App, org: OrgId, last: i64, head: i64) -> Result<(Vec<Event>, i64), Failure> {
    let feed_of = app.store.read(org);
    let feed = feed_of.feed();
    let oldest = feed.tail().await?.unwrap_or(head + 1);
    if last > head || last + 1 < oldest {
        return Ok((vec![reset(head)], head));
    }
    let events = feed.read_after(last, MAX_MISSED + 1).await?;
    if events.len() as u64 > MAX_MISSED {
        return Ok((vec![reset(head)], head));
    }
    let seen = events.last().map_or(last, |event| event.seq);
    Ok((events.iter().map(changed).collect(), seen))
}

fn changed(event: &FeedEvent) -> Event {
    let data = Changed { subject: subject(&event.kind), id: event.subject_id.clone() };
    let data = serde_json::to_string(&data).expect("two texts are JSON");
    Event::default().id(event.seq.to_string()).data(data)
}

fn reset(head: i64) -> Event {
    Event::default().id(head.to_string()).event("reset").data("{}")
}

/// The name of a [`Subject`] in the feed is its name in JSON.
pub(super) fn subject(kind: &str) -> Subject {
    serde_json::from_value(kind.into()).unwrap_or(Subject::Organization)
}
