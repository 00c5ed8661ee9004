//! `GET /api/v1/domains`

use api::Page;
use api::domains::List;

use super::body;
use crate::http::{Answer, Call, Reply};

/// The domains, by name.
///
/// # Errors
/// The database fails.
pub async fn handle(call: Call<List>) -> Answer<List> {
    let rows = call.read().domains().list().await?;
    Ok(Reply::new(Page::whole(rows.into_iter().map(body).collect())))
}
