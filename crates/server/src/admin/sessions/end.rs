//! `DELETE /api/v1/users/{id}/sessions/{session_id}`

use api::events::Subject;
use api::history::Action;
use api::sessions::End;

use store::Offline;

use super::{delete, may_end, no_session};
use crate::audit::{self, Thing};
use crate::http::{Answer, Call, Failure, Reply};
use crate::metrics::SessionEnd;

/// Ends a session of a person.
///
/// # Errors
/// `not_found`; `refused` for a session of an owner, unless one is an owner (R32).
pub async fn handle(call: Call<End>) -> Answer<End> {
    let reader = call.read();
    let user = reader.users().get(call.params.id).await?.ok_or_else(|| Failure::not_found("user"))?;
    may_end(&call.actor, &user)?;
    let session = reader.sessions().get(call.params.session_id).await?;
    let session = session.filter(|session| session.user_id == user.id).ok_or_else(no_session)?;
    let thing = Thing::user(user.id, &user.full_name());
    let entry = &call.origin().entry(&call.app, Action::SessionsEnded, thing, Vec::new());
    call.write(|tx| async move {
        delete(&tx, session.id, Offline::End).await?;
        Ok(audit::record(&tx, entry, Subject::Session).await?)
    })
    .await?;
    call.app.metrics.sessions_ended(SessionEnd::Admin, 1);
    Ok(Reply::empty())
}
