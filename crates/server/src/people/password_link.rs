//! The one-time link with which a local person sets a password.

use api::history::Action;
use api::users::{NotMailed, PasswordLink};
use domain::{Reason, Role, Timestamp, UserId, life_cycle};
use store::{Change, User};

use super::write::{display_name, locked, provider};
use super::{Act, Error};
use crate::audit::Thing;
use crate::links;
use crate::mail::PasswordLetter;

/// Makes a link; earlier ones of the person stop working. With `send` it is mailed to them, too: whether that went well is
/// part of the answer, and the link is there either way.
///
/// # Errors
/// The rules: R1 (managed by the identity provider), R7 (deactivated), R32 (a role above one's own).
pub async fn create_password_link(act: &Act<'_>, id: UserId, send: bool) -> Result<PasswordLink, Error> {
    let link = &links::password(act.app, act.org, id);
    let user = act
        .app
        .store
        .write(act.org, |tx| async move {
            let (user, subject) = locked(&tx, id).await?;
            if let Some(actor) = act.who.person() {
                life_cycle::can_set_password(actor, &subject, provider(&tx).await?)?;
            }
            let off = tx.sso().get().await?.is_some_and(|settings| settings.enabled);
            let emergency = user.role == Role::Owner && tx.emergency_access().get(id).await?.is_some();
            if off && !emergency {
                return Err(Reason::PasswordsOff.into());
            }
            tx.one_time_links().insert(&link.row).await?;
            let thing = Thing::user(id, &display_name(&user));
            act.record(&tx, Action::PasswordLinkCreated, thing, Vec::new()).await?;
            Ok::<_, Error>(user)
        })
        .await?;
    let mailed = if send { Some(mail(act, &user, &link.url, link.expires_at).await?) } else { None };
    Ok(PasswordLink {
        url: link.url.clone(),
        expires_at: link.expires_at,
        mailed_to: mailed.as_ref().and_then(|mailed| mailed.clone().ok()),
        not_mailed: mailed.and_then(Result::err),
    })
}

/// Mails the link; gives the address that it went to.
async fn mail(
    act: &Act<'_>,
    user: &User,
    url: &str,
    expires_at: Timestamp,
) -> Result<Result<String, NotMailed>, Error> {
    let Some(mail) = &act.app.config.mail else { return Ok(Err(NotMailed::NoMailServer)) };
    let Some(email) = user.email.clone().filter(|email| !email.is_empty()) else {
        return Ok(Err(NotMailed::NoEmail));
    };
    let organization = act.app.store.organizations().get(act.org).await?;
    let letter = PasswordLetter {
        id: act.app.new_id(),
        at: act.at,
        organization: organization.as_ref().map_or("Rollcall", |organization| organization.name.as_str()),
        name: &user.full_name(),
        username: &user.username,
        email: &email,
        url,
        expires_at,
    };
    let sent = mail.send(&letter.letter()).await;
    act.app.metrics.mailed(sent.is_ok());
    if let Err(error) = sent {
        // Not the link: the error names only what the mail server said.
        tracing::warn!(%error, "a password link could not be mailed");
        return Ok(Err(NotMailed::Refused));
    }
    record(act, user, &email).await?;
    Ok(Ok(email))
}

async fn record(act: &Act<'_>, user: &User, email: &str) -> Result<(), Error> {
    act.app
        .store
        .write(act.org, |tx| async move {
            let change = Change { field: "email".to_owned(), from: None, to: Some(email.to_owned()) };
            let thing = Thing::user(user.id, &display_name(user));
            act.record(&tx, Action::PasswordLinkMailed, thing, vec![change]).await?;
            Ok(())
        })
        .await
}
