//! What statements say about rows.

use crate::Error;

/// A write that was to hit one row, and hit none: the row was changed or deleted since it was read. A silent
/// no-op would tell the caller that it was written.
pub const fn one_row(affected: u64) -> Result<(), Error> {
    if affected == 1 { Ok(()) } else { Err(Error::Stale) }
}
