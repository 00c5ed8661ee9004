//! One's own password, typed anew before what it protects is changed.

use api::problem::FieldError;
use api::{Endpoint, Problem};
use domain::validation::Invalid;

use super::device::Device;
use crate::http::{Call, Failure};

/// Checks the password of whoever calls, as a sign-in does, and gives its hash. `field` is where they typed it.
///
/// # Errors
/// `invalid_fields` with [`Invalid::NotYourPassword`]; `too_many_attempts`; the database fails.
pub async fn verify<E: Endpoint>(call: &Call<E>, field: &str, password: &str) -> Result<String, Failure> {
    let (app, actor) = (&call.app, &call.actor);
    app.attempts.from_address(&call.client.address).await?;
    let device = Device::read(app, &call.headers, actor.org, &actor.username).await?;
    app.attempts.begin(actor.org, &actor.username, device.as_ref()).await?;
    let credential = call.read().credentials().get(actor.id).await?;
    let hash = credential.map(|credential| credential.password_hash);
    let right = app.passwords.verify(password, hash.as_deref()).await;
    let hash = hash.filter(|_| right).ok_or_else(|| wrong(field))?;
    app.attempts.succeeded(actor.org, &actor.username, device.as_ref()).await?;
    Ok(hash)
}

/// It is not theirs.
#[must_use]
pub fn wrong(field: &str) -> Failure {
    Problem::fields(vec![FieldError::invalid(field, Invalid::NotYourPassword)]).into()
}
