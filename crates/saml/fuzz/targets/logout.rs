//! See [`saml_fuzz::logout`].
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| saml_fuzz::logout(bytes));
