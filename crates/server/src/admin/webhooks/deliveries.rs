//! `GET /api/v1/webhooks/{id}/deliveries`

use api::webhooks::{DeliveriesQuery, ListDeliveries};

use store::Cursor;

use super::nothing;
use crate::admin::page::{self, Numbered};
use crate::http::{Answer, Call, Reply};
use crate::webhooks;

/// What was delivered to a webhook, or not, the newest first.
///
/// # Errors
/// `not_found`; `invalid_cursor`.
pub async fn handle(call: Call<ListDeliveries>) -> Answer<ListDeliveries> {
    let read = call.read();
    let id = call.params.id;
    let DeliveriesQuery { cursor, limit: asked, state } = &call.query;
    let limit = page::limit(*asked)?;
    read.webhooks().get(id).await?.ok_or_else(nothing)?;
    let list = page::List::of(&format!("{id} {state:?}"));
    let from: Option<Numbered<Cursor>> = cursor.as_deref().map(|cursor| list.open(cursor)).transpose()?;
    let cursor = from.as_ref().map(|from| &from.cursor);
    let found = read.webhooks().deliveries(id, *state, cursor, limit).await?;
    let offset = from.map_or(0, |from| from.offset);
    Ok(Reply::new(list.numbered(found, offset, limit, webhooks::delivery)))
}
