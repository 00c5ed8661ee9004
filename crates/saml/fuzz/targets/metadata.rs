//! See [`saml_fuzz::metadata`].
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| saml_fuzz::metadata(bytes));
