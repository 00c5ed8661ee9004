//! The entries, the newest first.

use api::provisioning_log::Entry;
use domain::Effect;

use super::outcome;
use super::query::{self, PATH};
use crate::layout::Words;
use crate::text::provisioning_log as text;
use crate::ui::{Glyph, TimeAgo};
use crate::view::prelude::*;

/// What the list says of itself.
pub fn words() -> Words {
    Words {
        label: text::title(),
        columns: vec![text::what(), text::whom(), text::outcome(), text::when()],
        none: (text::none_title(), text::none_detail()),
        glyph: Glyph::Clock,
    }
}

/// One entry.
pub fn row(entry: &Entry) -> View {
    let href = [PATH, "/", &entry.id.to_string()].concat();
    // Of a new person everything has changed: their own page says what.
    let told = !entry.changed.is_empty() && entry.effect != Effect::UserCreated;
    let changed = told.then(|| view! { <span class="log-sub">{entry.changed.join(", ")}</span> });
    let subject = match entry.user_id {
        Some(id) => view! { <a href=query::person(id)>{entry.subject.clone()}</a> },
        None => view! { <span>{entry.subject.clone()}</span> },
    };
    view! {
        <tr data-outcome=entry.outcome.name()>
            <th scope="row" class="log-what"><a href=href>{text::effect(entry)}</a>{changed}</th>
            <td class="log-subject">{subject}</td>
            <td>{outcome::badge(entry.outcome)}</td>
            <td class="log-when"><TimeAgo at=entry.at /></td>
        </tr>
    }
}
