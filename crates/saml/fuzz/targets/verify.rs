//! See [`saml_fuzz::verify`].
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| saml_fuzz::verify(bytes));
