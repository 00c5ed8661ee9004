//! `PATCH /api/v1/session-limits`

use api::Problem;
use api::history::Action;
use api::problem::FieldError;
use api::sessions::{EditLimits, SessionLimits, SessionLimitsEdit};
use domain::validation::Invalid;
use store::{Change, SingleSignOn};

use super::limits::{MINUTE_MS, body};
use crate::audit::{self, Thing};
use crate::http::{Answer, Call, Failure, Reply, changed_elsewhere};

/// Minutes without a request.
const IDLE: std::ops::RangeInclusive<u32> = 5..=1_440;
/// Minutes after signing in: a quarter of an hour to a week.
const LONGEST: std::ops::RangeInclusive<u32> = 15..=10_080;

/// Changes how long sessions last, also those that last already: they may end at once, and never last longer than was promised.
///
/// # Errors
/// `invalid_fields`; `changed_elsewhere` with the limits as they are now.
pub async fn handle(call: Call<EditLimits>) -> Answer<EditLimits> {
    check(call.body)?;
    let before = &call.read().sso().get().await?.ok_or_else(|| Failure::not_found("organization"))?;
    if !call.if_match.admits(before.version.unsigned_abs()) {
        return Err(changed_elsewhere(&body(before)));
    }
    let ms = |minutes: Option<u32>, was: i64| minutes.map_or(was, |minutes| i64::from(minutes) * MINUTE_MS);
    let after = &SingleSignOn {
        idle_ms: ms(call.body.idle_minutes, before.idle_ms),
        longest_ms: ms(call.body.longest_minutes, before.longest_ms),
        updated_at: call.now(),
        ..before.clone()
    };
    let changes = changes(&body(before), &body(after));
    if changes.is_empty() {
        return Ok(Reply::new(body(before)).etag(before.version.unsigned_abs()));
    }
    let thing = Thing::session_limits(call.actor.org);
    let entry = &call.origin().entry(&call.app, Action::SessionLimitsEdited, thing, changes);
    let after = call
        .write(|tx| async move {
            let after = tx.sso().update(before, after.clone()).await?;
            tx.sessions().limit(after.idle_ms, after.longest_ms).await?;
            audit::record(&tx, entry, api::events::Subject::Session).await?;
            Ok(after)
        })
        .await?;
    Ok(Reply::new(body(&after)).etag(after.version.unsigned_abs()))
}

fn check(edit: SessionLimitsEdit) -> Result<(), Failure> {
    let fields =
        [("idle_minutes", edit.idle_minutes, IDLE), ("longest_minutes", edit.longest_minutes, LONGEST)];
    let outside =
        fields.into_iter().filter(|(_, value, range)| value.is_some_and(|value| !range.contains(&value)));
    let errors: Vec<FieldError> = outside
        .map(|(field, _, range)| {
            let invalid = Invalid::OutOfRange { min: (*range.start()).into(), max: (*range.end()).into() };
            FieldError::invalid(field, invalid)
        })
        .collect();
    if errors.is_empty() { Ok(()) } else { Err(Problem::fields(errors).into()) }
}

fn changes(before: &SessionLimits, after: &SessionLimits) -> Vec<Change> {
    let pairs = [
        ("idle_minutes", before.idle_minutes, after.idle_minutes),
        ("longest_minutes", before.longest_minutes, after.longest_minutes),
    ];
    let differing = pairs.into_iter().filter(|(_, from, to)| from != to);
    differing
        .map(|(field, from, to)| Change {
            field: field.to_owned(),
            from: Some(from.to_string()),
            to: Some(to.to_string()),
        })
        .collect()
}
