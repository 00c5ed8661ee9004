//! Webhooks: of what another system is told, and how often it is tried (Standard Webhooks 1.0).

use serde::{Deserialize, Serialize};

use crate::Timestamp;
use crate::sso::is_web_address;
use crate::validation::Invalid;

/// Webhooks of an organization at most: each is told of everything.
pub const MOST_WEBHOOKS: usize = 10;

/// What happened, as a receiver reads it in `type`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum WebhookEvent {
    /// Somebody was added.
    #[serde(rename = "user.created")]
    UserCreated,
    /// Something about somebody was changed: also their licence, site or role.
    #[serde(rename = "user.updated")]
    UserUpdated,
    /// Somebody may sign in and call again.
    #[serde(rename = "user.activated")]
    UserActivated,
    /// Somebody may no longer sign in or call (R7): by an admin, or by the identity provider.
    #[serde(rename = "user.deactivated")]
    UserDeactivated,
    /// Somebody was deleted for good.
    #[serde(rename = "user.deleted")]
    UserDeleted,
    /// A plan was added.
    #[serde(rename = "license.created")]
    LicenseCreated,
    /// The name or the seats of a plan were changed.
    #[serde(rename = "license.updated")]
    LicenseUpdated,
    /// A plan was deleted.
    #[serde(rename = "license.deleted")]
    LicenseDeleted,
    /// Somebody wants to see whether it arrives: sent on request, whatever was chosen.
    #[serde(rename = "webhook.test")]
    Test,
}

impl WebhookEvent {
    /// What can be chosen: everything but the test.
    pub const CHOICES: [Self; 8] = [
        Self::UserCreated,
        Self::UserUpdated,
        Self::UserActivated,
        Self::UserDeactivated,
        Self::UserDeleted,
        Self::LicenseCreated,
        Self::LicenseUpdated,
        Self::LicenseDeleted,
    ];

    /// Its name in JSON and in the database.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::UserCreated => "user.created",
            Self::UserUpdated => "user.updated",
            Self::UserActivated => "user.activated",
            Self::UserDeactivated => "user.deactivated",
            Self::UserDeleted => "user.deleted",
            Self::LicenseCreated => "license.created",
            Self::LicenseUpdated => "license.updated",
            Self::LicenseDeleted => "license.deleted",
            Self::Test => "webhook.test",
        }
    }

    /// The event of that [`name`](Self::name).
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::CHOICES.into_iter().chain([Self::Test]).find(|event| event.name() == name)
    }
}

/// What became of a delivery.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DeliveryState {
    /// It is tried, perhaps again.
    Waiting,
    /// The receiver has answered 2xx.
    Delivered,
    /// It was tried as often as it is, and given up.
    Failed,
}

impl DeliveryState {
    /// Its name in JSON and in the database.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Delivered => "delivered",
            Self::Failed => "failed",
        }
    }

    /// The state of that [`name`](Self::name).
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Waiting, Self::Delivered, Self::Failed].into_iter().find(|state| state.name() == name)
    }
}

/// Seconds from one attempt to the next: the schedule that Standard Webhooks recommends, three days in all.
const RETRY_AFTER_S: [i64; 9] = [5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400];

/// When a delivery is tried again that failed at `now` for the `attempts`th time; `None`: not any more.
#[must_use]
pub fn next_attempt(attempts: u32, now: Timestamp) -> Option<Timestamp> {
    let at = usize::try_from(attempts).ok()?.checked_sub(1)?;
    RETRY_AFTER_S.get(at).map(|seconds| now.plus_ms(seconds * 1_000))
}

/// The address of a receiver, without a fragment: https, or http, which only an operator may allow. Whether it is within a private network is found
/// out when it is called.
///
/// # Errors
/// [`Invalid::NotAWebAddress`].
pub fn address(text: &str) -> Result<String, Invalid> {
    let text = text.trim();
    let plain = text.strip_prefix("http://").map(|rest| ["https://", rest].concat());
    let fine = is_web_address(plain.as_deref().unwrap_or(text)) && !text.contains('#');
    if fine { Ok(text.to_owned()) } else { Err(Invalid::NotAWebAddress) }
}

/// What a receiver is told of: each once, in the order in which they are offered.
///
/// # Errors
/// [`Invalid::Empty`] for nothing, [`Invalid::NotAChoice`] for a test, which is sent on request.
pub fn events(chosen: &[WebhookEvent]) -> Result<Vec<WebhookEvent>, Invalid> {
    if chosen.contains(&WebhookEvent::Test) {
        return Err(Invalid::NotAChoice);
    }
    let events: Vec<_> = WebhookEvent::CHOICES.into_iter().filter(|event| chosen.contains(event)).collect();
    if events.is_empty() { Err(Invalid::Empty) } else { Ok(events) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_read_back_and_are_those_of_json() {
        for event in WebhookEvent::CHOICES.into_iter().chain([WebhookEvent::Test]) {
            assert_eq!(WebhookEvent::from_name(event.name()), Some(event));
            assert_eq!(serde_json::to_value(event).unwrap(), event.name());
        }
        for state in [DeliveryState::Waiting, DeliveryState::Delivered, DeliveryState::Failed] {
            assert_eq!(DeliveryState::from_name(state.name()), Some(state));
            assert_eq!(serde_json::to_value(state).unwrap(), state.name());
        }
    }

    #[test]
    fn a_delivery_is_tried_ten_times_within_four_days_and_then_given_up() {
        let mut now = Timestamp(0);
        for attempt in 1..=9 {
            let next = next_attempt(attempt, now).unwrap();
            assert!(next > now);
            now = next;
        }
        assert_eq!(next_attempt(10, now), None);
        assert!(now.0 < 4 * 86_400_000);
        assert_eq!(next_attempt(0, now), None);
    }

    #[test]
    fn a_receiver_has_an_address_of_the_web() {
        assert_eq!(address(" https://hooks.example/rollcall ").unwrap(), "https://hooks.example/rollcall");
        assert_eq!(address("http://10.0.0.5:8080/hook").unwrap(), "http://10.0.0.5:8080/hook");
        for bad in ["", "ftp://x", "https://", "http://", "https://a@b/", "http://a@b/", "https://x/#y"] {
            assert_eq!(address(bad), Err(Invalid::NotAWebAddress), "{bad}");
        }
    }

    #[test]
    fn something_is_chosen_and_never_the_test() {
        use WebhookEvent::{LicenseCreated, Test, UserDeleted};
        let chosen = events(&[LicenseCreated, UserDeleted, LicenseCreated]).unwrap();
        assert_eq!(chosen, [UserDeleted, LicenseCreated]);
        assert_eq!(events(&[]), Err(Invalid::Empty));
        assert_eq!(events(&[UserDeleted, Test]), Err(Invalid::NotAChoice));
    }
}
