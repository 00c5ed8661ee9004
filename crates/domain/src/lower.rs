//! Lower case, by whoever has its tables already.

/// The text in lower case, as Unicode says (SpecialCasing, language-neutral).
#[cfg(not(target_arch = "wasm32"))]
pub fn lower(text: &str) -> String {
    text.to_lowercase()
}

/// The same, by the browser: the standard library's tables are 7 KB of the console after compression.
#[cfg(target_arch = "wasm32")]
pub fn lower(text: &str) -> String {
    js_sys::JsString::from(text).to_lower_case().into()
}
