//! `GET /api/v1/audit/export`

use api::audit::{AuditEntry, Export};
use api::history::Change;
use domain::EventId;
use futures::{StreamExt, stream};
use store::{AuditFilter, Reader};

use super::{body, filter};
use crate::audit;
use crate::csv::Lines;
use crate::http::{Call, Download, Failure};

/// Entries that are read at once: what a file of any length takes of memory.
const BATCH: u64 = 500;
/// The first line.
const HEADINGS: [&str; 11] = [
    "Time",
    "Actor",
    "Actor name",
    "Actor id",
    "Action",
    "Subject",
    "Subject name",
    "Subject id",
    "Changes",
    "Address",
    "Request id",
];

/// The entries as a file, read batch by batch while it is sent.
///
/// # Errors
/// `invalid_fields`; a failure after the first batch breaks the file off.
pub async fn handle(call: Call<Export>) -> Result<Download, Failure> {
    let name = format!("audit-{}.csv", &call.now().to_string()[..10]);
    let mut log = Log { read: call.read(), filter: filter(&call.query)?, next: Some(None) };
    // Before the answer begins: what is wrong with the query is a problem, and no broken file.
    let first = log.batch(Lines::first(HEADINGS)).await?;
    let rest = stream::try_unfold(log, |mut log| async move {
        if log.next.is_none() {
            return Ok(None);
        }
        let bytes = log.batch(Lines::default()).await?;
        Ok(Some((bytes, log)))
    });
    Ok(Download::new(&name, stream::once(async move { Ok(first) }).chain(rest)))
}

/// What is left to send.
struct Log {
    read: Reader,
    filter: AuditFilter,
    /// Before which entry to go on; `None` at the end.
    next: Option<Option<EventId>>,
}

impl Log {
    /// Adds the next batch to `lines`.
    async fn batch(&mut self, mut lines: Lines) -> Result<Vec<u8>, Failure> {
        if let Some(before) = self.next.take() {
            let (entries, next) = self.read.audit().walk(&self.filter, before, BATCH).await?;
            self.next = next.map(Some);
            for entry in entries.into_iter().filter_map(body) {
                push(&mut lines, &entry);
            }
        }
        Ok(lines.into_bytes())
    }
}

fn push(lines: &mut Lines, entry: &AuditEntry) {
    let (at, actor, action) = (entry.at.to_string(), audit::name(entry.actor), audit::name(entry.action));
    let (subject, changes) =
        (audit::name(entry.subject), entry.changes.iter().map(words).collect::<Vec<_>>());
    lines.push([
        at.as_str(),
        &actor,
        &entry.actor_name,
        entry.actor_id.as_deref().unwrap_or_default(),
        &action,
        &subject,
        &entry.subject_name,
        &entry.subject_id,
        &changes.join("\n"),
        entry.address.as_deref().unwrap_or_default(),
        entry.request_id.as_deref().unwrap_or_default(),
    ]);
}

/// `job_title: "" → "Countess"`: quoted as JSON quotes, so that no value can pass for two.
fn words(change: &Change) -> String {
    let quoted = |text: &Option<String>| serde_json::Value::from(text.as_deref().unwrap_or_default());
    format!("{}: {} → {}", change.field, quoted(&change.from), quoted(&change.to))
}
