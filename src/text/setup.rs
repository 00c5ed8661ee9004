//! First run.

pub use super::messages::setup::*;

/// What the short name is for.
#[must_use]
pub fn slug_hint(slug: &str) -> String {
    slug_hint_of(if slug.is_empty() { "contoso" } else { slug })
}
