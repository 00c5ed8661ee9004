//! The texts of the page's language: a message a line, known by its number. `build.rs` makes them, and a function for each message.

use std::cell::Cell;

use js_sys::{Array, Intl, Object};
use wasm_bindgen::JsValue;

use super::Language;

/// The texts, and the language that they are in.
#[derive(Clone, Copy)]
struct Pack {
    language: Language,
    lines: &'static [&'static str],
}

thread_local! {
    static PACK: Cell<Pack> = const { Cell::new(Pack { language: Language::En, lines: &[] }) };
}

/// Takes the texts of the page. They stay for as long as the page does: another language is another page.
pub fn load(language: Language, texts: String) {
    let lines: Vec<&str> = texts.leak().split('\n').collect();
    PACK.set(Pack { language, lines: lines.leak() });
}

/// The language of the texts.
#[must_use]
pub fn language() -> Language {
    PACK.get().language
}

/// The words of a message. A reference to them is one number, where the words are two: less to hand over at each call.
#[inline(never)]
#[must_use]
pub fn message(number: usize) -> &'static &'static str {
    &PACK.get().lines[number]
}

/// A message with what it is given in place of `{0}`, `{1}` and so on.
#[inline(never)]
#[must_use]
pub fn fill(message: usize, values: &[&str]) -> String {
    filled(self::message(message), values)
}

/// The form of a message for that number, filled.
#[inline(never)]
#[must_use]
pub fn plural(message: usize, n: u64, values: &[&str]) -> String {
    let rules = Intl::PluralRules::new(&Array::of1(&JsValue::from_str(language().locale())), &Object::new());
    #[expect(clippy::cast_precision_loss, reason = "numbers of things fit the 53 bits of a double")]
    let form = match String::from(rules.select(n as f64)).as_str() {
        "one" => 1,
        "two" => 2,
        "few" => 3,
        "many" => 4,
        "zero" => 5,
        _ => 0,
    };
    filled(self::message(message).split('\t').nth(form).unwrap_or_default(), values)
}

fn filled(words: &str, values: &[&str]) -> String {
    let mut text = String::new();
    let mut rest = words;
    while let Some((before, after)) = rest.split_once('{') {
        text.push_str(before);
        // One digit and a bracket: build.rs writes them.
        text.push_str(values[usize::from(after.as_bytes()[0] - b'0')]);
        rest = &after[2..];
    }
    text.push_str(rest);
    text
}

/// One part of a message that is a list with bars between its parts.
#[must_use]
pub fn part(list: &'static str, at: usize) -> &'static str {
    list.split(" | ").nth(at).unwrap_or_default()
}

/// A number as the language writes it: `1,204`.
#[must_use]
pub fn number(n: u64) -> String {
    #[expect(clippy::cast_precision_loss, reason = "numbers of things fit the 53 bits of a double")]
    let number = js_sys::Number::from(n as f64);
    number.to_locale_string(language().locale()).into()
}
