//! `POST /api/v1/users/{id}/password-link`

use api::users::CreatePasswordLink;

use crate::http::{Answer, Call, Reply};
use crate::people::{self, Act};

/// Makes a one-time link with which the person sets a password, and mails it when asked to.
///
/// # Errors
/// `not_found`, `refused` (R1, R7, R32).
pub async fn handle(call: Call<CreatePasswordLink>) -> Answer<CreatePasswordLink> {
    let link = people::create_password_link(&Act::of(&call), call.params.id, call.body.send).await?;
    Ok(Reply::new(link))
}
