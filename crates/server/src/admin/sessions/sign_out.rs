//! `DELETE /api/v1/sessions/current`

use api::sessions::{SignOut, SignedOut};
use store::Offline;

use super::end_own;
use crate::http::{Answer, Call, Reply};
use crate::session::{cookie, not_signed_in};
use crate::sso::logout;

/// Signs out: ends this session, keeps what applications may do while one is away (R34), and takes the cookie back.
///
/// # Errors
/// The database fails.
pub async fn handle(call: Call<SignOut>) -> Answer<SignOut> {
    let id = call.actor.session_id().ok_or_else(not_signed_in)?;
    let session = call.read().sessions().get(id).await?;
    end_own::end(&call, id, Offline::Keep).await?;
    let organization = call.app.store.organizations().get(call.actor.org).await?;
    // The session here has ended, whatever becomes of that of the identity provider.
    let url = match session.zip(organization) {
        Some((session, organization)) => {
            logout::after(&call.app, &organization, &session).await.unwrap_or_default()
        }
        None => None,
    };
    Ok(Reply::new(SignedOut { url }).cookies([cookie::clear(&call.app.config)]))
}
