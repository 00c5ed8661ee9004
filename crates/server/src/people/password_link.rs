//! The one-time link with which a local person sets a password.

use api::history::Action;
use api::users::PasswordLink;
use domain::{UserId, life_cycle};
use store::{LinkPurpose, OneTimeLink};
use uuid::Uuid;

use super::write::{display_name, locked, provider, rule_subject};
use super::{Act, Error, Subject};
use crate::secret::Secret;

/// How long a link works, in milliseconds: a day.
pub const LIFETIME_MS: i64 = domain::timestamp::DAY_MS;

/// Makes a link; earlier ones of the person stop working.
///
/// # Errors
/// The rules: R1 (managed by the identity provider), R7 (deactivated), R32 (a role above one's own).
pub async fn create_password_link(act: &Act<'_>, id: UserId) -> Result<PasswordLink, Error> {
    let secret = Secret::new(act.org, act.app.new_id(), &*act.app.ids);
    let link = &OneTimeLink {
        id: Uuid::from_u128(secret.id),
        purpose: LinkPurpose::Password,
        user_id: Some(id),
        secret_hash: secret.hash(),
        expires_at: act.at.plus_ms(LIFETIME_MS),
        used_at: None,
    };
    act.app
        .store
        .write(act.org, |tx| async move {
            let user = locked(&tx, id).await?;
            if let Some(actor) = act.who.person() {
                let subject = rule_subject(&tx, &user).await?;
                life_cycle::can_set_password(actor, &subject, provider(&tx).await?)?;
            }
            tx.one_time_links().insert(link).await?;
            let subject = Subject::user(id, &display_name(&user));
            act.record(&tx, Action::PasswordLinkCreated, subject, Vec::new()).await?;
            Ok::<_, Error>(())
        })
        .await?;
    let url = format!("{}/set-password#{secret}", act.app.config.public_url);
    Ok(PasswordLink { url, expires_at: link.expires_at })
}
