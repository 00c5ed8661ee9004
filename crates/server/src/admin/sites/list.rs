//! `GET /api/v1/sites`

use api::Page;
use api::sites::List;

use super::body;
use crate::http::{Answer, Call, Reply};

/// More sites than any organization has: the list is one page.
const ALL: u64 = 100_000;

/// Every site, by name.
///
/// # Errors
/// The database fails.
pub async fn handle(call: Call<List>) -> Answer<List> {
    let found = call.read().sites().page(None, ALL).await?;
    Ok(Reply::new(Page::whole(found.items.into_iter().map(body).collect())))
}
