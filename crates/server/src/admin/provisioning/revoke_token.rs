//! `DELETE /api/v1/provisioning/tokens/{id}`

use api::history::Action;
use api::provisioning::RevokeToken;
use domain::TokenId;

use crate::audit::Thing;
use crate::http::{Answer, Call, Failure, Reply};
use crate::people::{self, Act};

/// Revokes a token: it stops working at once.
///
/// # Errors
/// `not_found`, also for one that was revoked already.
pub async fn handle(call: Call<RevokeToken>) -> Answer<RevokeToken> {
    match revoke(&Act::of(&call), call.params.id).await {
        Ok(()) => Ok(Reply::empty()),
        Err(people::Error::NotFound | people::Error::Stale) => Err(Failure::not_found("token")),
        Err(error) => Err(error.into()),
    }
}

async fn revoke(act: &Act<'_>, id: TokenId) -> Result<(), people::Error> {
    act.app
        .store
        .write(act.org, |tx| async move {
            let token = tx.scim_tokens().get(id).await?.ok_or(people::Error::NotFound)?;
            tx.scim_tokens().revoke(id, act.at).await?;
            act.record(&tx, Action::TokenRevoked, Thing::token(id, &token.name), Vec::new()).await?;
            Ok(())
        })
        .await
}
