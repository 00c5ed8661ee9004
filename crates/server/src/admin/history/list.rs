//! `GET /api/v1/users/{id}/history`

use api::Page;
use api::history::{Event, List};
use domain::UserId;
use store::{AuditEntry, Reader};

use super::{action, actor, changes};
use crate::admin::page;
use crate::audit;
use crate::http::{Answer, Call, Failure, Reply};

/// What happened to a person, the newest first.
///
/// # Errors
/// `not_found`, `invalid_cursor`, `invalid_fields`.
pub async fn handle(call: Call<List>) -> Answer<List> {
    let id = call.params.id;
    let list = page::List::of(&format!("history {id}"));
    let limit = page::limit(call.query.limit)?;
    let before = call.query.cursor.as_deref().map(|cursor| list.open(cursor)).transpose()?;
    let read = call.read();
    read.users().get(id).await?.ok_or_else(|| Failure::not_found("user"))?;
    let subject = audit::name(api::events::Subject::User);
    let mut entries = read.audit().history(&subject, &id.to_string(), before, limit + 1).await?;
    let more = entries.len() as u64 > limit;
    entries.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
    let next_cursor = entries.last().filter(|_| more).map(|entry| list.seal(entry.id));
    let items = entries.into_iter().filter_map(event).collect();
    Ok(Reply::new(Page {
        items,
        total: total(&read, id).await?,
        total_is_minimum: false,
        offset: None,
        next_cursor,
        previous_cursor: None,
    }))
}

async fn total(read: &Reader, id: UserId) -> Result<u64, Failure> {
    Ok(read.audit().count(&audit::name(api::events::Subject::User), &id.to_string()).await?)
}

/// The entry for people. One that a newer version wrote, with an action that this one does not know, is left out.
fn event(entry: AuditEntry) -> Option<Event> {
    Some(Event {
        id: entry.id,
        at: entry.at,
        actor: actor(entry.actor_kind),
        actor_name: entry.actor_name,
        action: action(&entry.action)?,
        changes: changes(entry.changes),
    })
}
