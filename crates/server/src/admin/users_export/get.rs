//! `GET /api/v1/users/export`

use std::borrow::Cow;

use api::users_export::{Column, Columns, Get};
use futures::stream;
use store::{Reader, UserQuery};

use super::cells::{cell, heading};
use crate::admin::users::list_query;
use crate::csv::Lines;
use crate::http::{Call, Download, Failure};
use crate::people;

/// People that are read at once: what a file of any length takes of memory.
const BATCH: u64 = 200;

/// The list as a file, read page by page while it is sent. Who is changed meanwhile is in it as before or after, never twice
/// by the same place in the order.
///
/// # Errors
/// `invalid_fields`; a failure after the first page breaks the file off.
pub async fn handle(call: Call<Get>) -> Result<Download, Failure> {
    let (list, columns) = call.query.clone().split();
    let query = UserQuery { limit: BATCH, ..list_query::read(&list, None)? };
    let name = format!("users-{}.csv", &call.now().to_string()[..10]);
    let start = Lines::first(columns.list().iter().map(|column| heading(*column)));
    let mut export = Export { read: call.read(), columns, next: Some(query) };
    // Before the answer begins: what is wrong with the query is a problem, and no broken file.
    let first = export.page(start).await?;
    let rest = stream::try_unfold(export, |mut export| async move {
        if export.next.is_none() {
            return Ok(None);
        }
        let bytes = export.page(Lines::default()).await?;
        Ok(Some((bytes, export)))
    });
    Ok(Download::new(&name, futures::StreamExt::chain(stream::once(async move { Ok(first) }), rest)))
}

/// What is left to send.
struct Export {
    read: Reader,
    columns: Columns,
    next: Option<UserQuery>,
}

impl Export {
    /// Adds the next page to `lines`.
    async fn page(&mut self, mut lines: Lines) -> Result<Vec<u8>, Failure> {
        if let Some(query) = self.next.take() {
            let (users, next) = self.read.users().walk(&query).await?;
            self.next = next.map(|cursor| UserQuery { cursor: Some(cursor), ..query });
            for user in people::view_all(&self.read, users).await? {
                let cells: Vec<Cow<'_, str>> =
                    self.columns.list().iter().map(|column: &Column| cell(&user, *column)).collect();
                lines.push(cells.iter().map(AsRef::as_ref));
            }
        }
        Ok(lines.into_bytes())
    }
}
