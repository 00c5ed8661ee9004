//! Reads what was typed of a webhook, and collects everything that is wrong with it at once.

use api::problem::FieldError;
use domain::validation::Invalid;
use domain::{WebhookEvent, webhooks as rules};
use store::{Change, Webhook};

use crate::app::App;
use crate::{audit, people, webhooks};

/// Sets the fields of `webhook` that are given.
///
/// # Errors
/// Everything that is wrong.
pub(super) fn read(
    app: &App,
    url: Option<&String>,
    events: Option<&Vec<WebhookEvent>>,
    webhook: &mut Webhook,
) -> Result<(), people::Error> {
    let mut errors = Vec::new();
    let allowed = |url: String| {
        let allowed = webhooks::is_allowed(&url, app.config.allow_private_webhooks);
        if allowed { Ok(url) } else { Err(Invalid::NotAWebAddress) }
    };
    match url.map(|url| rules::address(url).and_then(allowed)) {
        Some(Ok(url)) => webhook.url = url,
        Some(Err(invalid)) => errors.push(FieldError::invalid("url", invalid)),
        None => {}
    }
    match events.map(|events| rules::events(events)) {
        Some(Ok(events)) => webhook.events = events,
        Some(Err(invalid)) => errors.push(FieldError::invalid("events", invalid)),
        None => {}
    }
    if errors.is_empty() { Ok(()) } else { Err(people::Error::Fields(errors)) }
}

/// Every field that differs, for the audit log; before there is a webhook, there is nothing.
pub(super) fn changes(before: Option<&Webhook>, after: &Webhook) -> Vec<Change> {
    let fields = |webhook: &Webhook| {
        let events: Vec<&str> = webhook.events.iter().map(|event| event.name()).collect();
        [
            ("url", Some(webhook.url.clone())),
            ("events", Some(events.join("\n"))),
            ("active", Some(webhook.active.to_string())),
        ]
    };
    audit::differences(before.map(fields), fields(after))
}
