//! The task that writes what waits, by organization, each in one transaction.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use api::events::Subject;
use domain::OrgId;
use store::LogEntry;
use tokio::sync::{mpsc, oneshot};

use super::{Counts, Message, add};
use crate::app::App;
use crate::audit;

/// How long reads are gathered: so that they cost a few transactions a second, however many there are.
const GATHER_FOR: Duration = Duration::from_millis(250);
/// Entries of one batch.
const BATCH: usize = 500;

/// What is written together.
#[derive(Default)]
struct Batch {
    entries: BTreeMap<OrgId, Vec<LogEntry>>,
    stored: BTreeMap<OrgId, Vec<oneshot::Sender<bool>>>,
    flushed: Vec<oneshot::Sender<()>>,
    size: usize,
}

impl Batch {
    fn take(&mut self, message: Message) {
        match message {
            Message::Entry { org, entry, stored } => {
                self.entries.entry(org).or_default().push(*entry);
                self.stored.entry(org).or_default().extend(stored);
                self.size += 1;
            }
            Message::Flush(flushed) => self.flushed.push(flushed),
        }
    }

    fn is_full(&self) -> bool {
        self.size >= BATCH
    }

    /// Somebody waits for it, or there is enough.
    fn is_due(&self) -> bool {
        self.is_full() || !self.flushed.is_empty() || self.stored.values().any(|waiting| !waiting.is_empty())
    }

    async fn write(self, app: &App) {
        let mut counts = Counts::new();
        app.provisioning_log.uncounted().retain(|key, day| {
            let now = self.entries.contains_key(&key.0);
            if now {
                counts.insert(*key, *day);
            }
            !now
        });
        for (org, entries) in &self.entries {
            for entry in entries {
                add(&mut counts, *org, entry);
            }
        }
        let mut stored = self.stored;
        for (org, entries) in self.entries {
            let done = write(app, org, &entries, &counts).await;
            for waiting in stored.remove(&org).unwrap_or_default() {
                // Whoever has gone away meanwhile does not need the answer.
                let _ = waiting.send(done);
            }
        }
        for waiting in self.flushed {
            let _ = waiting.send(());
        }
    }
}

/// Entries, counts and one announcement: together, or not at all.
async fn write(app: &App, org: OrgId, entries: &[LogEntry], counts: &Counts) -> bool {
    let Some(last) = entries.last() else { return true };
    let days = || counts.iter().filter(move |((of, _), _)| *of == org).map(|(_, day)| *day);
    let written = app.store.write(org, |tx| async move {
        tx.provisioning_log().insert_many(entries).await?;
        for day in days() {
            tx.provisioning_log().count(day).await?;
        }
        tx.announce(&audit::name(Subject::ProvisioningLog), &last.id.to_string(), last.at);
        Ok::<_, store::Error>(())
    });
    match written.await {
        Ok(()) => true,
        Err(error) => {
            tracing::error!(%error, lost = entries.len(), "entries of the provisioning log could not be stored");
            app.metrics.log_lost(entries.len());
            false
        }
    }
}

/// Writes until it is stopped. Only the first call does.
pub async fn run(app: Arc<App>) {
    let Some(mut receiver) = app.provisioning_log.take_receiver() else { return };
    while let Some(first) = receiver.recv().await {
        let mut batch = Batch::default();
        batch.take(first);
        // In time or not: what came until now is written.
        let _ = tokio::time::timeout(GATHER_FOR, gather(&mut receiver, &mut batch)).await;
        while !batch.is_full()
            && let Ok(message) = receiver.try_recv()
        {
            batch.take(message);
        }
        batch.write(&app).await;
    }
}

async fn gather(receiver: &mut mpsc::Receiver<Message>, batch: &mut Batch) {
    while !batch.is_due() {
        match receiver.recv().await {
            Some(message) => batch.take(message),
            None => return,
        }
    }
}
