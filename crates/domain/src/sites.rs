//! R11-R15: sites, their names, and the one setting of a user's site.

use crate::{Reason, SiteId};

/// What naming a site comes to, for a user that has `current` (R12, R13).
///
/// `Ok(Some(site))` is the first setting, `Ok(None)` leaves things as they are.
///
/// # Errors
/// [`Reason::SiteAlreadySet`] when another site is named than the one that is set.
pub fn set_site(current: Option<SiteId>, named: SiteId) -> Result<Option<SiteId>, Reason> {
    match current {
        None => Ok(Some(named)),
        Some(same) if same == named => Ok(None),
        Some(_) => Err(Reason::SiteAlreadySet),
    }
}

/// May a site with that many users be deleted (R15)?
///
/// # Errors
/// [`Reason::SiteHasUsers`].
pub const fn can_delete(users: u64) -> Result<(), Reason> {
    if users > 0 { Err(Reason::SiteHasUsers { users }) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn r12_site_is_set_once() {
        assert_eq!(set_site(None, SiteId(1)), Ok(Some(SiteId(1))));
    }

    #[test]
    fn r12_site_cannot_change_once_set() {
        assert_eq!(set_site(Some(SiteId(1)), SiteId(2)), Err(Reason::SiteAlreadySet));
    }

    #[test]
    fn r13_the_same_site_is_accepted_and_changes_nothing() {
        assert_eq!(set_site(Some(SiteId(1)), SiteId(1)), Ok(None));
    }

    #[test]
    fn r15_a_site_with_users_is_not_deleted() {
        assert_eq!(can_delete(3), Err(Reason::SiteHasUsers { users: 3 }));
        assert_eq!(can_delete(0), Ok(()));
    }
}
