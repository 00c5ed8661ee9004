//! Webhooks: other systems are told of what happens to users and licences, so that the telephony side can cut off calls of whoever is
//! deactivated (R7).
//!
//! One task of each server looks once a second for webhooks that have something to do; whoever takes the lease of one works on it
//! ([`round`]). What the change feed says becomes deliveries, and each is sent until the receiver has it, or it is given up. So nothing is
//! missed; but what was sent by a server that died before it could note that is sent again, with the same `webhook-id`.

mod message;
mod round;
mod send;

use std::sync::Arc;
use std::time::Duration;

use api::webhooks as of;
use domain::OrgId;
use store::Webhook;
use tokio::task::JoinSet;
use tokio::time::MissedTickBehavior;

use crate::app::App;
use crate::ids::Ids;
use crate::vault::{self, Vault};

pub use message::new_secret;
pub use send::is_allowed;

/// How often it is looked for something to do: the longest that an event waits.
const LOOK_EVERY: Duration = Duration::from_secs(1);
/// Webhooks that one server works on at once.
const AT_ONCE: u64 = 16;

/// What a secret is sealed with: nothing else opens it.
fn context(org: OrgId, webhook: domain::WebhookId) -> String {
    format!("webhook/{org}/{webhook}")
}

/// The secret, encrypted.
///
/// # Errors
/// There is no key.
pub fn seal(
    app: &App,
    org: OrgId,
    webhook: domain::WebhookId,
    secret: &[u8],
) -> Result<String, vault::Error> {
    app.vault.seal(&*app.ids, &context(org, webhook), secret)
}

/// Does the secret open with the keys of `vault`? For `rollcall check`.
///
/// # Errors
/// Why it does not.
pub fn opens(vault: &Vault, org: OrgId, webhook: &Webhook) -> Result<(), vault::Error> {
    vault.open(&context(org, webhook.id), &webhook.secret).map(|_| ())
}

/// The secret sealed with the first key of `vault`; nothing when it is so already. For `rollcall secrets reseal`.
///
/// # Errors
/// Why it does not open.
pub fn resealed(
    vault: &Vault,
    ids: &dyn Ids,
    org: OrgId,
    webhook: &Webhook,
) -> Result<Option<String>, vault::Error> {
    vault.resealed(ids, &context(org, webhook.id), &webhook.secret)
}

/// Works until the server stops; then what was sent is noted, and each webhook given back.
pub async fn run(app: Arc<App>) {
    let mut stopping = app.events.stopping();
    let mut ticks = tokio::time::interval(LOOK_EVERY);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut working = JoinSet::new();
    loop {
        tokio::select! {
            _ = ticks.tick() => {}
            _ = stopping.wait_for(|stop| *stop) => break,
        }
        while working.try_join_next().is_some() {}
        let room = AT_ONCE.saturating_sub(working.len() as u64);
        match app.store.waiting_webhooks(app.now(), room).await {
            Ok(waiting) => {
                for (org, id) in waiting {
                    working.spawn(round::work(app.clone(), org, id));
                }
            }
            Err(error) => {
                tracing::warn!(%error, "webhooks cannot be looked for; the next try is in a second");
            }
        }
    }
    working.join_all().await;
}

/// A delivery as the API shows it.
#[must_use]
pub fn delivery(delivery: store::Delivery) -> of::Delivery {
    of::Delivery {
        id: delivery.id,
        event: delivery.event,
        subject_id: delivery.subject_id,
        happened_at: delivery.happened_at,
        state: delivery.state,
        attempts: delivery.attempts,
        last_attempt_at: delivery.last_attempt_at,
        next_attempt_at: delivery.due_at,
        status: delivery.status,
        fault: delivery.fault.as_deref().and_then(crate::audit::named),
    }
}
