//! `GET /api/v1/sign-ins`

use api::Page;
use api::sign_ins::{List, SignInsQuery};
use store::{Cursor, SignInFilter};

use super::summary;
use crate::admin::page::{self, Numbered};
use crate::http::{Answer, Call, Reply};

/// Attempts to sign in, the newest first.
///
/// # Errors
/// `invalid_cursor`, `invalid_fields`.
pub async fn handle(call: Call<List>) -> Answer<List> {
    let query = &call.query;
    let asked = SignInsQuery { cursor: None, limit: None, ..query.clone() };
    let list = page::List::of(&format!("sign-ins {asked:?}"));
    let from: Option<Numbered<Cursor>> =
        query.cursor.as_deref().map(|cursor| list.open(cursor)).transpose()?;
    let limit = page::limit(query.limit)?;
    let filter = SignInFilter { search: query.search.clone(), success: query.success, user: query.user_id };
    let found = call.read().sign_ins().page(&filter, from.as_ref().map(|from| &from.cursor), limit).await?;
    let offset = from.map_or(0, |from| from.offset);
    let next = offset.saturating_add(found.items.len() as u64);
    let seal = |offset, cursor| list.seal(Numbered { offset, cursor });
    Ok(Reply::new(Page {
        items: found.items.iter().map(summary).collect(),
        total: found.total,
        total_is_minimum: found.total_is_minimum,
        offset: Some(offset),
        next_cursor: found.next.map(|cursor| seal(next, cursor)),
        previous_cursor: found.previous.map(|cursor| seal(offset.saturating_sub(limit), cursor)),
    }))
}
