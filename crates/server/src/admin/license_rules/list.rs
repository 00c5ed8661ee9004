//! `GET /api/v1/license-rules`

use api::Page;
use api::license_rules::List;

use super::bodies;
use crate::http::{Answer, Call, Reply};

/// Every rule, in the order in which they are applied.
///
/// # Errors
/// The database fails.
pub async fn handle(call: Call<List>) -> Answer<List> {
    Ok(Reply::new(Page::whole(bodies(&call.read()).await?)))
}
