//! `POST /api/v1/passwords`

use api::Problem;
use api::history::Action;
use api::problem::FieldError;
use api::sessions::{NewPassword, SetPassword};
use api::sign_ins::Method;
use domain::Reason;

use super::{check_password_link, sign_in};
use crate::http::{Answer, PublicCall};
use crate::links;
use crate::metrics::SessionEnd;

/// Sets a password by a one-time link, ends every session of the person, and signs them in.
///
/// # Errors
/// `link_invalid`, `invalid_fields`, or `too_many_attempts` from this address.
pub async fn handle(call: PublicCall<SetPassword>) -> Answer<SetPassword> {
    let app = &call.app;
    let NewPassword { token, password } = call.body;
    app.attempts.from_address(&call.client.address).await?;
    let (org, link, user) = check_password_link::find(app, &token).await?;
    // R27: a link that was made before passwords were switched off.
    if sign_in::method(app, org, Some(&user)).await?.is_none() {
        return Err(Reason::PasswordsOff.into());
    }
    let checked = app.passwords.check(&password, &user.username).await;
    checked.map_err(|invalid| Problem::fields(vec![FieldError::invalid("password", invalid)]))?;
    let hash = app.passwords.hash(&password, &*app.ids).await;
    let (hash, now, link_id, user_id) = (hash.as_str(), app.now(), link.id, user.id);
    let set = app.store.write(org, |tx| async move {
        // After, or before, a sign-in with the password that is replaced: never beside it.
        tx.users().lock(user_id).await?;
        tx.one_time_links().use_up(link_id, now).await?;
        tx.credentials().set(user_id, hash, now).await?;
        tx.sessions().delete_of_user(user_id, None).await
    });
    let ended = set.await.map_err(links::used_up)?;
    app.metrics.sessions_ended(SessionEnd::PasswordSet, ended);
    app.attempts.succeeded(org, &user.username, None).await?;
    sign_in::begin(app, org, &user, (&call.client, &call.headers), (Action::PasswordSet, Method::Link, None))
        .await
}
