//! `GET /api/v1/jobs`

use api::Page;
use api::jobs::List;
use store::Cursor;

use super::body;
use crate::admin::page::{self, Numbered};
use crate::http::{Answer, Call, Reply};

/// Jobs, the newest first.
///
/// # Errors
/// `invalid_cursor`, `invalid_fields`.
pub async fn handle(call: Call<List>) -> Answer<List> {
    let list = page::List::of("jobs");
    let limit = page::limit(call.query.limit)?;
    let from: Option<Numbered<Cursor>> =
        call.query.cursor.as_deref().map(|cursor| list.open(cursor)).transpose()?;
    let found = call.read().jobs().page(from.as_ref().map(|from| &from.cursor), limit).await?;
    let offset = from.map_or(0, |from| from.offset);
    let next = offset.saturating_add(found.items.len() as u64);
    let seal = |offset, cursor| list.seal(Numbered { offset, cursor });
    Ok(Reply::new(Page {
        items: found.items.into_iter().map(body).collect(),
        total: found.total,
        total_is_minimum: false,
        offset: Some(offset),
        next_cursor: found.next.map(|cursor| seal(next, cursor)),
        previous_cursor: found.previous.map(|cursor| seal(offset.saturating_sub(limit), cursor)),
    }))
}
