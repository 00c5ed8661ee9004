//! `GET /api/v1/provisioning/health`

use api::provisioning_log::{Day, GetHealth, Health};
use domain::timestamp::DAY_MS;
use domain::{IdentityProvider, Timestamp};
use store::LogDay;

use crate::http::{Answer, Call, Failure, Reply};
use crate::provisioning_log::day;

/// Days that are shown.
const DAYS: i64 = 30;
/// Entra's cycle, in milliseconds: 40 minutes.
const ENTRA_CYCLE_MS: i64 = 40 * 60_000;

/// Whether the identity provider calls, and how it fares.
///
/// # Errors
/// The database fails.
pub async fn handle(call: Call<GetHealth>) -> Answer<GetHealth> {
    let read = call.read();
    let settings = read.provisioning().get().await?.ok_or_else(|| Failure::not_found("organization"))?;
    let first = day(call.now()) - DAYS + 1;
    let counted = read.provisioning_log().days(first).await?;
    let cycle =
        (settings.identity_provider == IdentityProvider::Entra && settings.enabled).then_some(ENTRA_CYCLE_MS);
    Ok(Reply::new(Health {
        enabled: settings.enabled,
        identity_provider: settings.identity_provider,
        last_call_at: settings.last_call_at,
        next_expected_at: settings.last_call_at.zip(cycle).map(|(last, cycle)| last.plus_ms(cycle)),
        days: (first..first + DAYS).map(|day| body(day, &counted)).collect(),
    }))
}

fn body(day: i64, counted: &[LogDay]) -> Day {
    let count = counted.iter().find(|count| count.day == day).copied().unwrap_or_default();
    let LogDay { calls, changed, refused, .. } = count;
    Day { day: Timestamp(day * DAY_MS), calls, changed, refused }
}
