//! The sentences of the attribute mapping.

use api::provisioning_mapping::ShownIn;

use crate::text::Message;
pub use crate::text::messages::identity::mapping::*;

/// What stands for a value that is not shown (R21).
#[must_use]
pub fn not_shown(shown_in: ShownIn) -> Message {
    match shown_in {
        ShownIn::Directory => directory_only(),
        ShownIn::Console | ShownIn::Nowhere => hidden(),
    }
}
