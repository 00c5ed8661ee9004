//! The sentences of single sign-on.

use domain::sso::{NameIdFormat, SsoProvider};

use crate::text::Message;
pub use crate::text::messages::identity::sso::*;

/// A provider to choose.
#[must_use]
pub fn provider(provider: SsoProvider) -> &'static str {
    if provider == SsoProvider::Other { other_provider().words() } else { provider.words() }
}

/// What is asked for as NameID.
#[must_use]
pub fn format(format: NameIdFormat) -> Message {
    formats(format as usize)
}
