//! The search and the filters above the log.

use domain::{Operation, Outcome};

use super::log::Log;
use super::query::{PATH, SPANS};
use crate::text::provisioning_log as text;
use crate::ui::{ButtonLink, Choice, FilterSelect, SearchBox, Variant};
use crate::view::prelude::*;

/// Search, outcome, operation, time, reads, and what takes them all away.
#[component]
pub fn Filters(
    /// The log.
    log: Log,
) -> View {
    let outcomes = Outcome::ALL.iter().map(|one| Choice::new(one.name(), text::outcome_word(*one)));
    let operations = Operation::ALL.iter().map(|one| Choice::new(one.name(), text::operation_word(*one)));
    let labels = [text::last_hour(), text::last_day(), text::last_week(), text::last_month()];
    let spans = SPANS.into_iter().zip(labels).map(|((name, _), label)| Choice::new(name, label));
    let reads = vec![Choice::new("shown", text::reads_shown())];
    let person = move || log.filter.with(|filter| !filter.get("user").is_empty());
    view! {
        <div class="filters" role="group" aria-label=text::filters()>
            <Search log />
            {select(log, text::outcome(), "outcome", outcomes.collect())}
            {select(log, text::operation(), "operation", operations.collect())}
            {select(log, text::time(), "since", spans.collect())}
            {select(log, text::reads(), "reads", reads)}
            <Show when=move || log.filter.with(|filter| filter.is_filtered())>
                <ButtonLink label=text::clear() href=PATH variant=Variant::Quiet />
            </Show>
        </div>
        <Show when=person><p class="secondary">{text::one_person()}</p></Show>
    }
}

/// A filter whose choices are values of one name in the URL.
fn select(log: Log, label: &'static str, name: &'static str, choices: Vec<Choice>) -> View {
    let value = derive(move || log.filter.with(|filter| filter.get(name)));
    let choose = Callback::new(move |chosen: String| {
        log.go.run((log.filter.with_untracked(|filter| filter.href(name, &chosen)), false));
    });
    view! { <FilterSelect label value choices=Signal::stored(choices) on_choose=choose /> }
}

/// The first letters typed make an entry in the browser's history; those that refine them do not.
#[component]
fn Search(log: Log) -> View {
    let value = derive(move || log.filter.with(|filter| filter.get("subject")));
    let search = Callback::new(move |typed: String| {
        let filter = log.filter.get_untracked();
        let (now, typed) = (filter.get("subject"), typed.trim());
        if now != typed {
            log.go.run((filter.href("subject", typed), !now.is_empty() && !typed.is_empty()));
        }
    });
    view! { <SearchBox label=text::search() value on_search=search /> }
}
