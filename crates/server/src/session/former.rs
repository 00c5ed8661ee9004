//! The session that a browser had when somebody signed in there anew: its cookie is replaced, so nobody could end it any more.

use api::events::Subject;
use api::history::Action;
use axum::http::HeaderMap;
use domain::{OrgId, SessionId};
use store::{FormerSession, Offline, Session};

use super::cookie;
use crate::app::App;
use crate::audit::{self, Origin, Thing};
use crate::http::Client;
use crate::metrics::SessionEnd;

/// That of the request's cookie.
///
/// # Errors
/// The database fails.
pub async fn read(app: &App, headers: &HeaderMap) -> Result<Option<FormerSession>, store::Error> {
    let Some(secret) = cookie::read(&app.config, headers) else { return Ok(None) };
    let found = app.store.read(secret.org).sessions().get(SessionId(secret.id)).await?;
    let own = found.filter(|session| secret.matches(&session.secret_hash));
    Ok(own.map(|session| FormerSession { org: secret.org, id: session.id }))
}

/// Ends it, once `next` has begun in the organization `org`. What applications may do goes on in that, if it is of the same person, and
/// else as after signing out (R34). Should this fail, the session ends by itself.
pub async fn end(app: &App, former: Option<FormerSession>, (org, next): (OrgId, &Session), client: &Client) {
    let Some(former) = former else { return };
    match try_to_end(app, former, (org, next), client).await {
        Ok(()) => app.metrics.sessions_ended(SessionEnd::Replaced, 1),
        // It has ended meanwhile.
        Err(store::Error::Stale) => {}
        Err(error) => tracing::warn!(%error, "the session that a browser had before could not be ended"),
    }
}

async fn try_to_end(
    app: &App,
    former: FormerSession,
    (org, next): (OrgId, &Session),
    client: &Client,
) -> Result<(), store::Error> {
    let found = app.store.read(former.org).sessions().with_user(former.id).await?;
    let (session, user) = found.ok_or(store::Error::Stale)?;
    let name = user.full_name();
    let thing = Thing::user(user.id, &name);
    let entry =
        &Origin::stranger(user.id, &name, client).entry(app, Action::SessionsEnded, thing, Vec::new());
    let same_person = former.org == org && session.user_id == next.user_id;
    let (id, next) = (session.id, next.id);
    let ended = app.store.write(former.org, |tx| async move {
        if same_person {
            tx.sessions().replace(id, next).await?;
        } else {
            tx.sessions().delete(id, Offline::Keep).await?;
        }
        audit::record(&tx, entry, Subject::Session).await
    });
    ended.await
}
