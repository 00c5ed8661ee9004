//! R7: the identity provider deactivates people at once, also when it does so by mistake. This finds out, from the times
//! alone, that it has deactivated unusually many within one of its cycles. Nothing is blocked by it: somebody is told.

use std::ops::RangeInclusive;

use crate::Timestamp;
use crate::timestamp::DAY_MS;

/// How long a change may take: more than one cycle of Entra (40 minutes) or Okta.
pub const WINDOW_MS: i64 = 3_600_000;
/// How long a change is told: who was away over a weekend still learns of it.
pub const KEPT_MS: i64 = 7 * DAY_MS;
/// Fewer people are no mass change, whatever share they are.
pub const MINIMUM: u64 = 10;
/// The share in percent that it takes more than, unless the organization has set another.
pub const DEFAULT_PERCENT: u32 = 20;
/// What the share may be set to. More than 100 % cannot be: 100 switches the guard off.
pub const PERCENTS: RangeInclusive<u32> = 1..=100;

/// Unusually many deactivations within [`WINDOW_MS`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MassChange {
    /// The first deactivation.
    pub from: Timestamp,
    /// The last one.
    pub to: Timestamp,
    /// How many people.
    pub people: u64,
    /// How many of a hundred managed people that is, rounded down.
    pub share: u64,
}

impl MassChange {
    /// Is a deactivation at that time part of it?
    #[must_use]
    pub fn includes(&self, at: Timestamp) -> bool {
        (self.from..=self.to).contains(&at)
    }
}

/// The latest mass change: `times` are those of the deactivations, in their order, and `active` is how many of the managed
/// people are active now. A share is always of those who were active before: `active` and those of the change.
#[must_use]
pub fn find(times: &[Timestamp], active: u64, percent: u32) -> Option<MassChange> {
    times.iter().enumerate().rev().find_map(|(end, to)| {
        let start = times.partition_point(|at| to.ms_since(*at) > WINDOW_MS);
        let people = (end - start + 1) as u64;
        let before = active.saturating_add(people);
        (people >= MINIMUM && people * 100 > before.saturating_mul(u64::from(percent))).then(|| MassChange {
            from: times[start],
            to: *to,
            people,
            share: people * 100 / before,
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const MINUTE: i64 = 60_000;

    /// So many at once, at that minute.
    fn at(minute: i64, people: usize) -> Vec<Timestamp> {
        vec![Timestamp(minute * MINUTE); people]
    }

    fn found(times: &[Vec<Timestamp>], active: u64) -> Option<(i64, i64, u64)> {
        let change = find(&times.concat(), active, DEFAULT_PERCENT)?;
        Some((change.from.0 / MINUTE, change.to.0 / MINUTE, change.people))
    }

    #[test]
    fn fewer_than_ten_people_are_no_mass_change_even_when_they_are_everybody() {
        assert_eq!(found(&[], 0), None);
        assert_eq!(found(&[at(0, 9)], 0), None);
        assert_eq!(found(&[at(0, 10)], 0), Some((0, 0, 10)));
    }

    #[test]
    fn the_share_of_those_who_were_active_before_must_be_exceeded() {
        assert_eq!(found(&[at(0, 20)], 80), None, "20 of 100 are 20 %, not more");
        assert_eq!(found(&[at(0, 21)], 80), Some((0, 0, 21)));
        assert_eq!(find(&at(0, 21), 80, 20).map(|change| change.share), Some(20), "21 of 101");
    }

    #[test]
    fn what_takes_more_than_an_hour_is_not_counted_together() {
        assert_eq!(found(&[at(0, 5), at(60, 5)], 0), Some((0, 60, 10)));
        assert_eq!(found(&[at(0, 5), at(61, 5)], 0), None);
    }

    #[test]
    fn a_change_that_goes_on_is_one_and_the_latest_of_several_is_found() {
        assert_eq!(found(&[at(0, 12), at(30, 12), at(59, 12)], 10), Some((0, 59, 36)));
        assert_eq!(found(&[at(0, 30), at(300, 12), at(900, 1)], 10), Some((300, 300, 12)));
    }

    #[test]
    fn one_leaver_afterwards_does_not_hide_a_change() {
        assert_eq!(found(&[at(0, 30), at(61, 1)], 10), Some((0, 0, 30)));
    }

    #[test]
    fn at_100_percent_nothing_is_ever_told() {
        assert_eq!(find(&at(0, 50), 0, 100), None);
        assert_eq!(find(&at(0, 50), 0, 99).map(|change| change.share), Some(100));
    }

    #[test]
    fn only_the_deactivations_between_the_first_and_the_last_belong_to_it() {
        let change = find(&[at(10, 10), at(20, 10)].concat(), 0, 20).unwrap();
        let included = [9, 10, 20, 21].map(|minute| change.includes(Timestamp(minute * MINUTE)));
        assert_eq!(included, [false, true, true, false]);
    }
}
