//! The session that a browser had when somebody signed in there anew: its cookie is replaced, so nobody could end it any more.

use axum::http::HeaderMap;
use store::{FormerSession, Offline};

use super::cookie;
use crate::app::App;
use crate::audit;
use crate::metrics::SessionEnd;

/// That of the request's cookie.
///
/// # Errors
/// The database fails.
pub async fn read(app: &App, headers: &HeaderMap) -> Result<Option<FormerSession>, store::Error> {
    let Some(secret) = cookie::read(&app.config, headers) else { return Ok(None) };
    let id = domain::SessionId(secret.id);
    let found = app.store.read(secret.org).sessions().get(id).await?;
    let own = found.filter(|session| secret.matches(&session.secret_hash));
    Ok(own.map(|session| FormerSession { org: secret.org, id: session.id }))
}

/// Ends it, once another one has begun. What applications may do while the person is away stays (R34). Should this fail, the session
/// ends by itself.
pub async fn end(app: &App, former: Option<FormerSession>) {
    let Some(FormerSession { org, id }) = former else { return };
    let now = app.now();
    let ended = app.store.write(org, |tx| async move {
        tx.announce(&audit::name(api::events::Subject::Session), &id.to_string(), now);
        tx.sessions().delete(id, Offline::Keep).await
    });
    match ended.await {
        Ok(()) => app.metrics.sessions_ended(SessionEnd::Own, 1),
        // It has ended meanwhile.
        Err(store::Error::Stale) => {}
        Err(error) => tracing::warn!(%error, "the session that a browser had before could not be ended"),
    }
}
