//! What several pages say.

pub use super::messages::common::*;

/// Which part of a list is shown; `more`: there are more than `total`.
#[must_use]
pub fn range(first: u64, last: u64, total: u64, more: bool) -> String {
    match (total, more) {
        (0, _) => range_of_none().to_owned(),
        (_, true) => range_of_more(first, last, total),
        (_, false) => range_of(first, last, total),
    }
}
