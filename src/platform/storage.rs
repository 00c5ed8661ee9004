//! What the browser remembers for this origin. Refused storage (private windows) only means that nothing is remembered.

use leptos::prelude::window;
use web_sys::Storage;

fn local() -> Option<Storage> {
    window().local_storage().ok().flatten()
}

/// Reads what was remembered under a key.
#[must_use]
pub fn get(key: &str) -> Option<String> {
    local()?.get_item(key).ok().flatten()
}

/// Remembers a text.
pub fn set(key: &str, value: &str) {
    if let Some(storage) = local() {
        // Full or refused: then it is not remembered.
        let _ = storage.set_item(key, value);
    }
}

/// Forgets a key.
pub fn remove(key: &str) {
    if let Some(storage) = local() {
        // Refused: then there was nothing to forget.
        let _ = storage.remove_item(key);
    }
}
