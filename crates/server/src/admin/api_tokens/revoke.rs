//! `DELETE /api/v1/api-tokens/{id}`

use api::api_tokens::Revoke;
use api::history::Action;
use domain::ApiTokenId;

use crate::audit::Thing;
use crate::http::{Answer, Call, Failure, Reply};
use crate::people::{self, Act};

/// Revokes a token: it stops working at once. An admin revokes any: also one of an owner, whom it serves no longer.
///
/// # Errors
/// `not_found`, also for one that was revoked already.
pub async fn handle(call: Call<Revoke>) -> Answer<Revoke> {
    match revoke(&Act::of(&call), call.params.id).await {
        Ok(()) => Ok(Reply::empty()),
        Err(people::Error::NotFound | people::Error::Stale) => Err(Failure::not_found("API token")),
        Err(error) => Err(error.into()),
    }
}

async fn revoke(act: &Act<'_>, id: ApiTokenId) -> Result<(), people::Error> {
    act.app
        .store
        .write(act.org, |tx| async move {
            let token = tx.api_tokens().get(id).await?.ok_or(people::Error::NotFound)?;
            tx.api_tokens().delete(id).await?;
            let thing = Thing::api_token(id, &token.name);
            act.record(&tx, Action::ApiTokenRevoked, thing, Vec::new()).await?;
            Ok(())
        })
        .await
}
