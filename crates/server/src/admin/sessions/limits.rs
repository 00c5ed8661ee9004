//! `/api/v1/session-limits`: how long sessions last.

use api::sessions::SessionLimits;
use store::SingleSignOn;

/// Milliseconds of a minute.
pub(super) const MINUTE_MS: i64 = 60_000;

/// As the API shows them.
pub(super) fn body(settings: &SingleSignOn) -> SessionLimits {
    let minutes = |ms: i64| u32::try_from(ms / MINUTE_MS).unwrap_or_default();
    SessionLimits {
        idle_minutes: minutes(settings.idle_ms),
        longest_minutes: minutes(settings.longest_ms),
        version: settings.version.unsigned_abs(),
    }
}
