//! See [`saml_fuzz::certificate`].
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| saml_fuzz::certificate(bytes));
