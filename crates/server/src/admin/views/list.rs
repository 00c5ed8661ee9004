//! `GET /api/v1/views`

use api::Page;
use api::views::List;

use super::body;
use crate::http::{Answer, Call, Reply};

/// One's own views, by name.
///
/// # Errors
/// The database fails.
pub async fn handle(call: Call<List>) -> Answer<List> {
    let views = call.read().views().of_user(call.actor.id).await?;
    Ok(Reply::new(Page::whole(views.into_iter().map(body).collect())))
}
