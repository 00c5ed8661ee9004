//! See [`server_fuzz::csv`].
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| server_fuzz::csv(bytes));
