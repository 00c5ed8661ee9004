//! `PATCH /api/v1/admins/{id}`

use api::admins::Edit;

use super::one;
use crate::http::{Answer, Call, Failure, Reply, changed_elsewhere};
use crate::people::{self, Act};

/// Gives a person a role (R10, R32). It is read with every request, so it is in force with their next one.
///
/// # Errors
/// `not_found`, `changed_elsewhere` with the person as they are now, `refused`.
pub async fn handle(call: Call<Edit>) -> Answer<Edit> {
    let id = call.params.id;
    let read = call.read();
    match people::set_role(&Act::of(&call), id, call.if_match, call.body.role).await {
        Ok(user) => {
            let admin = one(&read, user).await?;
            let version = admin.version;
            Ok(Reply::new(admin).etag(version))
        }
        Err(people::Error::Stale) => {
            let now = read.users().get(id).await?.ok_or_else(|| Failure::not_found("user"))?;
            Err(changed_elsewhere(&one(&read, now).await?))
        }
        Err(error) => Err(error.into()),
    }
}
