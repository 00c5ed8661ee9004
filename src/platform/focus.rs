//! Moving the keyboard focus.

use leptos::prelude::{document, request_animation_frame};
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

/// The element that has the focus, unless that is the page itself.
#[must_use]
pub fn active() -> Option<HtmlElement> {
    let element = document().active_element()?.dyn_into::<HtmlElement>().ok()?;
    (element.tag_name() != "BODY").then_some(element)
}

/// Moves the focus to an element, if it is still in the page.
pub fn to(element: &HtmlElement) {
    if element.is_connected() {
        // An element that cannot be focused keeps things as they are.
        let _ = element.focus();
    }
}

/// Moves the focus to the first element that matches, once the view has been updated.
pub fn to_selector(selector: &str) {
    let selector = selector.to_owned();
    request_animation_frame(move || {
        if let Some(element) = find(&selector) {
            to(&element);
        }
    });
}

/// Moves the focus to the element with that id.
pub fn to_id(id: &str) {
    if let Some(element) = document().get_element_by_id(id).and_then(|e| e.dyn_into::<HtmlElement>().ok()) {
        to(&element);
    }
}

/// The first element that matches.
#[must_use]
pub fn find(selector: &str) -> Option<HtmlElement> {
    document().query_selector(selector).ok().flatten()?.dyn_into().ok()
}

/// Is the focus where text is typed, so that single letters are not shortcuts?
#[must_use]
pub fn is_typing() -> bool {
    active().is_some_and(|element| {
        matches!(element.tag_name().as_str(), "INPUT" | "TEXTAREA" | "SELECT")
            || element.is_content_editable()
    })
}
