//! See [`scim_fuzz::filter`].
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| scim_fuzz::filter(bytes));
