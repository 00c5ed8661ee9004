//! See [`saml_fuzz::gate`].
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| saml_fuzz::gate(bytes));
