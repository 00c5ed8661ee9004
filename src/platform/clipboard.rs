//! Copying to the clipboard.

use leptos::prelude::window;
use wasm_bindgen_futures::JsFuture;

/// Copies a text. False when the browser does not allow it (an insecure origin, or a permission that was refused).
pub async fn copy(text: &str) -> bool {
    let navigator = window().navigator();
    // Absent on insecure origins, where web-sys would still hand out an object.
    let present = js_sys::Reflect::get(&navigator, &"clipboard".into()).is_ok_and(|value| value.is_object());
    present && JsFuture::from(navigator.clipboard().write_text(text)).await.is_ok()
}
