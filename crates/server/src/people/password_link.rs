//! The one-time link with which a local person sets a password.

use api::history::Action;
use api::users::PasswordLink;
use domain::{UserId, life_cycle};

use super::write::{display_name, locked, provider};
use super::{Act, Error};
use crate::audit::Thing;
use crate::links;

/// Makes a link; earlier ones of the person stop working.
///
/// # Errors
/// The rules: R1 (managed by the identity provider), R7 (deactivated), R32 (a role above one's own).
pub async fn create_password_link(act: &Act<'_>, id: UserId) -> Result<PasswordLink, Error> {
    let link = &links::password(act.app, act.org, id);
    act.app
        .store
        .write(act.org, |tx| async move {
            let (user, subject) = locked(&tx, id).await?;
            if let Some(actor) = act.who.person() {
                life_cycle::can_set_password(actor, &subject, provider(&tx).await?)?;
            }
            tx.one_time_links().insert(&link.row).await?;
            let thing = Thing::user(id, &display_name(&user));
            act.record(&tx, Action::PasswordLinkCreated, thing, Vec::new()).await?;
            Ok::<_, Error>(())
        })
        .await?;
    Ok(PasswordLink { url: link.url.clone(), expires_at: link.expires_at })
}
