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

/// Words that are always the same, known by their number: what says something hands over a number, where the words would be two, and
/// calls nothing for it (docs/decisions/view.md).
#[derive(Clone, Copy)]
pub struct Message(usize);

impl Message {
    /// No words.
    pub const NONE: Self = Self(usize::MAX);

    /// The message of that number.
    #[must_use]
    pub const fn of(number: usize) -> Self {
        Self(number)
    }

    /// The words, as one reference.
    #[inline(never)]
    fn line(self) -> &'static &'static str {
        PACK.get().lines.get(self.0).unwrap_or(&"")
    }

    /// The words.
    #[must_use]
    pub fn words(self) -> &'static str {
        self.line()
    }

    /// The words, as a text of one's own. It hides what all that is `Clone` has of this name, which would give the message again.
    #[inline(never)]
    #[must_use]
    pub fn to_owned(self) -> String {
        self.words().to_string()
    }
}

impl std::ops::Deref for Message {
    type Target = str;

    fn deref(&self) -> &str {
        self.line()
    }
}

impl From<Message> for String {
    fn from(message: Message) -> Self {
        message.to_owned()
    }
}

impl std::fmt::Debug for Message {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.words().fmt(f)
    }
}

impl PartialEq for Message {
    fn eq(&self, other: &Self) -> bool {
        self.words() == other.words()
    }
}

impl PartialEq<&str> for Message {
    fn eq(&self, other: &&str) -> bool {
        self.words() == *other
    }
}

impl Eq for Message {}

impl Default for Message {
    fn default() -> Self {
        Self::NONE
    }
}

/// A message with what it is given in place of `{0}`, `{1}` and so on.
#[inline(never)]
#[must_use]
pub fn fill(message: usize, values: &[&str]) -> String {
    filled(Message(message).words(), values)
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
    filled(Message(message).split('\t').nth(form).unwrap_or_default(), values)
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

/// A number as the language writes it: `1,204`.
#[must_use]
pub fn number(n: u64) -> String {
    #[expect(clippy::cast_precision_loss, reason = "numbers of things fit the 53 bits of a double")]
    let number = js_sys::Number::from(n as f64);
    number.to_locale_string(language().locale()).into()
}
