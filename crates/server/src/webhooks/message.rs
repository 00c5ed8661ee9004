//! What is sent, and its signature (Standard Webhooks 1.0).

use api::events::Subject;
use api::history::Action;
use api::webhooks::{Message, MessageData};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use domain::{DeliveryId, PlanId, Timestamp, UserId, WebhookEvent};
use hmac::{Hmac, Mac};
use sha2::Sha256;
use store::{Delivery, FeedEvent, Reader};

use crate::admin::licenses;
use crate::http::Failure;
use crate::ids::Ids;
use crate::{audit, people};

/// Before the Base64 of a secret.
const PREFIX: &str = "whsec_";

/// A new secret: what it is encrypted as, and what a receiver is set up with.
pub fn new_secret(ids: &dyn Ids) -> ([u8; 32], String) {
    let bytes = ids.secret_bytes();
    (bytes, format!("{PREFIX}{}", STANDARD.encode(bytes)))
}

/// What an entry of the change feed is to a receiver; nothing, when it is none of theirs.
pub(super) fn event(entry: &FeedEvent) -> Option<WebhookEvent> {
    let subject: Subject = audit::named(&entry.kind)?;
    let Some(action) = &entry.action else {
        // Changed along with something else.
        return (subject == Subject::User).then_some(WebhookEvent::UserUpdated);
    };
    Some(match audit::named::<Action>(action)? {
        Action::UserCreated => WebhookEvent::UserCreated,
        Action::UserEdited | Action::UserLinked | Action::UserRelinked | Action::RoleChanged => {
            WebhookEvent::UserUpdated
        }
        Action::UserActivated => WebhookEvent::UserActivated,
        Action::UserDeactivated | Action::UserDeprovisioned => WebhookEvent::UserDeactivated,
        Action::UserDeleted => WebhookEvent::UserDeleted,
        Action::LicenseCreated => WebhookEvent::LicenseCreated,
        Action::LicenseEdited => WebhookEvent::LicenseUpdated,
        Action::LicenseDeleted => WebhookEvent::LicenseDeleted,
        _ => return None,
    })
}

/// The body of a delivery: how things are now.
pub(super) async fn body(read: &Reader, delivery: &Delivery) -> Result<Vec<u8>, Failure> {
    let id = &delivery.subject_id;
    let user = match id.parse::<UserId>() {
        Ok(id) => read.users().get(id).await?,
        Err(_) => None,
    };
    let user = match user {
        Some(user) => Some(people::view(read, user).await?),
        None => None,
    };
    let license = match id.parse::<PlanId>() {
        Ok(id) => read.licenses().summary(id).await?.map(licenses::body),
        Err(_) => None,
    };
    let message = Message {
        event: delivery.event,
        timestamp: delivery.happened_at,
        data: MessageData {
            organization_id: read.org().to_string(),
            id: id.clone(),
            action: delivery.action.as_deref().and_then(audit::named),
            user,
            license,
        },
    };
    serde_json::to_vec(&message).map_err(|error| Failure::internal(&error))
}

/// The header `webhook-signature` of a body that is sent at `now`.
pub(super) fn signature(secret: &[u8], id: DeliveryId, now: Timestamp, body: &[u8]) -> String {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret).expect("HMAC takes a key of any length");
    mac.update(format!("{id}.{}.", seconds(now)).as_bytes());
    mac.update(body);
    format!("v1,{}", STANDARD.encode(mac.finalize().into_bytes()))
}

/// The header `webhook-timestamp`: seconds since 1970.
pub(super) const fn seconds(at: Timestamp) -> i64 {
    at.0.div_euclid(1_000)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_signature_is_that_of_standard_webhooks() {
        // Computed with Python's hmac over `msg_0…1.1614265330.{"test": 2432232314}`.
        let secret = STANDARD.decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw").unwrap();
        let body = br#"{"test": 2432232314}"#;
        let made = signature(&secret, DeliveryId(1), Timestamp(1_614_265_330_999), body);
        assert_eq!(made, "v1,NyW9oZPSHg5mmO2Gb2gaur+Lsb+byJZMKU/F0Cn6ZkA=");
    }

    #[test]
    fn r7_both_ways_of_deactivation_are_one_event_and_what_is_private_is_none() {
        let entry = |kind: &str, action: Option<&str>| FeedEvent {
            seq: 1,
            kind: kind.to_owned(),
            subject_id: "usr_1".to_owned(),
            at: Timestamp(0),
            action: action.map(str::to_owned),
        };
        for action in ["user_deactivated", "user_deprovisioned"] {
            assert_eq!(event(&entry("user", Some(action))), Some(WebhookEvent::UserDeactivated));
        }
        assert_eq!(event(&entry("user", None)), Some(WebhookEvent::UserUpdated));
        assert_eq!(event(&entry("license", Some("license_edited"))), Some(WebhookEvent::LicenseUpdated));
        for (kind, action) in [
            ("user", Some("signed_in")),
            ("user", Some("password_set")),
            ("session", None),
            ("webhook", None),
            ("of a newer version", Some("user_created")),
            ("user", Some("of a newer version")),
        ] {
            assert_eq!(event(&entry(kind, action)), None, "{kind} {action:?}");
        }
    }
}
