//! Webhooks: other systems that are told of what happens to users and licences.

pub mod create;
pub mod delete;
pub mod deliveries;
pub mod edit;
mod form;
pub mod get;
pub mod list;
pub mod retry;
pub mod send_test;

use api::webhooks as of;
use api::{Code, Endpoint};
use domain::WebhookId;
use store::{Reader, Tx, Webhook};

use crate::http::{Answer, Failure, Reply, Routes};
use crate::{people, webhooks};

/// Binds the operations of `api::webhooks`.
#[must_use]
pub fn mount(routes: Routes) -> Routes {
    routes
        .mount::<of::List, _, _, _>(list::handle)
        .mount::<of::Get, _, _, _>(get::handle)
        .mount::<of::Create, _, _, _>(create::handle)
        .mount::<of::Edit, _, _, _>(edit::handle)
        .mount::<of::Delete, _, _, _>(delete::handle)
        .mount::<of::SendTest, _, _, _>(send_test::handle)
        .mount::<of::ListDeliveries, _, _, _>(deliveries::handle)
        .mount::<of::Retry, _, _, _>(retry::handle)
}

/// A webhook as the API shows it: never its secret.
async fn body(read: &Reader, webhook: Webhook) -> Result<of::Webhook, Failure> {
    Ok(of::Webhook {
        id: webhook.id,
        url: webhook.url,
        events: webhook.events,
        active: webhook.active,
        gone: webhook.gone,
        created_at: webhook.created_at,
        last_delivery: read.webhooks().last_delivery(webhook.id).await?.map(webhooks::delivery),
        waiting: read.webhooks().count_waiting(webhook.id).await?,
        version: webhook.version.unsigned_abs(),
    })
}

/// The webhook as it is now.
async fn find(read: &Reader, id: WebhookId) -> Result<of::Webhook, Failure> {
    let webhook = read.webhooks().get(id).await?.ok_or_else(nothing)?;
    body(read, webhook).await
}

/// The webhook as it is now, as the answer, with its version as `ETag`.
async fn reply<E: Endpoint<Reply = of::Webhook>>(read: &Reader, id: WebhookId) -> Answer<E> {
    let webhook = find(read, id).await?;
    let version = webhook.version;
    Ok(Reply::new(webhook).etag(version))
}

/// The webhook, inside of a transaction.
async fn existing(tx: &Tx, id: WebhookId) -> Result<Webhook, people::Error> {
    tx.webhooks().get(id).await?.ok_or(people::Error::NotFound)
}

/// The webhook, to which something is to be sent now.
async fn active(tx: &Tx, id: WebhookId) -> Result<Webhook, Failure> {
    let webhook = tx.webhooks().get(id).await?.ok_or_else(nothing)?;
    if webhook.active {
        return Ok(webhook);
    }
    Err(Failure::new(Code::Refused, "This webhook is paused, and nothing is sent to it. Resume it first."))
}

/// A delivery as the answer.
async fn delivery<E: Endpoint<Reply = of::Delivery>>(
    read: &Reader,
    id: WebhookId,
    delivery: domain::DeliveryId,
) -> Answer<E> {
    let found = read.webhooks().delivery(id, delivery).await?;
    let found = found.ok_or_else(|| Failure::not_found("delivery"))?;
    Ok(Reply::new(webhooks::delivery(found)))
}

fn nothing() -> Failure {
    Failure::not_found("webhook")
}

fn failure(error: people::Error) -> Failure {
    match error {
        people::Error::NotFound => nothing(),
        other => other.into(),
    }
}
