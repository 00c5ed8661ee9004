//! `PUT /api/v1/me/password`

use api::Problem;
use api::events::Subject;
use api::history::Action;
use api::problem::FieldError;
use api::sessions::ChangePassword;
use domain::Reason;

use super::sign_in;
use crate::audit::{self, Thing};
use crate::http::{Answer, Call, Reply};
use crate::metrics::SessionEnd;
use crate::session::own_password;

/// Changes one's own password, and ends all of one's other sessions.
///
/// # Errors
/// `invalid_fields`: not the password that is, or none that may be; `too_many_attempts`; `refused` (R27).
pub async fn handle(call: Call<ChangePassword>) -> Answer<ChangePassword> {
    let (app, actor) = (&call.app, &call.actor);
    let user = &call.read().users().get(actor.id).await?;
    // R27: what nobody can sign in with is not worth changing.
    if sign_in::method(app, actor.org, user.as_ref()).await?.is_none() {
        return Err(Reason::PasswordsOff.into());
    }
    let known = &own_password::verify(&call, "current_password", &call.body.current_password).await?;
    let checked = app.passwords.check(&call.body.password, &actor.username).await;
    checked.map_err(|invalid| Problem::fields(vec![FieldError::invalid("password", invalid)]))?;
    let hash = &app.passwords.hash(&call.body.password, &*app.ids).await;
    let entry =
        &call.origin().entry(app, Action::PasswordSet, Thing::user(actor.id, &actor.name), Vec::new());
    let (id, this, now) = (actor.id, actor.session_id(), call.now());
    let ended = call.write(|tx| async move {
        // After, or before, a sign-in with the password that is replaced: never beside it.
        tx.users().lock(id).await?;
        let present = tx.credentials().get(id).await?;
        if present.is_none_or(|present| present.password_hash != *known) {
            return Err(own_password::wrong("current_password"));
        }
        tx.credentials().set(id, hash, now).await?;
        // Whoever was given a link could take the new password back with it.
        tx.one_time_links().delete_of_user(id).await?;
        audit::record(&tx, entry, Subject::Session).await?;
        Ok(tx.sessions().delete_of_user(id, this).await?)
    });
    app.metrics.sessions_ended(SessionEnd::PasswordSet, ended.await?);
    Ok(Reply::empty())
}
