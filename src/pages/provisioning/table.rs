//! The entries, the newest first.

use api::Page;
use api::provisioning_log::Entry;
use domain::Effect;

use super::log::Log;
use super::outcome;
use super::query::{self, PATH};
use crate::text::common;
use crate::text::provisioning_log as text;
use crate::ui::{Pager, TableFrame, TimeAgo};
use crate::view::prelude::*;

/// The rows, and the pages before and after.
#[component]
pub fn Table(
    /// The log.
    log: Log,
) -> View {
    let entries =
        move || log.shown.with(|page| page.as_ref().map_or_else(Vec::new, |page| page.items.clone()));
    view! {
        <TableFrame label=text::title() busy=log.read.loading>
            <thead>
                <tr>
                    <th scope="col">{text::what()}</th>
                    <th scope="col">{text::whom()}</th>
                    <th scope="col">{text::outcome()}</th>
                    <th scope="col">{text::when()}</th>
                </tr>
            </thead>
            <tbody><For each=entries key=|entry| entry.id let:entry>{row(&entry)}</For></tbody>
        </TableFrame>
        <Pages log />
    }
}

fn row(entry: &Entry) -> View {
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

/// "1–50 of 1,240", and the pages before and after.
#[component]
fn Pages(log: Log) -> View {
    let with =
        move |look: fn(&Page<Entry>) -> Option<String>| log.shown.with(|page| page.as_deref().and_then(look));
    let summary = move || {
        with(|page| {
            let (before, shown) = (page.offset.unwrap_or_default(), page.items.len() as u64);
            Some(common::range(before + 1, before + shown, page.total, page.total_is_minimum))
        })
        .unwrap_or_default()
    };
    let to = move |cursor: Option<String>| {
        cursor.map(|cursor| log.filter.with(|filter| filter.href("cursor", &cursor)))
    };
    let previous = move || to(with(|page| page.previous_cursor.clone()));
    let next = move || to(with(|page| page.next_cursor.clone()));
    view! { <Pager summary=derive(summary) previous=derive(previous) next=derive(next) /> }
}
