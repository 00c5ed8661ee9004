//! What every token to be made has: a name, and perhaps an end.

use api::problem::FieldError;
use domain::validation::{self, Invalid};
use domain::{Timestamp, timestamp};

use crate::people;

/// Longest life of a token, in days.
const MAX_DAYS: u32 = 3_650;

/// The name, and when it ends that is made at `now`.
///
/// # Errors
/// [`people::Error::Fields`], with everything at once.
pub fn read(
    name: &str,
    days: Option<u32>,
    now: Timestamp,
) -> Result<(String, Option<Timestamp>), people::Error> {
    let mut errors = Vec::new();
    let name = validation::label(name)
        .map_err(|invalid| errors.push(FieldError::invalid("name", invalid)))
        .unwrap_or_default();
    if days.is_some_and(|days| !(1..=MAX_DAYS).contains(&days)) {
        let range = Invalid::OutOfRange { min: 1, max: MAX_DAYS.into() };
        errors.push(FieldError::invalid("expires_in_days", range));
    }
    let expires_at = days.map(|days| now.plus_ms(i64::from(days) * timestamp::DAY_MS));
    if errors.is_empty() { Ok((name, expires_at)) } else { Err(people::Error::Fields(errors)) }
}
