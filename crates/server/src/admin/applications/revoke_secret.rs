//! `DELETE /api/v1/applications/{id}/secrets/{secret_id}`

use api::applications::RevokeSecret;
use api::history::Action;
use domain::{ApplicationId, SecretId};
use store::Change;

use super::existing;
use crate::audit::Thing;
use crate::http::{Answer, Call, Failure, Reply};
use crate::people::{self, Act};

/// Revokes a secret: it stops working at once.
///
/// # Errors
/// `not_found`.
pub async fn handle(call: Call<RevokeSecret>) -> Answer<RevokeSecret> {
    match revoke(&Act::of(&call), call.params.id, call.params.secret_id).await {
        Ok(()) => Ok(Reply::empty()),
        Err(people::Error::NotFound | people::Error::Stale) => Err(Failure::not_found("secret")),
        Err(error) => Err(error.into()),
    }
}

async fn revoke(act: &Act<'_>, of: ApplicationId, id: SecretId) -> Result<(), people::Error> {
    act.app
        .store
        .write(act.org, |tx| async move {
            let application = existing(&tx, of).await?;
            let secrets = tx.applications().secrets(Some(of)).await?;
            let gone = secrets.into_iter().find(|secret| secret.id == id).ok_or(people::Error::NotFound)?;
            tx.applications().delete_secret(of, id).await?;
            let thing = Thing::application(of, &application.name);
            let change = Change { field: "last_four".to_owned(), from: Some(gone.last_four), to: None };
            act.record(&tx, Action::ApplicationSecretRevoked, thing, vec![change]).await?;
            Ok(())
        })
        .await
}
