//! A name that no site has (R13) is remembered, so that an admin can say in the console which site is meant (R14).

use domain::{Cause, validation};

use crate::audit;
use crate::scim::failure::Failure;
use crate::scim::request::Call;

/// What announcements about such names have as an id.
const ID: &str = "unmatched";

/// Remembers the name, when that is why the request was refused; gives the refusal back. The refusal stands also where the
/// name cannot be remembered.
pub async fn remember(call: &Call, failure: Failure, username: Option<&str>) -> Failure {
    let name = failure.error.mismatch.as_ref().map(|mismatch| mismatch.received.clone());
    let (Cause::UnknownSite, Some(name)) = (failure.cause, name) else { return failure };
    // A name that no site can get is of no use to anybody.
    let Ok(name) = validation::label(&name) else { return failure };
    let (name, username, now) = (name.as_str(), username.unwrap_or_default(), call.app.now());
    let remembered = call.app.store.write(call.connection.org, |tx| async move {
        // A site may have got the name since.
        if tx.sites().resolve(name).await?.is_none()
            && tx.sites().remember_unmatched(name, username, now).await?
        {
            tx.announce(&audit::name(api::events::Subject::Site), ID, now);
        }
        Ok::<_, store::Error>(())
    });
    if let Err(error) = remembered.await {
        tracing::warn!(%error, "the name of an unknown site could not be remembered");
    }
    failure
}
