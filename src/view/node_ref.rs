//! An element of the markup, for whoever must do something with it.

use leptos::prelude::{Get, GetUntracked, LocalStorage, RwSignal, Set};
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

/// Holds the element that has it as its `node_ref`, once that is made.
#[derive(Debug, Clone, Copy)]
pub struct NodeRef(RwSignal<Option<HtmlElement>, LocalStorage>);

impl NodeRef {
    /// Without an element yet.
    #[must_use]
    pub fn new() -> Self {
        Self(RwSignal::new_local(None))
    }

    pub(super) fn load(self, element: &HtmlElement) {
        self.0.set(Some(element.clone()));
    }

    /// The element; what calls runs again when there is another one.
    #[must_use]
    pub fn get(self) -> Option<HtmlElement> {
        self.0.get()
    }

    /// The element, if there is one by now.
    #[must_use]
    pub fn get_untracked(self) -> Option<HtmlElement> {
        self.0.try_get_untracked().flatten()
    }

    /// The element as what its tag makes it.
    #[must_use]
    pub fn get_as<E: JsCast>(self) -> Option<E> {
        self.get()?.dyn_into().ok()
    }
}

impl Default for NodeRef {
    fn default() -> Self {
        Self::new()
    }
}
