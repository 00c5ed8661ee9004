//! The log's filters in the URL of the page.

use api::provisioning_log::LogQuery;
use domain::timestamp::DAY_MS;
use domain::{Operation, Outcome, Timestamp, UserId};

use crate::backend::json;
use crate::router::ParamsMap;

/// Where the log is.
pub const PATH: &str = "/provisioning";

/// Spans of time that are offered, and their names in the URL: they count back from now.
pub const SPANS: [(&str, i64); 4] =
    [("hour", DAY_MS / 24), ("day", DAY_MS), ("week", 7 * DAY_MS), ("month", 30 * DAY_MS)];

/// What the URL says, as it says it: each change of a filter is a change of one text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter(ParamsMap);

impl Filter {
    /// Reads the query of the page's URL.
    #[must_use]
    pub fn read(params: &ParamsMap) -> Self {
        Self(params.clone())
    }

    /// A value; empty when there is none.
    #[must_use]
    pub fn get(&self, name: &str) -> String {
        self.0.get(name).unwrap_or_default()
    }

    /// Does it leave anything out, besides reads?
    #[must_use]
    pub fn is_filtered(&self) -> bool {
        ["outcome", "operation", "user", "subject", "since"].iter().any(|name| !self.get(name).is_empty())
    }

    /// Is it the first page, where new entries come in?
    #[must_use]
    pub fn is_first(&self) -> bool {
        self.get("cursor").is_empty()
    }

    /// The URL with another value. A cursor belongs to the filters that it was made for.
    #[must_use]
    pub fn href(&self, name: &str, value: &str) -> String {
        let mut params = self.0.clone();
        params.remove("cursor");
        params.remove(name);
        if !value.is_empty() {
            params.insert(name, value.to_owned());
        }
        [PATH, &params.to_query_string()].concat()
    }

    /// What the server is asked. Reads are hidden, unless they are asked for.
    #[must_use]
    pub fn query(&self, now: Timestamp) -> LogQuery {
        let text = |name: &str| Some(self.get(name)).filter(|text| !text.trim().is_empty());
        let outcome: Option<Outcome> = text("outcome").and_then(|name| json::from_name(&name));
        let operation: Option<Operation> = text("operation").and_then(|name| json::from_name(&name));
        let reads = !self.get("reads").is_empty()
            || outcome == Some(Outcome::Read)
            || matches!(operation, Some(Operation::Read | Operation::List));
        let since = self.get("since");
        let span = SPANS.into_iter().find(|(name, _)| *name == since);
        LogQuery {
            outcome,
            operation,
            user: text("user").and_then(|id| id.parse().ok()),
            subject: text("subject"),
            from: span.map(|(_, ms)| now.plus_ms(-ms)),
            to: None,
            hide_reads: (!reads).then_some(true),
            cursor: text("cursor"),
            limit: None,
        }
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
