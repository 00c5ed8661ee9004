//! `GET /api/v1/organization`

use api::organization::Get;

use crate::http::{Answer, Call, Failure, Reply};
use crate::organization;

/// The organization of the session.
///
/// # Errors
/// The database fails.
pub async fn handle(call: Call<Get>) -> Answer<Get> {
    let found = call.app.store.organizations().get(call.actor.org).await?;
    let found = found.ok_or_else(|| Failure::not_found("organization"))?;
    Ok(Reply::new(organization::body(found)))
}
