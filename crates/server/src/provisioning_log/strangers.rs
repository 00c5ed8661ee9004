//! Requests without a token that opens anything: worth an entry, for whoever set it up wrongly; but nobody may fill
//! the log of an organization from outside.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use domain::{OrgId, Timestamp};

/// One entry of an address in that time, in milliseconds.
const ONE_IN_MS: i64 = 60_000;
/// Addresses of one organization in that time.
const MOST_ADDRESSES: usize = 60;

/// When each address last left an entry.
#[derive(Default)]
pub struct Strangers(Mutex<HashMap<OrgId, HashMap<String, Timestamp>>>);

impl Strangers {
    /// May a request from `address` leave an entry now? Then it is remembered.
    pub fn may_leave_an_entry(&self, org: OrgId, address: &str, now: Timestamp) -> bool {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let seen = all.entry(org).or_default();
        seen.retain(|_, at| now.ms_since(*at) < ONE_IN_MS);
        if seen.len() >= MOST_ADDRESSES || seen.contains_key(address) {
            return false;
        }
        seen.insert(address.to_owned(), now);
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn r31_an_address_leaves_one_entry_a_minute_and_all_of_them_sixty() {
        let strangers = Strangers::default();
        let may = |address: &str, ms| strangers.may_leave_an_entry(OrgId(1), address, Timestamp(ms));
        assert!(may("a", 0));
        assert!(!may("a", 59_999));
        assert!(strangers.may_leave_an_entry(OrgId(2), "a", Timestamp(0)), "each organization by itself");
        assert!(may("a", 60_000));
        let left = (0..100).filter(|n| may(&n.to_string(), 60_001)).count();
        assert_eq!(left, MOST_ADDRESSES - 1);
    }
}
