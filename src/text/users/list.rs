//! The list of users.

pub use crate::text::messages::users::list::*;

/// How many are listed, announced after each search; `more`: there are more than `n`.
#[must_use]
pub fn found(n: u64, more: bool, filtered: bool) -> String {
    match (filtered, more) {
        (false, false) => total(n),
        (false, true) => total_more(n),
        (true, false) => matching(n),
        (true, true) => matching_more(n),
    }
}

/// `25 per page`.
#[must_use]
pub fn per_page(n: u32) -> String {
    per_page_of(u64::from(n))
}
