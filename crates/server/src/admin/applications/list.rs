//! `GET /api/v1/applications`

use api::Page;
use api::applications::List;

use super::body;
use crate::http::{Answer, Call, Reply};

/// The applications, by name.
///
/// # Errors
/// The database fails.
pub async fn handle(call: Call<List>) -> Answer<List> {
    let read = call.read();
    let secrets = read.applications().secrets(None).await?;
    let all = read.applications().list().await?;
    let all = all.into_iter().map(|application| body(application, &secrets)).collect();
    Ok(Reply::new(Page::whole(all)))
}
