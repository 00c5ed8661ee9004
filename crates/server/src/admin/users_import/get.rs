//! `GET /api/v1/users/import/{id}`

use api::users_import::Get;

use super::{body, find};
use crate::http::{Answer, Call, Reply};

/// A file that was uploaded.
///
/// # Errors
/// `not_found`.
pub async fn handle(call: Call<Get>) -> Answer<Get> {
    let read = call.read();
    let import = find(&read, call.params.id).await?;
    Ok(Reply::new(body(&read, import).await?))
}
