//! The provisioning log: what the identity provider asked for, in words.

use api::provisioning_log::Entry;
use domain::{Effect, Operation, Outcome, ResourceKind};

use super::common::sentences;

sentences! {
    title = "Provisioning log";
    lead = "Every request of your identity provider: what it did, and why it was refused.";
    health = "Health";
    last_call = "Last call";
    no_call = "None yet";
    next_call = "Next call";
    provisioning_off = "Provisioning is off";
    today = "Today (UTC)";
    filters = "Filters";
    search = "Search person or filter";
    outcome = "Outcome";
    operation = "Operation";
    time = "Time";
    reads = "Reads";
    reads_shown = "shown";
    last_hour = "last hour";
    last_day = "last 24 hours";
    last_week = "last 7 days";
    last_month = "last 30 days";
    one_person = "Only one person’s requests are shown.";
    pause = "Pause";
    resume = "Resume";
    when = "When";
    what = "What happened";
    whom = "Who";
    token = "Token";
    none_title = "No requests yet";
    none_detail = "Once your identity provider calls, each of its requests is listed here with what it did. Reads are hidden unless you show them.";
    set_up = "Set up provisioning";
    entry = "Request";
    not_found = "There is no such entry";
    not_found_detail = "Reads are kept for 7 days, everything else for 180 days.";
    to_log = "Go to the log";
    why = "Why it was refused";
    reason = "Reason";
    told = "What the identity provider was told";
    expected = "Expected";
    received = "Received";
    nothing = "Nothing";
    mend = "Where to mend it";
    advice = "What to do";
    changes = "What changed";
    attribute = "Attribute";
    from = "From";
    to = "To";
    value = "Value";
    ignored = "What was left aside";
    details = "Details";
    time_of_call = "Came at";
    status = "Answer";
    duration = "Took";
    address = "From";
    request_id = "Request id";
    no_token = "None was accepted";
    raw = "The request as it came";
    raw_hint = "Passwords, tokens, and what the console never shows are taken out.";
    person = "Open the person";
    persons_log = "All requests about this person";
}

/// What a request came to, in a word.
#[must_use]
pub const fn outcome_word(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Changed => "Changed",
        Outcome::Unchanged => "No change",
        Outcome::Read => "Read",
        Outcome::Refused => "Refused",
        Outcome::Failed => "Failed",
    }
}

/// What a request asked for, in a word.
#[must_use]
pub const fn operation_word(operation: Operation) -> &'static str {
    match operation {
        Operation::Create => "Create",
        Operation::Read => "Read one",
        Operation::List => "Find",
        Operation::Replace => "Replace",
        Operation::Patch => "Change",
        Operation::Delete => "Delete",
        Operation::Other => "Other",
    }
}

/// What a request did; of one that did nothing, why.
#[must_use]
pub fn effect(entry: &Entry) -> String {
    let words = match entry.effect {
        Effect::UserCreated => "Created the user",
        Effect::UserLinked => "Linked the user to the identity provider",
        Effect::UserRelinked => "Linked the user again",
        Effect::UserChanged => "Changed the user",
        Effect::UserActivated => "Activated the user",
        Effect::UserDeactivated => "Deactivated the user",
        Effect::UserDeprovisioned => "Removed the user there: deactivated here",
        Effect::GroupCreated => "Created the group",
        Effect::GroupChanged => "Changed the group",
        Effect::GroupDeleted => "Deleted the group",
        Effect::NothingChanged => "Nothing changed",
        Effect::Found => return found(entry.resource, entry.found.unwrap_or_default()),
        Effect::Read => match entry.resource {
            ResourceKind::User => "Read the user",
            ResourceKind::Group => "Read the group",
            ResourceKind::Service => "Read what the service offers",
        },
        Effect::None => entry.reason.as_deref().unwrap_or("Refused"),
    };
    words.to_owned()
}

fn found(resource: ResourceKind, n: u64) -> String {
    let count = match resource {
        ResourceKind::Group => super::count(n, "group", "groups"),
        _ => super::count(n, "user", "users"),
    };
    ["Found ", &count].concat()
}

/// How many entries there are.
#[must_use]
pub fn entries(n: u64) -> String {
    super::count(n, "entry", "entries")
}

/// Entries that have just come.
#[must_use]
pub fn new_entries(n: u64) -> String {
    super::count(n, "new entry", "new entries")
}

/// When the next call is due.
#[must_use]
pub fn expected_before(time: &str) -> String {
    ["expected before ", time].concat()
}

/// It has not come.
#[must_use]
pub fn overdue(time: &str) -> String {
    ["overdue: it was expected before ", time].concat()
}

/// The calls of a day.
#[must_use]
pub fn calls(calls: u64, changed: u64, refused: u64) -> String {
    let n = super::number;
    [
        &super::count(calls, "call", "calls"),
        ", ",
        &n(changed),
        " changed something, ",
        &n(refused),
        " refused",
    ]
    .concat()
}

/// The chart, for those who do not see it.
#[must_use]
pub fn chart(all: u64, refused: u64, most: u64) -> String {
    let n = super::number;
    [
        "Calls a day in the last 30 days: ",
        &n(all),
        " in all, ",
        &n(refused),
        " of them refused; at most ",
        &n(most),
        " on one day.",
    ]
    .concat()
}

/// Milliseconds.
#[must_use]
pub fn milliseconds(ms: u64) -> String {
    [super::number(ms).as_str(), " ms"].concat()
}
