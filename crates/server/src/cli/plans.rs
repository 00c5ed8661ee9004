//! Plans of made-up organizations (R16).

use std::collections::HashMap;

use api::events::Subject;
use api::history::Action;
use domain::{OrgId, PlanId, licenses};
use store::{Plan, User};

use super::Error;
use crate::app::App;
use crate::audit::{self, Origin, Thing};

/// Of a hundred people with a site, how many want the plan; and for how many of a hundred people it has seats. The last one has
/// too few, so that one is always full.
const SHARES: [(usize, u64); 4] = [(10, 12), (35, 40), (15, 18), (10, 5)];

/// The first four plans of the X Series, with seats for part of `people`. One that is there already stays as it is.
pub(super) async fn make(app: &App, org: OrgId, people: u32) -> Result<Vec<PlanId>, Error> {
    let present = app.store.read(org).licenses().list().await?;
    let mut ids = Vec::new();
    for (name, (_, percent)) in licenses::X_SERIES.iter().zip(SHARES) {
        let seats = (u64::from(people) * percent).div_ceil(100).max(1);
        let found = present.iter().find(|plan| plan.name.eq_ignore_ascii_case(name));
        ids.push(match found {
            Some(plan) => plan.id,
            None => create(app, org, name, seats).await?,
        });
    }
    Ok(ids)
}

async fn create(app: &App, org: OrgId, name: &str, seats: u64) -> Result<PlanId, Error> {
    let (id, now) = (PlanId(app.new_id()), app.now());
    let plan =
        &Plan { id, name: name.to_owned(), seats, used: 0, created_at: now, updated_at: now, version: 1 };
    let thing = Thing::license(id, name);
    let entry = &Origin::operator().entry(app, Action::LicenseCreated, thing, Vec::new());
    app.store
        .write(org, |tx| async move {
            tx.licenses().insert(plan).await?;
            audit::record(&tx, entry, Subject::License).await
        })
        .await?;
    Ok(id)
}

/// The plan that somebody wants who has thrown that number below a hundred.
pub(super) fn wanted(plans: &[PlanId], throw: usize) -> Option<PlanId> {
    let mut reached = 0;
    let nth = SHARES.iter().position(|(percent, _)| {
        reached += percent;
        throw < reached
    })?;
    plans.get(nth).copied()
}

/// Seats that are still free.
pub(super) struct Free(HashMap<PlanId, u64>);

impl Free {
    /// As it is now.
    pub(super) async fn read(app: &App, org: OrgId) -> Result<Self, Error> {
        let plans = app.store.read(org).licenses().list().await?;
        Ok(Self(plans.iter().map(|plan| (plan.id, plan.seating().free())).collect()))
    }

    /// Gives seats to `people` in their order; whoever comes too late has none.
    pub(super) fn seat(&mut self, people: &mut [User]) {
        for user in people {
            let free = user.plan_id.and_then(|plan| self.0.get_mut(&plan)).filter(|free| **free > 0);
            match free {
                Some(free) => *free -= 1,
                None => user.plan_id = None,
            }
        }
    }
}
