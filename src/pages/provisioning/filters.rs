//! The search and the filters above the log.

use domain::{Operation, Outcome};

use super::query::spans;
use crate::layout::Filters;
use crate::text::provisioning_log as text;
use crate::ui::Choice;
use crate::view::prelude::*;

/// Search, outcome, operation, time, reads, and what takes them all away.
pub fn filters(filters: Filters) -> View {
    let outcomes = Outcome::ALL.iter().map(|one| Choice::new(one.name(), text::outcome_word(*one)));
    let operations = Operation::ALL.iter().map(|one| Choice::new(one.name(), text::operation_word(*one)));
    let reads = vec![Choice::new("shown", text::reads_shown())];
    let person = move || filters.filter.with(|filter| !filter.get("user").is_empty());
    view! {
        <div class="filters" role="group" aria-label=text::filters()>
            {filters.search(text::search(), "subject")}
            {filters.select(text::outcome(), "outcome", Signal::stored(outcomes.collect()))}
            {filters.select(text::operation(), "operation", Signal::stored(operations.collect()))}
            {filters.select(text::time(), "since", Signal::stored(spans()))}
            {filters.select(text::reads(), "reads", Signal::stored(reads))}
            {filters.clear()}
        </div>
        <Show when=person><p class="secondary">{text::one_person()}</p></Show>
    }
}
