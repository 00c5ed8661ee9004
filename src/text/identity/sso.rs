//! The sentences of single sign-on.

use domain::sso::{NameIdFormat, SsoProvider};

pub use crate::text::messages::identity::sso::*;
use crate::text::part;

/// A provider to choose.
#[must_use]
pub fn provider(provider: SsoProvider) -> &'static str {
    if provider == SsoProvider::Other { other_provider() } else { provider.words() }
}

/// What is asked for as NameID.
#[must_use]
pub fn format(format: NameIdFormat) -> &'static str {
    part(formats(), format as usize)
}
