//! `GET /api/v1/jobs`

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
    Ok(Reply::new(list.numbered(found, offset, limit, body)))
}
