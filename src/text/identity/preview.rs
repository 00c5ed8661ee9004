//! The sentences of the preview before the first synchronization.

use domain::preview::{Fate, Likeness, MAX_USERNAMES, Why};
use domain::validation::Invalid;

use crate::text::Message;
pub use crate::text::messages::identity::preview::*;
use crate::text::reasons;

/// What happens to somebody, as a tab.
#[must_use]
pub fn fate(fate: Fate) -> Message {
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
pub fn likeness(by: Likeness) -> Message {
    match by {
        Likeness::Email => same_email(),
        Likeness::Name => same_name(),
    }
}

/// Why that becomes of a person. A test keeps the English that of `crates/domain`.
#[must_use]
pub fn because(why: &Why) -> String {
    let words = match why {
        Why::UsernameDiffers { here, by: Likeness::Email } => return why_email_differs(here),
        Why::UsernameDiffers { here, by: Likeness::Name } => return why_name_differs(here),
        Why::Repeated { lines } => {
            let lines: Vec<String> = lines.iter().map(u64::to_string).collect();
            return why_repeated(&lines.join(", "));
        }
        Why::InvalidUsername { invalid: Invalid::Empty } => why_no_username(),
        Why::InvalidUsername { invalid } => return why_invalid(&reasons::invalid(*invalid)),
        Why::LocalUser => why_local_user(),
        Why::BackAgain => why_back_again(),
        Why::ManagedAlready => why_managed_already(),
        Why::Nobody => why_nobody(),
        Why::HiddenLocalUser => why_hidden(),
        Why::LastActiveOwner => why_last_active_owner(),
        Why::NotListed => why_not_listed(),
    };
    words.to_owned()
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
