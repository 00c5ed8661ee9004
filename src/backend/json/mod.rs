//! JSON: the browser reads and writes it, serde makes values of it. serde_json is compiled once for each type, with a reader and
//! the words of errors that nobody would see; this costs the bundle a third of that (docs/decisions/view.md).

mod name;
mod read;
mod write;

use std::fmt;

use js_sys::{Array, JSON, Object, Reflect};
use serde::de::{DeserializeOwned, Visitor};
use serde::{Deserialize, Deserializer, Serialize};
use wasm_bindgen::{JsCast, JsValue};

use self::name::Name;
use self::read::Json;
use self::write::ToJs;

/// The value has another shape: there is no such error, [`malformed`] ends the program in its place. Without ways on which each
/// field of each type may fail, the bundle is 8.5 KB smaller.
#[derive(Debug)]
pub enum Malformed {}

/// Only an answer of another version of the server has another shape. boot.js then loads the page anew, and with it the
/// console of that version.
fn malformed() -> ! {
    panic!("an answer of the server has another shape than this console knows")
}

impl fmt::Display for Malformed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let _ = f;
        match *self {}
    }
}

impl std::error::Error for Malformed {}

impl serde::de::Error for Malformed {
    fn custom<T: fmt::Display>(_: T) -> Self {
        malformed()
    }
}

impl serde::ser::Error for Malformed {
    fn custom<T: fmt::Display>(_: T) -> Self {
        malformed()
    }
}

/// A value of any shape, as the text that [`read`] reads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text(pub String);

impl<'de> Deserialize<'de> for Text {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Words;
        impl Visitor<'_> for Words {
            type Value = Text;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a text")
            }

            fn visit_str<E>(self, text: &str) -> Result<Text, E> {
                Ok(Text(text.to_owned()))
            }
        }
        // Nothing of the API is bytes: what is read as such is its own text (`read.rs`).
        from.deserialize_byte_buf(Words)
    }
}

/// What the browser has read of a text, whatever shape it has.
#[derive(Debug)]
pub struct Parsed(JsValue);

/// Lets the browser read a text; `None` if it is no JSON.
#[inline(never)]
#[must_use]
pub fn parse(text: &str) -> Option<Parsed> {
    JSON::parse(text).ok().map(Parsed)
}

/// A value of what was read. It must have that shape: see [`Malformed`].
#[must_use]
pub fn of<T: DeserializeOwned>(parsed: Parsed) -> T {
    match T::deserialize(Json(parsed.0)) {
        Ok(value) => value,
        Err(never) => match never {},
    }
}

/// Reads a value; `None` if the text is no JSON. It must have that shape.
#[must_use]
pub fn read<T: DeserializeOwned>(text: &str) -> Option<T> {
    parse(text).map(of)
}

/// Writes a value.
#[must_use]
pub fn write<T: Serialize>(value: &T) -> String {
    text_of(&to_js(value))
}

fn text_of(value: &JsValue) -> String {
    JSON::stringify(value).map(String::from).unwrap_or_default()
}

/// The text of that name in a JSON object.
#[must_use]
pub fn text_at(text: &str, name: &str) -> Option<String> {
    let object = JSON::parse(text).ok()?;
    Reflect::get(&object, &name.into()).ok()?.as_string()
}

/// A value of an enum by its name; `None` for a name that it has not, as a URL may hold.
#[must_use]
pub fn from_name<T: DeserializeOwned>(name: &str) -> Option<T> {
    T::deserialize(Name(name)).ok()
}

/// The name of an enum's value; empty for `None`.
#[must_use]
pub fn name_of<T: Serialize>(value: Option<T>) -> String {
    to_js(&value).as_string().unwrap_or_default()
}

/// The fields of a flat value, as texts; absent ones are left out.
#[must_use]
pub fn pairs<T: Serialize>(value: &T) -> Vec<(String, String)> {
    pairs_of(to_js(value))
}

fn pairs_of(value: JsValue) -> Vec<(String, String)> {
    let Ok(object) = value.dyn_into::<Object>() else { return Vec::new() };
    let pair = |entry: JsValue| {
        let entry: Array = entry.unchecked_into();
        let (name, value) = (entry.get(0).as_string()?, entry.get(1));
        (!value.is_null()).then(|| (name, value.as_string().unwrap_or_else(|| text_of(&value))))
    };
    Object::entries(&object).iter().filter_map(pair).collect()
}

fn to_js<T: Serialize + ?Sized>(value: &T) -> JsValue {
    value.serialize(ToJs).unwrap_or(JsValue::NULL)
}
