//! Unusually many deactivations by the identity provider.

use api::provisioning_guard::{Guard, MassChange, Undone};

pub use super::messages::provisioning_guard::*;

/// How many, from when to when.
#[must_use]
pub fn summary(change: &MassChange, from: &str, to: &str) -> String {
    summary_of(change.people, change.share, from, to)
}

/// When something would be told here.
#[must_use]
pub fn nothing_detail(guard: &Guard) -> String {
    if guard.percent >= 100 {
        return switched_off_detail().to_owned();
    }
    watching_detail(u64::from(guard.percent), guard.minimum)
}

/// What an undo came to.
#[must_use]
pub fn undone(undone: &Undone) -> String {
    let people = reactivated(undone.reactivated);
    if undone.refused == 0 { people } else { [&people, " ", &owners_refused(undone.refused)].concat() }
}
