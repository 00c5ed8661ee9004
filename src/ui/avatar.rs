//! A person's initials on a quiet ground.

use crate::view::prelude::*;

/// The first letters of the first and of the last word.
fn initials(name: &str) -> String {
    let mut words = name.split_whitespace().filter_map(|word| word.chars().next());
    let first = words.next();
    let letters: String = first.into_iter().chain(words.next_back()).collect();
    // By the browser, which has the tables.
    js_sys::JsString::from(letters).to_upper_case().into()
}

/// The initials of a name; hidden from assistive technology, because the name stands beside it.
#[component]
pub fn Avatar(
    /// The whole name.
    #[prop(into)]
    name: Signal<String>,
    /// For the head of a page.
    #[prop(optional)]
    large: bool,
) -> View {
    view! {
        <span class="avatar" data-size=large.then_some("large") aria-hidden="true">
            {move || name.with(|name| initials(name))}
        </span>
    }
}
