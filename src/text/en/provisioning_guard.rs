//! Unusually many deactivations by the identity provider.

use api::provisioning_guard::{Guard, MassChange, Undone};

use super::common::sentences;
use super::{count, number};

sentences! {
    title = "Mass deactivation";
    happened = "What happened";
    effect = "They cannot sign in and their sessions are ended. Everything else they have was kept.";
    people = "Who was deactivated";
    reactivate = "Reactivate them";
    reactivate_title = "Reactivate these people?";
    reactivate_now = "They can sign in again at once, with the site, numbers and settings they had.";
    reactivate_sessions = "Their sessions stay ended: each of them signs in anew.";
    reactivate_again = "Your identity provider may deactivate them again in its next cycle. Mend the cause there: assignments, groups or scope.";
    meant = "It was meant";
    dismissed = "Taken as meant. Nobody was changed.";
    nothing_title = "No mass deactivation";
    to_log = "Go to the provisioning log";
}

/// How many, from when to when.
#[must_use]
pub fn summary(change: &MassChange, from: &str, to: &str) -> String {
    let people = count(change.people, "person", "people");
    let share = number(change.share);
    [
        "Your identity provider deactivated ",
        &people,
        ", ",
        &share,
        " % of those it manages, from ",
        from,
        " to ",
        to,
        ".",
    ]
    .concat()
}

/// Those who are not listed.
#[must_use]
pub fn more(n: u64) -> String {
    ["and ", &number(n), " more"].concat()
}

/// When something would be told here.
#[must_use]
pub fn nothing_detail(guard: &Guard) -> String {
    if guard.percent >= 100 {
        return "The warning is switched off in the advanced provisioning settings.".to_owned();
    }
    let (percent, minimum) = (guard.percent.to_string(), number(guard.minimum));
    [
        "When your identity provider deactivates more than ",
        &percent,
        " % of its people within an hour, and at least ",
        &minimum,
        ", they are listed here for seven days, with a way back.",
    ]
    .concat()
}

/// What an undo came to.
#[must_use]
pub fn undone(undone: &Undone) -> String {
    let verb = if undone.reactivated == 1 { " is active again." } else { " are active again." };
    let mut text = [&count(undone.reactivated, "person", "people"), verb].concat();
    if undone.refused > 0 {
        text += &[" ", &count(undone.refused, "owner", "owners"), " can be reactivated by an owner only."]
            .concat();
    }
    text
}
