//! Unique ids: for elements, so that labels and descriptions find their controls, and for requests.

use std::sync::atomic::{AtomicU32, Ordering};

use leptos::prelude::window;

static NEXT: AtomicU32 = AtomicU32::new(1);

/// An id that no other element of the page has, such as `field-12`.
#[must_use]
pub fn unique(prefix: &str) -> String {
    [prefix, "-", &NEXT.fetch_add(1, Ordering::Relaxed).to_string()].concat()
}

/// 32 random hexadecimal digits: the `Idempotency-Key` of a request.
///
/// # Panics
/// In a browser without `crypto.getRandomValues`; every browser that runs WebAssembly has it.
#[must_use]
pub fn random() -> String {
    let mut bytes = [0; 16];
    let crypto = window().crypto().expect("browsers that run WebAssembly have it, on insecure origins too");
    crypto.get_random_values_with_u8_array(&mut bytes).expect("16 bytes are within its quota of 65,536");
    bytes.iter().fold(String::new(), |text, byte| {
        let digit = |n: u8| char::from_digit(u32::from(n), 16).unwrap_or_default();
        text + digit(byte >> 4).encode_utf8(&mut [0; 4]) + digit(byte & 15).encode_utf8(&mut [0; 4])
    })
}
