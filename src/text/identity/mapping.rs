//! The sentences of the attribute mapping.

use api::provisioning_mapping::ShownIn;

pub use crate::text::messages::identity::mapping::*;

/// What stands for a value that is not shown (R21).
#[must_use]
pub fn not_shown(shown_in: ShownIn) -> &'static str {
    match shown_in {
        ShownIn::Directory => directory_only(),
        ShownIn::Console | ShownIn::Nowhere => hidden(),
    }
}
