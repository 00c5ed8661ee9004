//! One webhook, worked on under its lease: what the feed says becomes deliveries, and what is due is sent.

use std::sync::Arc;

use api::events::Subject;
use api::history::Action;
use api::webhooks::DeliveryFault;
use domain::webhooks::next_attempt;
use domain::{DeliveryId, DeliveryState, OrgId, WebhookId};
use futures::future::join_all;
use store::{Attempt, Change, Delivery, FeedEvent, Tx, Webhook, WebhookLease};
use tokio::task::spawn_blocking;
use ureq::Agent;
use uuid::Uuid;

use super::send::{self, Sent};
use super::{context, message};
use crate::app::App;
use crate::audit::{self, Origin, Thing};
use crate::http::Failure;
use crate::vault;

/// How long a lease lasts without being renewed, in milliseconds: far longer than a batch, which takes as long as one call.
const LEASE_MS: i64 = 60_000;
/// Entries of the feed that are read at once.
const ENTRIES: u64 = 500;
/// Deliveries that are sent at once to one receiver, and before one that fails lets the others wait for the next second.
const BATCH: u64 = 8;
/// Batches of one round: then others have their turn.
const BATCHES: u32 = 10;
/// How long a receiver that did not take everything is left alone, in milliseconds.
const REST_MS: i64 = 5_000;
/// The receiver is gone, and wants nothing any more (Standard Webhooks; RFC 9110 §15.5.11).
const GONE: u16 = 410;

/// Why a round ends.
#[derive(Debug, thiserror::Error)]
enum Halt {
    #[error(transparent)]
    Store(#[from] store::Error),
    #[error(transparent)]
    Vault(#[from] vault::Error),
    #[error("{0}")]
    Message(String),
}

impl From<Failure> for Halt {
    fn from(failure: Failure) -> Self {
        Self::Message(failure.0.detail)
    }
}

/// How the last batch of a round went.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Course {
    /// Nothing was due.
    Nothing,
    /// Everything was taken.
    Taken,
    /// Something was not.
    NotTaken,
}

/// A webhook in the hands of this server.
struct Round {
    app: Arc<App>,
    org: OrgId,
    id: WebhookId,
    owner: Uuid,
    agent: Agent,
}

/// Works on a webhook until nothing is due, something was not taken, or others have waited long enough.
pub async fn work(app: Arc<App>, org: OrgId, id: WebhookId) {
    let agent = send::agent(app.config.allow_private_webhooks);
    let owner = Uuid::from_u128(app.new_id());
    let round = Round { app, org, id, owner, agent };
    match round.run().await {
        // Paused, deleted, or taken over meanwhile: nothing is left to do here.
        Ok(()) | Err(Halt::Store(store::Error::Stale)) => {}
        Err(error) => tracing::warn!(%error, %org, webhook = %id, "a webhook could not be served"),
    }
}

impl Round {
    fn lease(&self) -> WebhookLease {
        WebhookLease { owner: self.owner, until: self.app.now().plus_ms(LEASE_MS) }
    }

    async fn run(&self) -> Result<(), Halt> {
        let (lease, now) = (self.lease(), self.app.now());
        let take = |tx: Tx| async move { tx.webhooks().take(self.id, lease, now).await };
        if !self.app.store.write(self.org, take).await? {
            return Ok(());
        }
        let mut sent = Course::Nothing;
        let served = self.serve(&mut sent).await;
        let now = self.app.now();
        let rest = now.plus_ms(if sent == Course::NotTaken { REST_MS } else { 0 });
        let give_back = |tx: Tx| async move {
            if tx.webhooks().give_back(self.id, self.owner, now, rest).await? && sent != Course::Nothing {
                tx.announce(&audit::name(Subject::Webhook), &self.id.to_string(), now);
            }
            Ok::<_, store::Error>(())
        };
        // Where the database fails, the lease runs out.
        self.app.store.write(self.org, give_back).await?;
        served
    }

    async fn serve(&self, course: &mut Course) -> Result<(), Halt> {
        let read = self.app.store.read(self.org);
        let stopping = self.app.events.stopping();
        for _ in 0..BATCHES {
            let Some(webhook) = read.webhooks().get(self.id).await? else { return Ok(()) };
            if !webhook.active || *stopping.borrow() {
                return Ok(());
            }
            let more = self.gather(&webhook).await?;
            let due = read.webhooks().due(self.id, self.app.now(), BATCH).await?;
            if due.is_empty() && !more {
                return Ok(());
            }
            if !due.is_empty() {
                *course = self.send_all(&webhook, &due).await?;
            }
            if *course == Course::NotTaken {
                return Ok(());
            }
        }
        Ok(())
    }

    /// Makes deliveries of what the feed says next; true when there may be more.
    async fn gather(&self, webhook: &Webhook) -> Result<bool, Halt> {
        let feed = self.app.store.read(self.org);
        let entries = feed.feed().read_after(webhook.position, ENTRIES).await?;
        let next = entries.first().map(|entry| entry.seq);
        let head = feed.feed().head().await?;
        let to = entries.last().map_or(head, |entry| entry.seq);
        if to == webhook.position {
            return Ok(false);
        }
        if next.unwrap_or(head + 1) > webhook.position + 1 {
            // No server has run for a week, or an old back-up was restored.
            tracing::warn!(org = %self.org, webhook = %self.id, "what a webhook was to be told is no longer kept");
        }
        let deliveries: Vec<Delivery> =
            entries.iter().filter_map(|entry| self.delivery(webhook, entry)).collect();
        let (deliveries, lease, from) = (&deliveries, self.lease(), webhook.position);
        self.app
            .store
            .write(self.org, |tx| async move {
                tx.webhooks().advance(self.id, lease, from, to).await?;
                tx.webhooks().add_deliveries(deliveries).await
            })
            .await?;
        Ok(entries.len() as u64 == ENTRIES)
    }

    fn delivery(&self, webhook: &Webhook, entry: &FeedEvent) -> Option<Delivery> {
        let event = message::event(entry).filter(|event| webhook.events.contains(event))?;
        Some(Delivery {
            id: DeliveryId(self.app.new_id()),
            webhook_id: self.id,
            event,
            subject_id: entry.subject_id.clone(),
            action: entry.action.clone(),
            happened_at: entry.at,
            state: DeliveryState::Waiting,
            due_at: Some(self.app.now()),
            attempts: 0,
            last_attempt_at: None,
            status: None,
            fault: None,
        })
    }

    /// Sends them at once, and notes how it went.
    async fn send_all(&self, webhook: &Webhook, due: &[Delivery]) -> Result<Course, Halt> {
        let secret = self.app.vault.open(&context(self.org, self.id), &webhook.secret);
        if let Err(error) = &secret {
            tracing::error!(%error, org = %self.org, webhook = %self.id, "the secret of a webhook cannot be read");
        }
        let sent: Vec<Result<Sent, Halt>> = match &secret {
            Ok(secret) => join_all(due.iter().map(|delivery| self.send(webhook, secret, delivery))).await,
            Err(_) => due.iter().map(|_| Ok(Sent::Fault(DeliveryFault::SecretUnreadable))).collect(),
        };
        // What could not be sent for a reason of ours was not tried: it stays due.
        let tried = due.iter().zip(&sent).filter_map(|(delivery, sent)| {
            let sent = *sent.as_ref().ok()?;
            Some((delivery, self.attempt(delivery, sent)))
        });
        self.note(&tried.collect::<Vec<_>>()).await?;
        let mut taken = true;
        for sent in sent {
            taken &= sent?.is_success();
        }
        Ok(if taken { Course::Taken } else { Course::NotTaken })
    }

    async fn note(&self, tried: &[(&Delivery, Attempt)]) -> Result<(), Halt> {
        let gone = tried.iter().any(|(_, attempt)| attempt.status == Some(GONE));
        let lease = self.lease();
        self.app
            .store
            .write(self.org, |tx| async move {
                tx.webhooks().renew(self.id, lease).await?;
                for (delivery, attempt) in tried {
                    match tx.webhooks().record_attempt(delivery, attempt).await {
                        // Too old to be kept any longer.
                        Err(store::Error::Stale) => {}
                        other => other?,
                    }
                }
                if gone { self.pause(&tx).await } else { Ok(()) }
            })
            .await?;
        for (_, attempt) in tried {
            self.app.metrics.webhook_attempt(attempt.state);
        }
        Ok(())
    }

    async fn send(&self, webhook: &Webhook, secret: &[u8], delivery: &Delivery) -> Result<Sent, Halt> {
        let body = message::body(&self.app.store.read(self.org), delivery).await?;
        let now = self.app.now();
        let headers = [
            ("webhook-id", delivery.id.to_string()),
            ("webhook-timestamp", message::seconds(now).to_string()),
            ("webhook-signature", message::signature(secret, delivery.id, now, &body)),
        ];
        let (agent, url) = (self.agent.clone(), webhook.url.clone());
        let sent = spawn_blocking(move || send::post(&agent, &url, &headers, &body)).await;
        sent.map_err(|error| Halt::Message(error.to_string()))
    }

    fn attempt(&self, delivery: &Delivery, sent: Sent) -> Attempt {
        let now = self.app.now();
        let again = next_attempt(delivery.attempts + 1, now).filter(|_| sent != Sent::Answered(GONE));
        let (state, due_at) = match again {
            _ if sent.is_success() => (DeliveryState::Delivered, None),
            Some(at) => (DeliveryState::Waiting, Some(at)),
            None => (DeliveryState::Failed, None),
        };
        let (status, fault) = match sent {
            Sent::Answered(status) => (Some(status), None),
            Sent::Fault(fault) => (None, Some(audit::name(fault))),
        };
        Attempt { at: now, status, fault, state, due_at }
    }

    /// The receiver is gone: it is told nothing more, until somebody says so.
    async fn pause(&self, tx: &Tx) -> Result<(), store::Error> {
        let before = tx.webhooks().get(self.id).await?.filter(|webhook| webhook.active);
        let Some(before) = before else { return Ok(()) };
        let after = &Webhook { active: false, gone: true, ..before.clone() };
        tx.webhooks().update(&before, after).await?;
        let text = |value: bool| Some(value.to_string());
        let paused = Change { field: "active".to_owned(), from: text(true), to: text(false) };
        let thing = Thing::webhook(self.id, &before.url);
        let entry = Origin::system().entry(&self.app, Action::WebhookEdited, thing, vec![paused]);
        audit::record(tx, &entry, Subject::Webhook).await
    }
}
