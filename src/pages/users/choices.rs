//! What the browser knows of languages and time zones, for the lists of the forms.

use js_sys::{Array, Function, Intl, Object, Reflect};
use wasm_bindgen::{JsCast, JsValue};

use crate::ui::Choice;

/// The languages that are offered; any other that a person has is offered to them as well.
const LANGUAGES: [&str; 40] = [
    "ar-AE", "ar-SA", "bg-BG", "cs-CZ", "da-DK", "de-AT", "de-CH", "de-DE", "el-GR", "en-AU", "en-CA",
    "en-GB", "en-IE", "en-IN", "en-US", "es-ES", "es-MX", "et-EE", "fi-FI", "fr-BE", "fr-CA", "fr-CH",
    "fr-FR", "he-IL", "hu-HU", "it-IT", "ja-JP", "ko-KR", "lt-LT", "lv-LV", "nb-NO", "nl-BE", "nl-NL",
    "pl-PL", "pt-BR", "pt-PT", "ro-RO", "sv-SE", "zh-CN", "zh-TW",
];

/// The languages, each with its name, and the one that is set; `none` is what it means that none is.
#[must_use]
pub fn languages(present: &str, none: &str) -> Vec<Choice> {
    let name = language_names();
    let mut choices: Vec<Choice> = LANGUAGES.into_iter().map(|tag| Choice::new(tag, name(tag))).collect();
    choices.sort_by(|a, b| a.label.cmp(&b.label));
    with_present(choices, present, none)
}

/// A language, by its name.
#[must_use]
pub fn language(tag: &str) -> String {
    language_names()(tag)
}

/// A time zone, as it is shown.
#[must_use]
pub fn time_zone(name: &str) -> String {
    name.replace('_', " ")
}

/// The time zones that the browser knows, and the one that is set; likewise.
#[must_use]
pub fn time_zones(present: &str, none: &str) -> Vec<Choice> {
    let known = Reflect::get(&intl(), &JsValue::from_str("supportedValuesOf"))
        .ok()
        .and_then(|function| function.dyn_into::<Function>().ok())
        .and_then(|function| function.call1(&JsValue::UNDEFINED, &JsValue::from_str("timeZone")).ok())
        .map(|names| Array::from(&names))
        .unwrap_or_default();
    let choices =
        known.iter().filter_map(|name| name.as_string()).map(|name| Choice::new(&name, time_zone(&name)));
    with_present(choices.collect(), present, none)
}

/// That there is none first, and what is set also where the list does not hold it.
fn with_present(mut choices: Vec<Choice>, present: &str, none: &str) -> Vec<Choice> {
    if !present.is_empty() && choices.iter().all(|choice| choice.value != present) {
        choices.insert(0, Choice::new(present, present));
    }
    choices.insert(0, Choice::new("", none));
    choices
}

fn intl() -> JsValue {
    Reflect::get(&js_sys::global(), &JsValue::from_str("Intl")).unwrap_or(JsValue::UNDEFINED)
}

/// A language by its name in the language of the console, and its tag.
fn language_names() -> impl Fn(&str) -> String {
    let options = Object::new();
    // Setting a property of a plain object does not fail.
    let _ = Reflect::set(&options, &JsValue::from_str("type"), &JsValue::from_str("language"));
    let names =
        Intl::DisplayNames::new(&Array::of1(&JsValue::from_str(crate::text::language().locale())), &options);
    move |tag| [&names.of(tag).map(String::from).unwrap_or_default(), " (", tag, ")"].concat()
}
