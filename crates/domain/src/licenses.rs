//! R16-R18: plans, and the seats that people take of them.

use crate::validation::Invalid;
use crate::{PlanId, Reason, SiteId, Status};

/// The names of the X Series (R16): offered where a plan is made; any other name may be given.
pub const X_SERIES: [&str; 8] = ["X1", "X2", "X3", "X4", "X5", "X6", "X7", "X8"];

/// Most seats of one plan.
pub const MAX_SEATS: u64 = 10_000_000;

/// A plan, as far as the rules look at it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Seats {
    /// Which plan.
    pub plan: PlanId,
    /// Seats that it has.
    pub seats: u64,
    /// Seats that are taken, also by deactivated people (R8, R17).
    pub used: u64,
}

impl Seats {
    /// Seats that nobody has taken.
    #[must_use]
    pub const fn free(&self) -> u64 {
        self.seats.saturating_sub(self.used)
    }

    /// May the plan be given to somebody who does not hold it (R17)? `has_site` counts a site that is set along with it.
    ///
    /// # Errors
    /// [`Reason::LicenseNeedsSite`], [`Reason::NoFreeSeat`].
    pub const fn can_assign(&self, has_site: bool) -> Result<(), Reason> {
        if !has_site {
            return Err(Reason::LicenseNeedsSite);
        }
        if self.free() == 0 { Err(self.none_free()) } else { Ok(()) }
    }

    /// The refusal of a plan whose seats are all taken.
    #[must_use]
    pub const fn none_free(&self) -> Reason {
        Reason::NoFreeSeat { plan: self.plan, seats: self.seats }
    }

    /// May the plan have that many seats from now on (R18)?
    ///
    /// # Errors
    /// [`Reason::SeatsInUse`].
    pub const fn can_become(&self, seats: u64) -> Result<(), Reason> {
        if seats < self.used { Err(Reason::SeatsInUse { used: self.used }) } else { Ok(()) }
    }

    /// May the plan be deleted (R16)?
    ///
    /// # Errors
    /// [`Reason::PlanHasHolders`].
    pub const fn can_delete(&self) -> Result<(), Reason> {
        if self.used > 0 { Err(Reason::PlanHasHolders { holders: self.used }) } else { Ok(()) }
    }
}

/// A number of seats.
///
/// # Errors
/// More than [`MAX_SEATS`].
pub fn seats(number: u64) -> Result<u64, Invalid> {
    let max = i64::try_from(MAX_SEATS).unwrap_or(i64::MAX);
    if number > MAX_SEATS { Err(Invalid::OutOfRange { min: 0, max }) } else { Ok(number) }
}

/// Whom a rule gives its plan, apart from a free seat. What it does not name may be anything.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Applies<'a> {
    /// Only people of that site.
    pub site: Option<SiteId>,
    /// Only people of that department, in its folded form.
    pub department_key: Option<&'a str>,
}

/// A person, as far as a rule looks at them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Candidate<'a> {
    /// Only active people are given one.
    pub status: Status,
    /// Without one there is no licence (R17).
    pub site: Option<SiteId>,
    /// The department, in its folded form.
    pub department_key: Option<&'a str>,
    /// Whoever has a licence keeps it.
    pub plan: Option<PlanId>,
}

impl Applies<'_> {
    /// Is this somebody to whom the rule gives its plan?
    #[must_use]
    pub fn to(&self, person: &Candidate<'_>) -> bool {
        person.status.is_active()
            && person.plan.is_none()
            && person.site.is_some()
            && self.site.is_none_or(|site| person.site == Some(site))
            && self.department_key.is_none_or(|key| person.department_key == Some(key))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn plan(seats: u64, used: u64) -> Seats {
        Seats { plan: PlanId(1), seats, used }
    }

    #[test]
    fn r17_a_licence_needs_a_site_and_a_free_seat() {
        assert_eq!(plan(2, 1).can_assign(true), Ok(()));
        assert_eq!(plan(2, 1).can_assign(false), Err(Reason::LicenseNeedsSite));
        assert_eq!(plan(2, 2).can_assign(true), Err(Reason::NoFreeSeat { plan: PlanId(1), seats: 2 }));
        assert_eq!(plan(0, 0).can_assign(true), Err(Reason::NoFreeSeat { plan: PlanId(1), seats: 0 }));
    }

    #[test]
    fn r18_seats_do_not_become_fewer_than_are_used() {
        assert_eq!(plan(9, 3).can_become(3), Ok(()));
        assert_eq!(plan(9, 3).can_become(2), Err(Reason::SeatsInUse { used: 3 }));
        assert!(seats(MAX_SEATS).is_ok() && seats(MAX_SEATS + 1).is_err());
    }

    #[test]
    fn r16_a_plan_that_somebody_holds_is_not_deleted() {
        assert_eq!(plan(9, 0).can_delete(), Ok(()));
        assert_eq!(plan(9, 3).can_delete(), Err(Reason::PlanHasHolders { holders: 3 }));
    }

    #[test]
    fn a_rule_gives_to_active_people_with_a_site_and_without_a_licence() {
        let rule = Applies { site: None, department_key: None };
        let ada =
            Candidate { status: Status::Active, site: Some(SiteId(1)), department_key: None, plan: None };
        assert!(rule.to(&ada));
        assert!(!rule.to(&Candidate { status: Status::Deactivated, ..ada }));
        assert!(!rule.to(&Candidate { site: None, ..ada }));
        assert!(!rule.to(&Candidate { plan: Some(PlanId(1)), ..ada }));
    }

    #[test]
    fn a_rule_gives_only_to_the_site_and_the_department_that_it_names() {
        let sales = Applies { site: Some(SiteId(1)), department_key: Some("sales") };
        let ada = Candidate {
            status: Status::Active,
            site: Some(SiteId(1)),
            department_key: Some("sales"),
            plan: None,
        };
        assert!(sales.to(&ada));
        assert!(!sales.to(&Candidate { site: Some(SiteId(2)), ..ada }));
        assert!(!sales.to(&Candidate { department_key: Some("it"), ..ada }));
        assert!(!sales.to(&Candidate { department_key: None, ..ada }));
    }
}
