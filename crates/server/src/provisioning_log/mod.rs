//! Writes the provisioning log (R31): entries go into a bounded queue, and one task writes all that wait together.
//!
//! A change is answered only when its entry is stored ([`ProvisioningLog::write`]). A read does not wait
//! ([`ProvisioningLog::note`]), so that an identity provider may read thousands of people a second; what no longer
//! fits into the queue then is counted, but not logged one by one.

mod strangers;
mod writer;

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use domain::timestamp::DAY_MS;
use domain::{OrgId, Outcome, Timestamp};
use store::{LogDay, LogEntry};
use tokio::sync::{mpsc, oneshot};

use strangers::Strangers;
pub use writer::run;

/// Entries that wait at most: some seconds' worth of reads.
const CAPACITY: usize = 8_192;

/// What the queue holds.
enum Message {
    Entry {
        org: OrgId,
        entry: Box<LogEntry>,
        /// Told whether it was stored.
        stored: Option<oneshot::Sender<bool>>,
    },
    /// Told when everything before it was written.
    Flush(oneshot::Sender<()>),
}

/// Counts by organization and day.
type Counts = BTreeMap<(OrgId, i64), LogDay>;

/// The way into the log.
pub struct ProvisioningLog {
    sender: mpsc::Sender<Message>,
    receiver: Mutex<Option<mpsc::Receiver<Message>>>,
    /// Reads that found the queue full.
    uncounted: Mutex<Counts>,
    /// Those without a token.
    pub strangers: Strangers,
}

impl Default for ProvisioningLog {
    fn default() -> Self {
        Self::holding(CAPACITY)
    }
}

impl ProvisioningLog {
    fn holding(capacity: usize) -> Self {
        let (sender, receiver) = mpsc::channel(capacity);
        Self {
            sender,
            receiver: Mutex::new(Some(receiver)),
            uncounted: Mutex::default(),
            strangers: Strangers::default(),
        }
    }

    /// Stores the entry, and waits until it is there. False when it could not be.
    pub async fn write(&self, org: OrgId, entry: LogEntry) -> bool {
        let (stored, told) = oneshot::channel();
        let message = Message::Entry { org, entry: Box::new(entry), stored: Some(stored) };
        self.sender.send(message).await.is_ok() && told.await.unwrap_or(false)
    }

    /// Stores the entry soon; a read that finds the queue full is only counted. A refused one waits for its place: it
    /// is what the log is read for.
    pub async fn note(&self, org: OrgId, entry: LogEntry) {
        let waits = entry.outcome.needs_attention();
        let message = Message::Entry { org, entry: Box::new(entry), stored: None };
        let full = match self.sender.try_send(message) {
            Err(mpsc::error::TrySendError::Full(message)) => message,
            Ok(()) | Err(mpsc::error::TrySendError::Closed(_)) => return,
        };
        if waits {
            // Closed: the server has stopped.
            let _ = self.sender.send(full).await;
        } else if let Message::Entry { org, entry, .. } = full {
            add(&mut self.uncounted(), org, &entry);
        }
    }

    /// Notes a request of somebody without a token, who cannot make anybody wait: unless the queue is full.
    pub fn note_stranger(&self, org: OrgId, entry: LogEntry) {
        let message = Message::Entry { org, entry: Box::new(entry), stored: None };
        // Full: what those who have a token do is worth more.
        let _ = self.sender.try_send(message);
    }

    /// Waits until everything that came before is written: for the stop of the server, and for tests.
    pub async fn flush(&self) {
        let (written, told) = oneshot::channel();
        if self.sender.send(Message::Flush(written)).await.is_ok() {
            // The writer is gone: there is nothing to wait for.
            let _ = told.await;
        }
    }

    /// Entries that wait.
    #[must_use]
    pub fn waiting(&self) -> usize {
        self.sender.max_capacity() - self.sender.capacity()
    }

    fn uncounted(&self) -> MutexGuard<'_, Counts> {
        self.uncounted.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn take_receiver(&self) -> Option<mpsc::Receiver<Message>> {
        self.receiver.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}

/// The day of a time, in UTC.
#[must_use]
pub const fn day(at: Timestamp) -> i64 {
    at.0.div_euclid(DAY_MS)
}

fn add(counts: &mut Counts, org: OrgId, entry: &LogEntry) {
    let day = day(entry.at);
    let count = counts.entry((org, day)).or_insert(LogDay { day, ..LogDay::default() });
    count.calls += 1;
    count.changed += u64::from(entry.outcome == Outcome::Changed);
    count.refused += u64::from(entry.outcome.needs_attention());
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::{Effect, LogId, Operation, ResourceKind};
    use store::LogRequest;

    const ORG: OrgId = OrgId(1);

    fn entry(outcome: Outcome) -> LogEntry {
        LogEntry {
            id: LogId(1),
            at: Timestamp(3 * DAY_MS + 5),
            operation: Operation::List,
            resource: ResourceKind::User,
            outcome,
            status: 200,
            scim_type: None,
            effect: Effect::Found,
            found: Some(0),
            cause: None,
            detail: None,
            expected: None,
            received: None,
            user_id: None,
            subject: String::new(),
            changes: Vec::new(),
            ignored: Vec::new(),
            token_name: None,
            address: String::new(),
            request_id: String::new(),
            duration_ms: 0,
            request: LogRequest::default(),
        }
    }

    #[tokio::test]
    async fn r31_a_read_that_finds_the_queue_full_is_counted_and_does_not_wait() {
        let log = ProvisioningLog::holding(2);
        for _ in 0..5 {
            log.note(ORG, entry(Outcome::Read)).await;
        }
        let counted = log.uncounted().get(&(ORG, 3)).copied();
        assert_eq!(counted, Some(LogDay { day: 3, calls: 3, changed: 0, refused: 0 }));
    }

    #[tokio::test]
    async fn r31_a_refused_request_waits_for_its_place_in_a_full_queue() {
        let log = ProvisioningLog::holding(1);
        log.note(ORG, entry(Outcome::Read)).await;
        let mut receiver = log.take_receiver().unwrap();
        let both = async {
            receiver.recv().await.unwrap();
            receiver.recv().await.unwrap()
        };
        let ((), last) = tokio::join!(log.note(ORG, entry(Outcome::Refused)), both);
        assert!(matches!(last, Message::Entry { entry, .. } if entry.outcome == Outcome::Refused));
    }
}
