//! The sentences of applications.

use domain::ApplicationKind;

pub use super::messages::applications::*;
use crate::text::Message;

/// The kind, in a word.
#[must_use]
pub fn kind_name(kind: ApplicationKind) -> Message {
    match kind {
        ApplicationKind::Confidential => confidential(),
        ApplicationKind::Public => public(),
    }
}

/// What the kind means.
#[must_use]
pub fn kind_words(kind: ApplicationKind) -> Message {
    match kind {
        ApplicationKind::Confidential => confidential_words(),
        ApplicationKind::Public => public_words(),
    }
}
