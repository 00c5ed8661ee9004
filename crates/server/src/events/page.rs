//! `GET /api/v1/events?cursor=…`: a page of what has happened, for those who poll.

use api::Code;
use api::events::{EventsQuery, Occurrence, Occurrences, Stream};
use store::FeedEvent;

use super::stream::subject;
use crate::admin::page;
use crate::audit;
use crate::http::{Call, Failure};

/// Begins where the feed is now.
const HEAD: &str = "head";

/// The page after `cursor`.
///
/// # Errors
/// `invalid_cursor` for one that is none, or whose successors are no longer kept; `invalid_fields`.
pub(super) async fn read(call: &Call<Stream>, cursor: &str) -> Result<Occurrences, Failure> {
    let EventsQuery { limit, .. } = &call.query;
    let limit = page::limit(*limit)?;
    let reader = call.read();
    let head = reader.feed().head().await?;
    if cursor == HEAD {
        return Ok(Occurrences { items: Vec::new(), next_cursor: head.to_string(), more: false });
    }
    let after: i64 = cursor.parse().map_err(|_| invalid("It is not one that Rollcall has given out."))?;
    let oldest = reader.feed().tail().await?.unwrap_or(head + 1);
    if !(0..=head).contains(&after) || after + 1 < oldest {
        return Err(invalid("What happened after it is no longer kept."));
    }
    let found = reader.feed().read_after(after, limit + 1).await?;
    let more = found.len() as u64 > limit;
    let items: Vec<Occurrence> =
        found.into_iter().take(limit.try_into().unwrap_or(usize::MAX)).map(body).collect();
    let next_cursor = items.last().map_or_else(|| after.to_string(), |last| last.cursor.clone());
    Ok(Occurrences { items, next_cursor, more })
}

fn invalid(why: &str) -> Failure {
    let detail = format!(
        "This cursor cannot be gone on from. {why} Begin again with cursor=head, and read everything anew."
    );
    Failure::new(Code::InvalidCursor, detail)
}

fn body(event: FeedEvent) -> Occurrence {
    Occurrence {
        cursor: event.seq.to_string(),
        at: event.at,
        subject: subject(&event.kind),
        id: event.subject_id,
        action: event.action.as_deref().and_then(audit::named),
    }
}
