//! One entry of a request, what was noted of it, and its answer.

use axum::http::StatusCode;
use domain::{Cause, Effect, LogId, Operation, Outcome, ResourceKind};
use serde_json::Value;
use store::{LogEntry, LogRequest};

use super::notes::Note;
use super::{Asked, mask};
use crate::app::App;
use crate::scim::failure::Failure;

/// Characters of the subject that are kept.
const MAX_SUBJECT: usize = 200;

/// How a request ended.
pub enum Answered<'a> {
    Done(StatusCode),
    Refused(&'a Failure),
}

/// The entry.
pub fn of(
    app: &App,
    asked: Asked,
    note: Note,
    token_name: Option<String>,
    answered: Answered<'_>,
) -> LogEntry {
    let refusal = match answered {
        Answered::Done(_) => None,
        Answered::Refused(failure) => Some(failure),
    };
    let status = match answered {
        Answered::Done(status) => status.as_u16(),
        Answered::Refused(failure) => failure.error.status,
    };
    let mismatch = refusal.and_then(|failure| failure.error.mismatch.as_deref());
    let effect = effect(&asked, &note, refusal.is_some());
    let subject = subject(&asked, &note);
    LogEntry {
        id: LogId(app.new_id()),
        at: asked.at,
        operation: asked.operation,
        resource: asked.resource,
        outcome: outcome(&asked, effect, status),
        status,
        scim_type: refusal.and_then(|failure| failure.error.scim_type).map(|kind| kind.name().to_owned()),
        effect,
        found: note.found,
        cause: refusal.map(|failure| failure.cause),
        detail: refusal.map(|failure| detail(failure, &asked, &note)),
        received: refusal.and_then(|failure| received(failure, &note)),
        expected: note.expected.or_else(|| mismatch.map(|mismatch| mismatch.expected.to_string())),
        user_id: note.user_id,
        subject,
        changes: if refusal.is_some() { Vec::new() } else { note.changes },
        ignored: note.ignored,
        token_name,
        duration_ms: app.now().ms_since(asked.at).max(0),
        request: LogRequest {
            method: asked.method.as_str().chars().take(20).collect(),
            path: mask::path(&asked.path, &asked.query),
            body: mask::body(&note.body),
        },
        address: asked.client.address,
        request_id: asked.client.request_id,
    }
}

fn outcome(asked: &Asked, effect: Effect, status: u16) -> Outcome {
    match status {
        // 501: what Rollcall does not offer is no failure.
        501 | 400..=499 => Outcome::Refused,
        500.. => Outcome::Failed,
        _ if !asked.writes() => Outcome::Read,
        _ if effect == Effect::NothingChanged => Outcome::Unchanged,
        _ => Outcome::Changed,
    }
}

fn effect(asked: &Asked, note: &Note, refused: bool) -> Effect {
    match asked.operation {
        _ if refused => Effect::None,
        Operation::List => Effect::Found,
        Operation::Read => Effect::Read,
        _ => note.effect.unwrap_or(Effect::NothingChanged),
    }
}

/// Whom or what it was about, as well as that is known.
fn subject(asked: &Asked, note: &Note) -> String {
    let subject = match (asked.operation, &note.name, asked.resource) {
        (Operation::List, ..) => filter(asked, note).or_else(|| note.name.clone()).unwrap_or_default(),
        (_, Some(name), _) => name.clone(),
        (_, None, ResourceKind::Service) => address(asked),
        _ => {
            note.username.clone().or_else(|| username(note)).or_else(|| asked.id.clone()).unwrap_or_default()
        }
    };
    mask::tokens(&subject).chars().take(MAX_SUBJECT).collect()
}

/// The address, from what follows the version on.
fn address(asked: &Asked) -> String {
    asked.path.split_once("/v2").map_or(asked.path.as_str(), |(_, rest)| rest).to_owned()
}

/// The filter of a list.
fn filter(asked: &Asked, note: &Note) -> Option<String> {
    let by_query = asked.query.iter().find(|(name, _)| name.eq_ignore_ascii_case("filter"));
    let filter = by_query.map(|(_, value)| value.clone()).or_else(|| text_of(note, "filter"))?;
    Some(mask::filter(&filter))
}

/// The username in a body that was refused before it was understood.
fn username(note: &Note) -> Option<String> {
    text_of(note, "userName")
}

fn text_of(note: &Note, name: &str) -> Option<String> {
    let json: Value = serde_json::from_slice(&note.body).ok()?;
    let found = json.as_object()?.iter().find(|(key, _)| key.eq_ignore_ascii_case(name));
    found?.1.as_str().map(str::to_owned)
}

/// The refusal in the words that the client was told, which may quote what it sent.
fn detail(failure: &Failure, asked: &Asked, note: &Note) -> String {
    let quotes = filter(asked, note).is_some_and(|filter| filter.ends_with(mask::HIDDEN));
    if failure.cause == Cause::Filter && quotes {
        Cause::Filter.words().to_owned()
    } else {
        mask::tokens(&failure.error.detail)
    }
}

/// What came in the place of what would have been accepted.
fn received(failure: &Failure, note: &Note) -> Option<String> {
    let sent = match failure.cause {
        Cause::UsernameTaken => note.username.clone(),
        Cause::OtherSite => note.site_sent.clone(),
        _ => None,
    };
    sent.or_else(|| {
        let mismatch = failure.error.mismatch.as_deref()?;
        Some(mask::value(&mismatch.attribute, &Value::String(mismatch.received.clone())))
    })
}
