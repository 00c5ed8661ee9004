//! `GET /api/v1/sign-ins`

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
    Ok(Reply::new(list.numbered(found, offset, limit, |item| summary(&item))))
}
