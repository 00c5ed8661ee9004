//! `DELETE /api/v1/webhooks/{id}`

use api::history::Action;
use api::webhooks::Delete;
use domain::WebhookId;

use super::{existing, failure};
use crate::audit::Thing;
use crate::http::{Answer, Call, Reply};
use crate::people::{self, Act};

/// Deletes a webhook, and what was to be delivered to it.
///
/// # Errors
/// `not_found`.
pub async fn handle(call: Call<Delete>) -> Answer<Delete> {
    delete(&Act::of(&call), call.params.id).await.map_err(failure)?;
    Ok(Reply::empty())
}

async fn delete(act: &Act<'_>, id: WebhookId) -> Result<(), people::Error> {
    act.app
        .store
        .write(act.org, |tx| async move {
            let webhook = existing(&tx, id).await?;
            tx.webhooks().delete(id).await?;
            let thing = Thing::webhook(id, &webhook.url);
            act.record(&tx, Action::WebhookDeleted, thing, Vec::new()).await?;
            Ok(())
        })
        .await
}
