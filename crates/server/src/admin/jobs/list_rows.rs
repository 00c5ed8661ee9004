//! `GET /api/v1/jobs/{id}/rows`

use api::jobs::ListRows;
use store::Cursor;

use super::{find, row_body};
use crate::admin::page::{self, Numbered};
use crate::http::{Answer, Call, Reply};

/// The rows of a job, in their order.
///
/// # Errors
/// `not_found`, `invalid_cursor`, `invalid_fields`.
pub async fn handle(call: Call<ListRows>) -> Answer<ListRows> {
    let (id, state) = (call.params.id, call.query.state);
    let list = page::List::of(&format!("rows {id} {state:?}"));
    let limit = page::limit(call.query.limit)?;
    let from: Option<Numbered<Cursor>> =
        call.query.cursor.as_deref().map(|cursor| list.open(cursor)).transpose()?;
    let read = call.read();
    find(&read, id).await?;
    let cursor = from.as_ref().map(|from| &from.cursor);
    let found = read.jobs().rows(id, state, cursor, limit).await?;
    let offset = from.map_or(0, |from| from.offset);
    Ok(Reply::new(list.numbered(found, offset, limit, row_body)))
}
