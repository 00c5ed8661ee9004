//! Gives licences by rules: "people of this site, of this department, get that plan when a seat is free".
//!
//! One task of each server looks at an organization when something in it was changed there ([`LicenseRules::wake`]), and at all of
//! them once a minute, for what other servers and commands have changed. Several servers may do so at once: each licence is given
//! in a transaction that looks again at rule, person and seats.

mod apply;

pub(crate) use apply::sentence;

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use domain::OrgId;
use tokio::sync::{Notify, oneshot};
use tokio::time::MissedTickBehavior;

use crate::app::App;

/// How often every organization is looked at.
const LOOK_EVERY: Duration = Duration::from_secs(60);
/// How long changes are gathered: so that a busy identity provider does not have the same rules read for each of its requests.
const GATHER_FOR: Duration = Duration::from_millis(250);

/// What is to be done.
#[derive(Default)]
struct Due {
    organizations: BTreeSet<OrgId>,
    waiting: Vec<oneshot::Sender<()>>,
}

/// Wakes the task that applies the rules.
#[derive(Default)]
pub struct LicenseRules {
    due: Mutex<Due>,
    /// Something is due.
    called: Notify,
    /// Somebody waits for it.
    hurried: Notify,
}

impl LicenseRules {
    /// People, plans or rules of `org` were changed.
    pub fn wake(&self, org: OrgId) {
        self.due().organizations.insert(org);
        self.called.notify_one();
    }

    /// Waits until the rules have been applied to everything that was changed before: for tests. The task must run.
    pub async fn flush(&self) {
        let (applied, told) = oneshot::channel();
        self.due().waiting.push(applied);
        self.called.notify_one();
        self.hurried.notify_one();
        // The task is gone: there is nothing to wait for.
        let _ = told.await;
    }

    fn due(&self) -> MutexGuard<'_, Due> {
        self.due.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn take(&self) -> Due {
        std::mem::take(&mut *self.due())
    }
}

/// Applies rules until it is stopped.
pub async fn run(app: Arc<App>) {
    let mut ticks = tokio::time::interval(LOOK_EVERY);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            _ = ticks.tick() => wake_all(&app).await,
            () = app.license_rules.called.notified() => {}
        }
        // In time or not: what was changed until now is looked at.
        let _ = tokio::time::timeout(GATHER_FOR, app.license_rules.hurried.notified()).await;
        let Due { mut organizations, waiting } = app.license_rules.take();
        while !organizations.is_empty() {
            organizations = round(&app, organizations).await;
        }
        for waiting in waiting {
            // Whoever has gone away meanwhile does not need the answer.
            let _ = waiting.send(());
        }
    }
}

async fn wake_all(app: &App) {
    match app.store.organizations().list().await {
        Ok(all) => {
            app.license_rules.due().organizations.extend(all.iter().map(|organization| organization.id))
        }
        Err(error) => {
            tracing::warn!(%error, "organizations cannot be read; rules that give licences are late");
        }
    }
}

/// A round for each; returns those that have more to do, with those that were woken meanwhile: nobody waits for one that gives
/// licences to thousands.
async fn round(app: &App, organizations: BTreeSet<OrgId>) -> BTreeSet<OrgId> {
    let mut more = BTreeSet::new();
    for org in organizations {
        match apply::apply(app, org).await {
            Ok(true) => {
                more.insert(org);
            }
            Ok(false) => {}
            Err(error) => {
                tracing::warn!(%error, "rules could not give licences; the next try is in a minute at the latest");
            }
        }
    }
    more.append(&mut app.license_rules.due().organizations);
    more
}
