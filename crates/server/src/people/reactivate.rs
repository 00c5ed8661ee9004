//! The way back from a mass deactivation by the identity provider.

use api::history::Action;
use api::provisioning_guard::Undone;
use domain::guard::MassChange;
use domain::life_cycle::can_undo_deactivation;
use domain::{Status, UserId};

use super::write::{save, with_status};
use super::{Act, Error};

/// Reactivates those of `ids` who are still deactivated by `change`: all in one transaction, each with an entry (R33).
///
/// This is the one case in which an admin activates people whom the identity provider manages (R2 locks it everywhere
/// else): waiting for the identity provider to be mended would keep a whole company from calling. What it costs is that
/// the two disagree until then, and that the identity provider may deactivate the same people again in its next cycle.
/// Their sessions stay ended (R7). See docs/decisions/mass-change.md.
///
/// # Errors
/// The database fails.
pub async fn reactivate(act: &Act<'_>, ids: &[UserId], change: &MassChange) -> Result<Undone, Error> {
    act.write(|tx| async move {
        let mut undone = Undone::default();
        for id in ids {
            // Gone by now, or active again, or deactivated once more, by somebody who knows better.
            let Some(before) = tx.users().lock(*id).await? else { continue };
            if !before.deactivated_at.is_some_and(|at| change.includes(at)) {
                continue;
            }
            // R10 needs no owners to be locked: nobody is deactivated here.
            if act.who.person().is_some_and(|actor| can_undo_deactivation(actor, before.role).is_err()) {
                undone.refused += 1;
                continue;
            }
            let mut after = before.clone();
            with_status(&mut after, Status::Active, act);
            save(&tx, act, &before, after, None, Action::UserActivated).await?;
            undone.reactivated += 1;
        }
        Ok(undone)
    })
    .await
}
