//! Who is what (R32).

use api::history::Action;
use domain::{Role, UserId, life_cycle};
use store::User;

use super::write::{locked, save};
use super::{Act, Error};
use crate::http::IfMatch;

/// Gives a person a role, and changes nothing else: their sessions go on, with what the role allows.
///
/// # Errors
/// [`Error::Stale`] when `if_match` names another version; the rules: R10, R32.
pub async fn set_role(act: &Act<'_>, id: UserId, if_match: IfMatch, role: Role) -> Result<User, Error> {
    act.write(|tx| async move {
        let (before, subject) = locked(&tx, id).await?;
        if !if_match.admits(before.version.unsigned_abs()) {
            return Err(Error::Stale);
        }
        if let Some(actor) = act.who.person() {
            life_cycle::can_change_role(actor, &subject, role)?;
        }
        let after = User { role, ..before.clone() };
        let (user, _) = save(&tx, act, &before, after, None, Action::RoleChanged).await?;
        Ok(user)
    })
    .await
}
