//! `POST /api/v1/webhooks`

use api::Code;
use api::history::Action;
use api::webhooks::{Create, CreatedWebhook};
use domain::WebhookId;
use domain::webhooks::MOST_WEBHOOKS;
use store::Webhook;

use super::form::{changes, read};
use super::{failure, find};
use crate::audit::Thing;
use crate::http::{Answer, Call, Failure, Reply};
use crate::people::Act;
use crate::webhooks;

/// Makes a webhook, which is told of what happens from now on; its secret is in this answer and never again.
///
/// # Errors
/// `invalid_fields`; `refused` beyond ten.
pub async fn handle(call: Call<Create>) -> Answer<Create> {
    let act = &Act::of(&call);
    let id = WebhookId(act.app.new_id());
    let (secret, text) = webhooks::new_secret(&*act.app.ids);
    let sealed = webhooks::seal(act.app, act.org, id, &secret).map_err(|error| Failure::internal(&error))?;
    let mut webhook = Webhook {
        id,
        url: String::new(),
        events: Vec::new(),
        secret: sealed,
        active: true,
        gone: false,
        position: 0,
        created_at: act.at,
        version: 1,
    };
    read(act.app, Some(&call.body.url), Some(&call.body.events), &mut webhook).map_err(failure)?;
    insert(act, &webhook).await?;
    Ok(Reply::new(CreatedWebhook { webhook: find(&call.read(), id).await?, secret: text }))
}

async fn insert(act: &Act<'_>, webhook: &Webhook) -> Result<(), Failure> {
    act.app
        .store
        .write(act.org, |tx| async move {
            if tx.webhooks().list().await?.len() >= MOST_WEBHOOKS {
                let words = format!(
                    "Your organization has {MOST_WEBHOOKS} webhooks, which is as many as can be kept. Delete one first."
                );
                return Err(Failure::new(Code::Refused, words));
            }
            let position = tx.feed().head().await?;
            tx.webhooks().insert(&Webhook { position, ..webhook.clone() }).await?;
            let thing = Thing::webhook(webhook.id, &webhook.url);
            act.record(&tx, Action::WebhookCreated, thing, changes(None, webhook)).await?;
            Ok(())
        })
        .await
}
