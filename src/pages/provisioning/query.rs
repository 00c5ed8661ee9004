//! The log's filters in the URL of the page.

use api::provisioning_log::LogQuery;
use domain::timestamp::DAY_MS;
use domain::{Operation, Outcome, Timestamp, UserId};

use crate::layout::Filter;
use crate::text::provisioning_log as text;
use crate::ui::Choice;

/// Where the log is.
pub const PATH: &str = "/provisioning";

/// Spans of time that are offered, and their names in the URL: they count back from now.
const SPANS: [(&str, i64); 4] =
    [("hour", DAY_MS / 24), ("day", DAY_MS), ("week", 7 * DAY_MS), ("month", 30 * DAY_MS)];

/// The spans as choices of a filter.
#[must_use]
pub fn spans() -> Vec<Choice> {
    let labels = [text::last_hour(), text::last_day(), text::last_week(), text::last_month()];
    SPANS.into_iter().zip(labels).map(|((name, _), label)| Choice::new(name, label)).collect()
}

/// When the span of that name begins.
#[must_use]
pub fn since(name: &str, now: Timestamp) -> Option<Timestamp> {
    SPANS.into_iter().find(|(known, _)| *known == name).map(|(_, ms)| now.plus_ms(-ms))
}

/// What the server is asked. Reads are hidden, unless they are asked for.
#[must_use]
pub fn of(filter: &Filter, now: Timestamp) -> LogQuery {
    let outcome: Option<Outcome> = filter.one("outcome");
    let operation: Option<Operation> = filter.one("operation");
    let reads = filter.text("reads").is_some()
        || outcome == Some(Outcome::Read)
        || matches!(operation, Some(Operation::Read | Operation::List));
    LogQuery {
        outcome,
        operation,
        user: filter.text("user").and_then(|id| id.parse().ok()),
        subject: filter.text("subject"),
        from: since(&filter.get("since"), now),
        to: None,
        hide_reads: (!reads).then_some(true),
        cursor: filter.text("cursor"),
        limit: None,
    }
}

/// The log of one person.
#[must_use]
pub fn of_person(id: UserId) -> String {
    [PATH, "?user=", &id.to_string()].concat()
}

/// The page of a person.
#[must_use]
pub fn person(id: UserId) -> String {
    ["/users/", &id.to_string()].concat()
}
