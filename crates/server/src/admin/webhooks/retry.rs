//! `POST /api/v1/webhooks/{id}/deliveries/{delivery_id}/retry`

use api::events::Subject;
use api::webhooks::{DeliveryParams, Retry};

use super::{active, delivery};
use crate::http::{Answer, Call, Failure};
use crate::people::Act;

/// Tries a delivery again at once, whatever became of it, with the whole schedule anew.
///
/// # Errors
/// `not_found`; `refused` while the webhook is paused.
pub async fn handle(call: Call<Retry>) -> Answer<Retry> {
    let act = &Act::of(&call);
    let DeliveryParams { id, delivery_id } = call.params;
    act.app
        .store
        .write(act.org, |tx| async move {
            active(&tx, id).await?;
            match tx.webhooks().retry(id, delivery_id, act.at).await {
                Err(store::Error::Stale) => return Err(Failure::not_found("delivery")),
                other => other?,
            }
            act.announce(&tx, Subject::Webhook, &id.to_string());
            Ok(())
        })
        .await?;
    delivery(&call.read(), id, delivery_id).await
}
