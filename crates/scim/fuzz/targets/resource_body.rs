//! See [`scim_fuzz::resource_body`].
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| scim_fuzz::resource_body(bytes));
