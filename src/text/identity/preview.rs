//! The sentences of the preview before the first synchronization.

use domain::preview::{Fate, Likeness, MAX_USERNAMES};

pub use crate::text::messages::identity::preview::*;

/// What happens to somebody, as a tab.
#[must_use]
pub fn fate(fate: Fate) -> &'static str {
    match fate {
        Fate::Linked => fate_linked(),
        Fate::Managed => fate_managed(),
        Fate::Created => fate_created(),
        Fate::Conflict => fate_conflict(),
        Fate::LocalOnly => fate_local_only(),
    }
}

/// By what two people seem to be the same.
#[must_use]
pub fn likeness(by: Likeness) -> &'static str {
    match by {
        Likeness::Email => same_email(),
        Likeness::Name => same_name(),
    }
}

/// The button that puts usernames right.
#[must_use]
pub fn put_right_button(n: usize) -> String {
    match n {
        0 => put_right_none().to_owned(),
        n if n > MAX_USERNAMES => put_right_first(MAX_USERNAMES as u64),
        n => put_right_some(n as u64),
    }
}

/// Announced after usernames were put right.
#[must_use]
pub fn put_right_of(done: u64, refused: u64) -> String {
    if refused == 0 { put_right_done(done) } else { put_right_partly(done, refused) }
}
