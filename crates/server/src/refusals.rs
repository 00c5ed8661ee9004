//! How much of what was refused is written to the log: not so much that who is refused all day hides everything else in it.

use std::num::NonZeroU32;
use std::sync::Arc;

use crate::clock::Clock;
use crate::session::limit::Limit;

/// Refusals of one person at once that are written; one more comes with each second.
const BURST: NonZeroU32 = NonZeroU32::new(20).expect("20 is not zero");

/// Counts them.
pub struct Refusals(Limit);

impl Refusals {
    /// None so far.
    #[must_use]
    pub fn new(clock: Arc<dyn Clock>) -> Self {
        Self(Limit::new(clock, NonZeroU32::MIN, BURST))
    }

    /// Is one more of `whom` written?
    #[must_use]
    pub fn may_be_logged(&self, whom: &str) -> bool {
        self.0.check(whom).is_ok()
    }
}
