//! `DELETE /api/v1/users/{id}/sessions`

use api::events::Subject;
use api::history::Action;
use api::sessions::{EndAll, Ended};

use super::may_end;
use crate::audit::{self, Thing};
use crate::http::{Answer, Call, Failure, Reply};
use crate::metrics::SessionEnd;

/// Ends every session of a person; of one's own, all but this one.
///
/// # Errors
/// `not_found`; `refused` for the sessions of an owner, unless one is an owner (R32).
pub async fn handle(call: Call<EndAll>) -> Answer<EndAll> {
    let user = call.read().users().get(call.params.id).await?.ok_or_else(|| Failure::not_found("user"))?;
    may_end(&call.actor, &user)?;
    let except = call.actor.session_id().filter(|_| user.id == call.actor.id);
    let thing = Thing::user(user.id, &user.full_name());
    let (id, entry) = (user.id, &call.origin().entry(&call.app, Action::SessionsEnded, thing, Vec::new()));
    let ended = call
        .write(|tx| async move {
            let ended = tx.sessions().delete_of_user(id, except).await?;
            if ended > 0 {
                audit::record(&tx, entry, Subject::Session).await?;
            }
            Ok(ended)
        })
        .await?;
    let cause = if except.is_some() { SessionEnd::Own } else { SessionEnd::Admin };
    call.app.metrics.sessions_ended(cause, ended);
    Ok(Reply::new(Ended { ended }))
}
