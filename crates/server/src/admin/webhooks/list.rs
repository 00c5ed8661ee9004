//! `GET /api/v1/webhooks`

use api::Page;
use api::webhooks::List;

use super::body;
use crate::http::{Answer, Call, Reply};

/// The webhooks of the organization, the newest first; never their secrets.
///
/// # Errors
/// The database fails.
pub async fn handle(call: Call<List>) -> Answer<List> {
    let read = call.read();
    let mut bodies = Vec::new();
    // Ten at most.
    for webhook in read.webhooks().list().await? {
        bodies.push(body(&read, webhook).await?);
    }
    Ok(Reply::new(Page::whole(bodies)))
}
