//! What has changed, and who wants to know: live events and own writes come in, queries listen.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use api::events::{Changed, Subject};

/// What a listener is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// One thing changed; an empty id stands for any thing of that kind.
    Of(Changed),
    /// Nobody knows what changed: read everything anew.
    Everything,
}

/// A listener: told once for a bundle of changes.
pub type Listener = Arc<dyn Fn(&[Change]) + Send + Sync>;

#[derive(Default)]
struct Listeners {
    next: u64,
    by_id: BTreeMap<u64, Listener>,
}

/// The one place where changes are announced.
#[derive(Clone, Default)]
pub struct Changes {
    listeners: Arc<Mutex<Listeners>>,
}

impl Changes {
    /// Adds a listener; the number is for [`forget`](Self::forget).
    pub fn listen(&self, listener: Listener) -> u64 {
        let mut listeners = self.lock();
        listeners.next += 1;
        let id = listeners.next;
        listeners.by_id.insert(id, listener);
        id
    }

    /// Removes a listener.
    pub fn forget(&self, id: u64) {
        self.lock().by_id.remove(&id);
    }

    /// Tells every listener.
    pub fn announce(&self, changes: &[Change]) {
        let listeners: Vec<Listener> = self.lock().by_id.values().cloned().collect();
        for listener in listeners {
            listener(changes);
        }
    }

    /// A write of our own has succeeded: the queries of its subject read anew, without waiting for the live event.
    pub(super) fn written(&self, operation: &str) {
        let changes: Vec<Change> = subjects_of(operation)
            .iter()
            .map(|subject| Change::Of(Changed { subject: *subject, id: String::new() }))
            .collect();
        self.announce(&changes);
    }

    fn lock(&self) -> MutexGuard<'_, Listeners> {
        self.listeners.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What an operation reads or writes.
fn subjects_of(operation: &str) -> &'static [Subject] {
    if operation == "own_preferences_put" {
        return &[];
    }
    match operation.split('_').next().unwrap_or_default() {
        "job" => &[Subject::Job],
        "user" if operation.starts_with("user_import") => &[Subject::Job],
        "user" | "admin" => &[Subject::User],
        "site" => &[Subject::Site],
        "application" => &[Subject::Application],
        "group" => &[Subject::Group],
        "license" => &[Subject::License, Subject::LicenseRule],
        "session" | "own" | "password" => &[Subject::Session],
        "provisioning" => &[Subject::Provisioning, Subject::Token],
        "sso" => &[Subject::Sso],
        "sign" => &[Subject::SignIn],
        "domain" => &[Subject::Domain],
        "api" => &[Subject::ApiToken],
        "webhook" => &[Subject::Webhook],
        _ => &[Subject::Organization],
    }
}

/// Does a change touch what that query shows?
///
/// A query about one thing (its URL holds an id) is touched by changes of that thing, not of another of the kind.
#[must_use]
pub fn touches(operation: &str, url: &str, change: &Change) -> bool {
    let Change::Of(changed) = change else { return true };
    let wide = match operation {
        // Home reads its counts with the next call that is remembered: a busy identity provider leaves thousands of entries.
        "home_get" => {
            return !matches!(
                changed.subject,
                Subject::Session | Subject::ProvisioningLog | Subject::Job | Subject::SignIn
            );
        }
        // A file changes by what is done with it here, not with each batch of a job.
        "user_import_get" => return changed.subject == Subject::Job && changed.id.is_empty(),
        "provisioning_log_list" | "provisioning_health_get" => {
            return matches!(changed.subject, Subject::ProvisioningLog | Subject::Provisioning);
        }
        // An entry never changes.
        "provisioning_log_get" => return false,
        "history_list" => matches!(changed.subject, Subject::User | Subject::Session),
        "group_list" => matches!(changed.subject, Subject::Group | Subject::User),
        "site_list" | "site_get" => matches!(changed.subject, Subject::Site | Subject::User),
        "license_list" => matches!(changed.subject, Subject::License | Subject::User),
        "user_list" | "user_get" => matches!(changed.subject, Subject::User | Subject::Site),
        "sso_get" => matches!(changed.subject, Subject::Sso | Subject::User),
        "sso_test_get" => changed.subject == Subject::SignIn,
        // An entry never changes.
        "sign_in_get" => return false,
        "provisioning_get" | "provisioning_guard_get" => {
            matches!(changed.subject, Subject::Provisioning | Subject::Token | Subject::User)
        }
        "me_get" => matches!(changed.subject, Subject::Organization | Subject::User),
        _ => subjects_of(operation).contains(&changed.subject),
    };
    wide && names(url, &changed.id)
}

/// Could the thing with that id be what the URL shows?
fn names(url: &str, id: &str) -> bool {
    let Some(prefix) = id.get(..4) else { return true };
    !url.contains(prefix) || url.contains(id)
}
