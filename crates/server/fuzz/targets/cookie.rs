//! See [`server_fuzz::cookie`].
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| server_fuzz::cookie(bytes));
