//! Values of attributes and of properties: constant, or following signals.

use std::borrow::Cow;

use js_sys::Reflect;
use wasm_bindgen::JsValue;
use web_sys::Element;

use super::region::follow;
use super::run::Run;
use super::signals::{Get, Memo, RwSignal, Signal};
use crate::text::Message;

/// The text of an attribute; `None` takes it away.
pub type Text = Option<Cow<'static, str>>;

/// What an attribute can be given.
pub trait Attribute {
    /// Sets the attribute, now and whenever the value changes.
    fn set_on(self, element: &Element, name: &'static str);
}

/// A value that has a text as an attribute.
pub trait AttributeText {
    /// Its text.
    fn text(self) -> Text;
}

/// Sets or takes away an attribute.
pub(super) fn write(element: &Element, name: &str, value: Option<&str>) {
    // Fails for a name that is none: names are in the markup, which was parsed.
    let _ = match value {
        Some(value) => element.set_attribute(name, value),
        None => element.remove_attribute(name),
    };
}

fn live(element: &Element, name: &'static str, mut read: Box<dyn Run<Text>>) {
    let element = element.clone();
    let mut shown: Text = None;
    follow(Box::new(move || {
        let text = read.run();
        if text != shown {
            write(&element, name, text.as_deref());
            shown = text;
        }
    }));
}

macro_rules! attribute {
    ($($type:ty: |$value:ident| $text:expr;)*) => {$(
        impl AttributeText for $type {
            fn text(self) -> Text {
                let $value = self;
                $text
            }
        }

        impl Attribute for $type {
            fn set_on(self, element: &Element, name: &'static str) {
                if let Some(text) = self.text() {
                    write(element, name, Some(&text));
                }
            }
        }
    )*};
}

attribute! {
    &'static str: |text| Some(Cow::Borrowed(text));
    Message: |message| Some(Cow::Borrowed(message.words()));
    String: |text| Some(Cow::Owned(text));
    Option<&'static str>: |text| text.map(Cow::Borrowed);
    Option<Message>: |message| message.map(|message| Cow::Borrowed(message.words()));
    Option<String>: |text| text.map(Cow::Owned);
    bool: |on| on.then_some(Cow::Borrowed(""));
}

impl<T: AttributeText, F: FnMut() -> T + 'static> Attribute for F {
    fn set_on(mut self, element: &Element, name: &'static str) {
        live(element, name, Box::new(move || self().text()));
    }
}

impl<T: AttributeText, F: FnMut() -> T + 'static> Attribute for Option<F> {
    fn set_on(self, element: &Element, name: &'static str) {
        if let Some(read) = self {
            read.set_on(element, name);
        }
    }
}

impl<T: AttributeText + Clone + Send + Sync + 'static> Attribute for Signal<T> {
    fn set_on(self, element: &Element, name: &'static str) {
        live(element, name, Box::new(move || self.get().text()));
    }
}

impl<T: AttributeText + Clone + Send + Sync + 'static> Attribute for Memo<T> {
    fn set_on(self, element: &Element, name: &'static str) {
        live(element, name, Box::new(move || self.get().text()));
    }
}

impl<T: AttributeText + Clone + Send + Sync + 'static> Attribute for RwSignal<T> {
    fn set_on(self, element: &Element, name: &'static str) {
        live(element, name, Box::new(move || self.get().text()));
    }
}

/// What a property of the DOM can be given.
pub trait Property {
    /// Sets the property, now and whenever the value changes.
    fn set_on(self, element: &Element, name: &'static str);
}

/// Sets a property, unless it has that value already: a text field would lose its caret.
fn put(element: &Element, name: &str, value: &JsValue) {
    let name = JsValue::from_str(name);
    // Fail for what is no object: an element is one.
    if Reflect::get(element, &name).as_ref() != Ok(value) {
        let _ = Reflect::set(element, &name, value);
    }
}

impl Property for bool {
    fn set_on(self, element: &Element, name: &'static str) {
        put(element, name, &self.into());
    }
}

impl<T: Into<JsValue>, F: FnMut() -> T + 'static> Property for F {
    fn set_on(mut self, element: &Element, name: &'static str) {
        live_property(element, name, Box::new(move || self().into()));
    }
}

impl Property for Signal<String> {
    fn set_on(self, element: &Element, name: &'static str) {
        live_property(element, name, Box::new(move || self.get().into()));
    }
}

impl Property for RwSignal<String> {
    fn set_on(self, element: &Element, name: &'static str) {
        live_property(element, name, Box::new(move || self.get().into()));
    }
}

fn live_property(element: &Element, name: &'static str, mut read: Box<dyn Run<JsValue>>) {
    let element = element.clone();
    follow(Box::new(move || put(&element, name, &read.run())));
}
