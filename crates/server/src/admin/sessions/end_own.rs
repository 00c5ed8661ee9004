//! `DELETE /api/v1/me/sessions/{session_id}`

use api::Endpoint;
use api::events::Subject;
use api::history::Action;
use api::sessions::EndOwn;
use domain::SessionId;
use store::Offline;

use super::{delete, no_session};
use crate::audit::{self, Thing};
use crate::http::{Answer, Call, Failure, Reply};
use crate::metrics::SessionEnd;

/// Ends a session of one's own.
///
/// # Errors
/// `not_found`, also for a session of somebody else.
pub async fn handle(call: Call<EndOwn>) -> Answer<EndOwn> {
    let session = call.read().sessions().get(call.params.session_id).await?;
    let own = session.filter(|session| session.user_id == call.actor.id).ok_or_else(no_session)?;
    end(&call, own.id, Offline::End).await?;
    Ok(Reply::empty())
}

/// Ends the session `id` of whoever calls.
pub(super) async fn end<E: Endpoint>(call: &Call<E>, id: SessionId, offline: Offline) -> Result<(), Failure> {
    let thing = Thing::user(call.actor.id, &call.actor.name);
    let entry = &call.origin().entry(&call.app, Action::SessionsEnded, thing, Vec::new());
    call.write(|tx| async move {
        delete(&tx, id, offline).await?;
        Ok(audit::record(&tx, entry, Subject::Session).await?)
    })
    .await?;
    call.app.metrics.sessions_ended(SessionEnd::Own, 1);
    Ok(())
}
