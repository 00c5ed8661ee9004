//! The guard against mass changes: found anew from the deactivations each time, so that nothing has to be kept.

pub mod dismiss;
pub mod get;
pub mod undo;

use api::provisioning_guard as of;
use domain::guard::{self, KEPT_MS, MINIMUM, MassChange};
use domain::{Timestamp, UserId};
use store::Reader;

use crate::http::{Failure, Routes};

/// Deactivations that are looked at: of more, the latest.
const MOST: u64 = 100_000;

/// Binds the operations of `api::provisioning_guard`.
#[must_use]
pub fn mount(routes: Routes) -> Routes {
    routes
        .mount::<of::Get, _, _, _>(get::handle)
        .mount::<of::Undo, _, _, _>(undo::handle)
        .mount::<of::Dismiss, _, _, _>(dismiss::handle)
}

/// The present change.
pub struct Present {
    /// What it is.
    pub change: MassChange,
    /// Who was deactivated, the first one first.
    pub people: Vec<UserId>,
}

/// The set share, and the latest change of the last seven days that was neither undone nor dismissed.
///
/// # Errors
/// `not_found` when the organization is gone; the database fails.
pub async fn present(read: &Reader, now: Timestamp) -> Result<(u32, Option<Present>), Failure> {
    let settings = read.provisioning().get().await?.ok_or_else(|| Failure::not_found("organization"))?;
    let percent = settings.guard_percent;
    let kept = now.plus_ms(-KEPT_MS);
    let after = settings.guard_dismissed_at.map_or(kept, |dismissed| dismissed.max(kept));
    let mut deactivated = read.users().managed_deactivated_after(after, MOST).await?;
    // Home asks this each time: mostly there is nothing to compare with, and so nobody to count.
    if (deactivated.len() as u64) < MINIMUM {
        return Ok((percent, None));
    }
    let times: Vec<Timestamp> = deactivated.iter().map(|(_, at)| *at).collect();
    let active = read.users().count_managed_active().await?;
    let present = guard::find(&times, active, percent).map(|change| {
        deactivated.retain(|(_, at)| change.includes(*at));
        Present { change, people: deactivated.into_iter().map(|(id, _)| id).collect() }
    });
    Ok((percent, present))
}
