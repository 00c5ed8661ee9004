//! `GET /api/v1/users`

use api::Page;
use api::users::List;
use store::Cursor;

use super::list_query::{self, filters};
use crate::admin::page::{self, Numbered};
use crate::http::{Answer, Call, Reply};
use crate::people;

/// People by search, filters and sort, by page.
///
/// # Errors
/// `invalid_cursor`, `invalid_fields`.
pub async fn handle(call: Call<List>) -> Answer<List> {
    let list = page::List::of(&filters(&call.query));
    let from: Option<Numbered<Cursor>> =
        call.query.cursor.as_deref().map(|cursor| list.open(cursor)).transpose()?;
    let query = list_query::read(&call.query, from.as_ref().map(|from| from.cursor.clone()))?;
    let read = call.read();
    let found = read.users().page(&query).await?;
    let offset = match (&found.previous, &from) {
        (Some(_), Some(from)) => from.offset,
        _ => 0,
    };
    let next = offset.saturating_add(found.items.len() as u64);
    // Whoever turns pages beyond what was counted has seen that there are more, and on the last one how many.
    let ends = found.next.is_none();
    let (total, total_is_minimum) = match found.total_is_minimum {
        true if ends => (next, false),
        true => (found.total.max(next), true),
        false => (found.total, false),
    };
    let seal = |offset, cursor| list.seal(Numbered { offset, cursor });
    Ok(Reply::new(Page {
        items: people::view_all(&read, found.items).await?,
        total,
        total_is_minimum,
        offset: Some(offset),
        next_cursor: found.next.map(|cursor| seal(next, cursor)),
        previous_cursor: found.previous.map(|cursor| seal(offset.saturating_sub(query.limit), cursor)),
    }))
}
