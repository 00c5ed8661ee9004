//! Webhooks: other systems that are told of what happens to users and licences, such as the telephony side, which cuts off calls when
//! somebody is deactivated (R7).
//!
//! Each event is one POST of JSON, signed by the scheme of Standard Webhooks 1.0 (`webhook-id`, `webhook-timestamp`, `webhook-signature`),
//! and tried again until the receiver answers 2xx: at once, then after 5 s, 5 min, 30 min, 2 h, 5 h, 10 h, 14 h, 20 h and 24 h. It may come
//! twice (the same `webhook-id`) and out of order; it says how things are when it is sent.

use domain::{DeliveryId, DeliveryState, Right, Timestamp, WebhookEvent, WebhookId};
use serde::{Deserialize, Serialize};

use crate::endpoint::endpoint;
use crate::history::Action;
use crate::licenses::Plan;
use crate::users::User;
use crate::{Access, NoBody, NoContent, NoParams, NoQuery, Page};

/// A webhook: never its secret.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Webhook {
    /// Its id.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub id: WebhookId,
    /// Where it is told.
    pub url: String,
    /// Of what.
    #[cfg_attr(feature = "openapi", schema(value_type = Vec<String>))]
    pub events: Vec<WebhookEvent>,
    /// It is told; otherwise it is paused, and is told nothing of what happens meanwhile.
    pub active: bool,
    /// Paused by Rollcall, since the receiver has answered 410 Gone.
    pub gone: bool,
    /// Made at.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub created_at: Timestamp,
    /// The delivery that was last tried; absent before the first.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub last_delivery: Option<Delivery>,
    /// Deliveries that are to be tried, or tried again; counted up to 1,000.
    pub waiting: u64,
    /// Counts changes: the `ETag` is `"<version>"`.
    pub version: u64,
}

/// One message to one webhook.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Delivery {
    /// Its id: the header `webhook-id`, the same at each attempt.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub id: DeliveryId,
    /// What happened.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub event: WebhookEvent,
    /// The id of the person or plan that it happened to.
    pub subject_id: String,
    /// When it happened.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub happened_at: Timestamp,
    /// What became of it.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub state: DeliveryState,
    /// How often it was tried.
    pub attempts: u32,
    /// When it was last tried.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = DateTime))]
    pub last_attempt_at: Option<Timestamp>,
    /// When it is tried again, while it waits.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = DateTime))]
    pub next_attempt_at: Option<Timestamp>,
    /// The HTTP status of the last answer; absent where none came.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub status: Option<u16>,
    /// Why the last attempt brought no answer.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub fault: Option<DeliveryFault>,
}

/// Why a receiver was not reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum DeliveryFault {
    /// Its address is within a private network, or not https: an operator would have to allow that.
    NotAllowed,
    /// No answer within 15 seconds, no connection, or no valid certificate.
    NotReached,
    /// The server cannot read the signing secret: its operator has to bring its key back.
    SecretUnreadable,
}

/// A webhook to be made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NewWebhook {
    /// Where it is told: https.
    pub url: String,
    /// Of what; one event at least.
    #[cfg_attr(feature = "openapi", schema(value_type = Vec<String>))]
    pub events: Vec<WebhookEvent>,
}

/// Changes to a webhook: what is left out stays.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct WebhookEdit {
    /// Where it is told.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub url: Option<String>,
    /// Of what, all of it.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<Vec<String>>))]
    pub events: Option<Vec<WebhookEvent>>,
    /// `false` pauses it; `true` goes on, with what happens from then on.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub active: Option<bool>,
}

/// A new webhook with its secret: shown once, stored encrypted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CreatedWebhook {
    /// The webhook.
    pub webhook: Webhook,
    /// What the receiver verifies signatures with: `whsec_` and Base64. It cannot be shown again.
    pub secret: String,
}

/// What is sent: the body of each POST.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Message {
    /// What happened.
    #[serde(rename = "type")]
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub event: WebhookEvent,
    /// When it happened.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub timestamp: Timestamp,
    /// To whom or what.
    pub data: MessageData,
}

/// To whom or what something happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MessageData {
    /// The id of the organization.
    pub organization_id: String,
    /// The id of the person or plan; of a test, the webhook's own.
    pub id: String,
    /// What was done, as in the audit log; absent when something changed along with something else, and of a test.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub action: Option<Action>,
    /// The person as they are now; absent when they were deleted meanwhile.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub user: Option<User>,
    /// The plan as it is now; absent when it was deleted meanwhile.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub license: Option<Plan>,
}

/// The webhook that the path names.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct WebhookParams {
    /// The id.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub id: WebhookId,
}

/// The delivery that the path names.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DeliveryParams {
    /// The webhook.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub id: WebhookId,
    /// The delivery.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub delivery_id: DeliveryId,
}

/// Which deliveries.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DeliveriesQuery {
    /// `next_cursor` or `previous_cursor` of a page.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub cursor: Option<String>,
    /// Items on a page: 1 to 200, 50 by default.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub limit: Option<u32>,
    /// Only those in this state.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>))]
    pub state: Option<DeliveryState>,
}

endpoint! {
    /// The webhooks, the newest first; never their secrets.
    List = "webhook_list", Get "/api/v1/webhooks", Access::Right(Right::ReadIdentity);
    Params: NoParams, Query: NoQuery, Body: NoBody, Reply: Page<Webhook>
}
endpoint! {
    /// One webhook.
    Get = "webhook_get", Get "/api/v1/webhooks/{id}", Access::Right(Right::ReadIdentity);
    Params: WebhookParams, Query: NoQuery, Body: NoBody, Reply: Webhook
}
endpoint! {
    /// Makes a webhook, which is told of what happens from now on; its secret is in this answer and never again.
    Create = "webhook_create", Post "/api/v1/webhooks", Access::Right(Right::EditIdentity);
    Params: NoParams, Query: NoQuery, Body: NewWebhook, Reply: CreatedWebhook; status 201
}
endpoint! {
    /// Changes where a webhook is told, or of what; pauses it, or goes on.
    Edit = "webhook_edit", Patch "/api/v1/webhooks/{id}", Access::Right(Right::EditIdentity);
    Params: WebhookParams, Query: NoQuery, Body: WebhookEdit, Reply: Webhook; if_match true
}
endpoint! {
    /// Deletes a webhook, and what was to be delivered to it.
    Delete = "webhook_delete", Delete "/api/v1/webhooks/{id}", Access::Right(Right::EditIdentity);
    Params: WebhookParams, Query: NoQuery, Body: NoBody, Reply: NoContent; status 204
}
endpoint! {
    /// Sends an event `webhook.test`, tried as every other one is.
    SendTest = "webhook_send_test", Post "/api/v1/webhooks/{id}/test", Access::Right(Right::EditIdentity);
    Params: WebhookParams, Query: NoQuery, Body: NoBody, Reply: Delivery; status 201
}
endpoint! {
    /// What was delivered to a webhook, or not, the newest first; kept for seven days.
    ListDeliveries = "webhook_delivery_list", Get "/api/v1/webhooks/{id}/deliveries", Access::Right(Right::ReadIdentity);
    Params: WebhookParams, Query: DeliveriesQuery, Body: NoBody, Reply: Page<Delivery>
}
endpoint! {
    /// Tries a delivery again at once, whatever became of it, with the whole schedule anew.
    Retry = "webhook_delivery_retry", Post "/api/v1/webhooks/{id}/deliveries/{delivery_id}/retry", Access::Right(Right::EditIdentity);
    Params: DeliveryParams, Query: NoQuery, Body: NoBody, Reply: Delivery
}
