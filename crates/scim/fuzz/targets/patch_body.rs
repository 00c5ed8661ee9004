//! See [`scim_fuzz::patch_body`].
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| scim_fuzz::patch_body(bytes));
