//! Elements.

use leptos::prelude::document;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{Event, EventTarget, HtmlInputElement};

use super::attribute::{self, Attribute, Property};
use super::node_ref::NodeRef;
use super::region::follow;
use super::run::Hear;
use super::signals::{Get, RwSignal};
use super::views::{IntoView, View};

/// An element that is being made. `view!` calls all of this.
#[derive(Debug)]
pub struct Element(web_sys::Element);

impl Element {
    /// An HTML element: the tag, then names and values of its attributes, with NUL between them.
    #[must_use]
    pub fn new(markup: &'static str) -> Self {
        Self::make(markup, None)
    }

    /// The same in SVG.
    #[must_use]
    pub fn svg(markup: &'static str) -> Self {
        Self::make(markup, Some("http://www.w3.org/2000/svg"))
    }

    fn make(markup: &str, namespace: Option<&str>) -> Self {
        let mut words = markup.split('\0');
        let tag = words.next().unwrap_or_default();
        let made = match namespace {
            None => document().create_element(tag),
            namespace => document().create_element_ns(namespace, tag),
        };
        let element = made.expect("the markup was parsed, and with it each tag's name");
        while let (Some(name), Some(value)) = (words.next(), words.next()) {
            attribute::write(&element, name, Some(value));
        }
        Self(element)
    }

    /// Sets an attribute, or lets it follow signals.
    #[must_use]
    pub fn attr(self, name: &'static str, value: impl Attribute) -> Self {
        value.set_on(&self.0, name);
        self
    }

    /// Sets a property of the DOM, or lets it follow signals.
    #[must_use]
    pub fn prop(self, name: &'static str, value: impl Property) -> Self {
        value.set_on(&self.0, name);
        self
    }

    /// Sets a property of the style, or lets it follow signals.
    #[must_use]
    pub fn style(self, name: &'static str, mut value: impl FnMut() -> String + 'static) -> Self {
        let style = self.0.unchecked_ref::<web_sys::HtmlElement>().style();
        follow(Box::new(move || {
            // Fails for a name that is none.
            let _ = style.set_property(name, &value());
        }));
        self
    }

    /// Listens to an event.
    #[must_use]
    pub fn on<E: JsCast + 'static>(self, event: &'static str, mut run: impl FnMut(&E) + 'static) -> Self {
        listen(&self.0, event, Box::new(move |event: &Event| run(event.unchecked_ref())));
        self
    }

    /// Keeps a text and what is typed the same.
    #[must_use]
    pub fn bind_value(self, value: RwSignal<String>) -> Self {
        let this = self.prop("value", move || value.get());
        let input: HtmlInputElement = this.0.clone().unchecked_into();
        this.on("input", move |_: &Event| {
            let typed = input.value();
            if value.get_untracked() != typed {
                value.set(typed);
            }
        })
    }

    /// Keeps a flag and a check box the same.
    #[must_use]
    pub fn bind_checked(self, checked: RwSignal<bool>) -> Self {
        let this = self.prop("checked", move || checked.get());
        let input: HtmlInputElement = this.0.clone().unchecked_into();
        this.on("change", move |_: &Event| checked.set(input.checked()))
    }

    /// Gives the element to whoever asks for it.
    #[must_use]
    pub fn node_ref(self, reference: NodeRef) -> Self {
        reference.load(self.0.unchecked_ref());
        self
    }

    /// Puts something at the element's end.
    #[must_use]
    pub fn child(self, child: impl IntoView) -> Self {
        append(self, child.into_view())
    }
}

/// Gives the element back, so that nobody has to keep it meanwhile.
#[inline(never)]
fn append(element: Element, view: View) -> Element {
    view.append_to(&element.0);
    element
}

/// Listens for as long as the element lives: the browser drops the closure with it.
fn listen(target: &EventTarget, event: &str, mut run: Box<dyn Hear>) {
    let listener = Closure::<dyn FnMut(Event)>::new(move |event: Event| run.hear(&event)).into_js_value();
    // Fails for no event name.
    let _ = target.add_event_listener_with_callback(event, listener.unchecked_ref());
}

impl IntoView for Element {
    fn into_view(self) -> View {
        View(self.0.into())
    }
}
