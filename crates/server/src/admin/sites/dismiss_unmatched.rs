//! `POST /api/v1/sites/dismiss-unmatched`

use api::history::Action;
use api::sites::DismissUnmatched;

use crate::audit::Thing;
use crate::http::{Answer, Call, Failure, Reply};
use crate::people::{self, Act};

/// Forgets a name that no site has. It is remembered anew when the identity provider sends it again.
///
/// # Errors
/// `not_found`.
pub async fn handle(call: Call<DismissUnmatched>) -> Answer<DismissUnmatched> {
    match dismiss(&Act::of(&call), &call.body.name).await {
        Ok(()) => Ok(Reply::empty()),
        Err(people::Error::NotFound) => Err(Failure::not_found("unmatched site name")),
        Err(error) => Err(error.into()),
    }
}

async fn dismiss(act: &Act<'_>, name: &str) -> Result<(), people::Error> {
    act.app
        .store
        .write(act.org, |tx| async move {
            let found = tx.sites().unmatched_named(name).await?.ok_or(people::Error::NotFound)?;
            tx.sites().forget_unmatched(&found.name).await?;
            let thing = Thing::unmatched_site(&found.name);
            act.record(&tx, Action::UnmatchedSiteDismissed, thing, Vec::new()).await?;
            Ok(())
        })
        .await
}
