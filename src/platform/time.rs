//! Times for people, by the browser's own `Intl`: relative ("3 minutes ago") and exact with the zone.

use domain::Timestamp;
use js_sys::{Array, Date, Intl, Object, Reflect};
use wasm_bindgen::JsValue;

const MINUTE: i64 = 60_000;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

/// Now, by the browser's clock.
#[must_use]
pub fn now() -> Timestamp {
    #[expect(
        clippy::cast_possible_truncation,
        reason = "milliseconds since 1970 fit an i64 for 292 million years"
    )]
    Timestamp(Date::now() as i64)
}

fn options(pairs: &[(&str, &str)]) -> Object {
    let object = Object::new();
    for (key, value) in pairs {
        // Setting a property of a plain object does not fail.
        let _ = Reflect::set(&object, &JsValue::from_str(key), &JsValue::from_str(value));
    }
    object
}

/// The language in which times are written: that of the texts.
fn language() -> Array {
    Array::of1(&JsValue::from_str(crate::text::language().locale()))
}

/// Seconds, minutes, hours, days, months or years between two times, in the largest unit that is at least one.
fn largest_unit(ms: i64) -> (i64, &'static str) {
    match ms.abs() {
        d if d < MINUTE => (0, "second"),
        d if d < HOUR => (ms / MINUTE, "minute"),
        d if d < DAY => (ms / HOUR, "hour"),
        d if d < 60 * DAY => (ms / DAY, "day"),
        d if d < 730 * DAY => (ms / (30 * DAY), "month"),
        _ => (ms / (365 * DAY), "year"),
    }
}

/// `3 minutes ago`, `in 2 days`, `now`.
#[must_use]
pub fn relative(at: Timestamp, now: Timestamp) -> String {
    let (amount, unit) = largest_unit(at.ms_since(now));
    let format = Intl::RelativeTimeFormat::new(&language(), &options(&[("numeric", "auto")]));
    #[expect(clippy::cast_precision_loss, reason = "the amount is below 400,000")]
    format.format(amount as f64, unit).into()
}

/// `23 Nov 2026, 14:05:09 CET`.
#[must_use]
pub fn exact(at: Timestamp) -> String {
    let options = options(&[
        ("day", "numeric"),
        ("month", "short"),
        ("year", "numeric"),
        ("hour", "2-digit"),
        ("minute", "2-digit"),
        ("second", "2-digit"),
        ("timeZoneName", "short"),
    ]);
    format(at, &options)
}

/// `23 Nov 2026`.
#[must_use]
pub fn day(at: Timestamp) -> String {
    format(at, &options(&[("day", "numeric"), ("month", "short"), ("year", "numeric")]))
}

/// `14:05`.
#[must_use]
pub fn of_day(at: Timestamp) -> String {
    format(at, &options(&[("hour", "2-digit"), ("minute", "2-digit")]))
}

fn format(at: Timestamp, options: &Object) -> String {
    #[expect(clippy::cast_precision_loss, reason = "milliseconds of our times fit the 53 bits of a double")]
    let date = Date::new(&JsValue::from_f64(at.0 as f64));
    date.to_locale_string(crate::text::language().locale(), options).into()
}
