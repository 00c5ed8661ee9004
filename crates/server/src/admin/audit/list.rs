//! `GET /api/v1/audit`

use api::Page;
use api::audit::List;

use super::{body, filter};
use crate::admin::page;
use crate::http::{Answer, Call, Reply};

/// What was done in the organization, the newest first.
///
/// # Errors
/// `invalid_cursor`, `invalid_fields`.
pub async fn handle(call: Call<List>) -> Answer<List> {
    let filters = call.query.clone().filters();
    let list = page::List::of(&format!("audit {filters:?}"));
    let limit = page::limit(call.query.limit)?;
    let filter = filter(&filters)?;
    let before = call.query.cursor.as_deref().map(|cursor| list.open(cursor)).transpose()?;
    let found = call.read().audit().page(&filter, before, limit).await?;
    Ok(Reply::new(Page {
        items: found.entries.into_iter().filter_map(body).collect(),
        total: found.total,
        total_is_minimum: found.total_is_minimum,
        offset: None,
        next_cursor: found.next.map(|id| list.seal(id)),
        previous_cursor: None,
    }))
}
