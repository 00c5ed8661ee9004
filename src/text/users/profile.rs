//! A user's page: its head and its profile.

use domain::IdentityProvider;

pub use crate::text::messages::users::profile::*;
use crate::text::words;

/// Who manages the person.
#[must_use]
pub fn managed_by(provider: IdentityProvider) -> String {
    managed_by_named(&words::by(provider))
}

/// The way to the person in the identity provider's own console.
#[must_use]
pub fn open_in(provider: IdentityProvider) -> String {
    words::provider(provider).map_or_else(|| open_in_other().to_owned(), |name| open_in_named(&name))
}

/// Where the locked fields of a group are changed (R4).
#[must_use]
pub fn change_there(provider: IdentityProvider) -> String {
    change_locked(&words::place(provider))
}
