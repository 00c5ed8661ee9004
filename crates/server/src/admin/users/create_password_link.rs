//! `POST /api/v1/users/{id}/password-link`

use api::users::CreatePasswordLink;

use crate::http::{Answer, Call, Reply};
use crate::people::{self, Act};

/// Makes a one-time link with which the person sets a password.
///
/// # Errors
/// `not_found`, `refused` (R1, R7, R32).
pub async fn handle(call: Call<CreatePasswordLink>) -> Answer<CreatePasswordLink> {
    Ok(Reply::new(people::create_password_link(&Act::of(&call), call.params.id).await?))
}
