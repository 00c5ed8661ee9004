//! `DELETE /api/v1/sessions/current`

use api::sessions::{SignOut, SignedOut};
use store::Offline;

use super::end_own;
use crate::http::{Answer, Call, Reply};
use crate::session::cookie;

/// Signs out: ends this session, keeps what applications may do while one is away (R34), and takes the cookie back.
///
/// # Errors
/// The database fails.
pub async fn handle(call: Call<SignOut>) -> Answer<SignOut> {
    end_own::end(&call, call.actor.session_id, Offline::Keep).await?;
    Ok(Reply::new(SignedOut { url: None }).cookie(cookie::clear(&call.app.config)))
}
