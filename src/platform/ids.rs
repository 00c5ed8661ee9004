//! Unique ids for elements, so that labels and descriptions find their controls.

use std::sync::atomic::{AtomicU32, Ordering};

static NEXT: AtomicU32 = AtomicU32::new(1);

/// An id that no other element of the page has, such as `field-12`.
#[must_use]
pub fn unique(prefix: &str) -> String {
    [prefix, "-", &NEXT.fetch_add(1, Ordering::Relaxed).to_string()].concat()
}
