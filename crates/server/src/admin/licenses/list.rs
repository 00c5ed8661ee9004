//! `GET /api/v1/licenses`

use api::Page;
use api::licenses::List;

use super::body;
use crate::http::{Answer, Call, Reply};

/// Every plan, by name.
///
/// # Errors
/// The database fails.
pub async fn handle(call: Call<List>) -> Answer<List> {
    let found = call.read().licenses().summaries().await?;
    Ok(Reply::new(Page::whole(found.into_iter().map(body).collect())))
}
