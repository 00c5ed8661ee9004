//! `POST /api/v1/webhooks/{id}/test`

use api::events::Subject;
use api::webhooks::SendTest;
use domain::{DeliveryId, DeliveryState, WebhookEvent};
use store::Delivery;

use super::{active, delivery};
use crate::http::{Answer, Call, Failure};
use crate::people::Act;

/// Sends an event that says nothing, tried as every other one is.
///
/// # Errors
/// `not_found`; `refused` while it is paused.
pub async fn handle(call: Call<SendTest>) -> Answer<SendTest> {
    let (act, webhook) = (&Act::of(&call), call.params.id);
    let test = Delivery {
        id: DeliveryId(act.app.new_id()),
        webhook_id: webhook,
        event: WebhookEvent::Test,
        subject_id: webhook.to_string(),
        action: None,
        happened_at: act.at,
        state: DeliveryState::Waiting,
        due_at: Some(act.at),
        attempts: 0,
        last_attempt_at: None,
        status: None,
        fault: None,
    };
    let tests = &[test];
    act.app
        .store
        .write(act.org, |tx| async move {
            active(&tx, webhook).await?;
            tx.webhooks().add_deliveries(tests).await?;
            act.announce(&tx, Subject::Webhook, &webhook.to_string());
            Ok::<_, Failure>(())
        })
        .await?;
    let [test] = tests;
    delivery(&call.read(), webhook, test.id).await
}
