//! What handlers note of a request while they work on it.

use std::sync::{Arc, Mutex, PoisonError};

use ::scim::{Ignored, UserResource};
use axum::body::Bytes;
use domain::{Cause, Effect, OrgId, UserId};
use store::{LogChange, LogIgnored, User};

use super::mask;
use crate::app::App;
use crate::people::{Outcome, Provided, Written};
use crate::scim::view;

/// Changes and ignored parts that are kept of one request.
const MOST: usize = 50;
/// Sites that are named as what would have been accepted.
const NAMED_SITES: u64 = 10;

/// The notes of one request, shared by those who work on it.
#[derive(Clone, Default)]
pub struct Notes(Arc<Mutex<Note>>);

/// What is known of a request.
#[derive(Default)]
pub struct Note {
    pub body: Bytes,
    pub effect: Option<Effect>,
    pub found: Option<u64>,
    pub user_id: Option<UserId>,
    /// The person's name.
    pub name: Option<String>,
    /// The username that was sent.
    pub username: Option<String>,
    pub site_is: Option<String>,
    pub site_sent: Option<String>,
    pub expected: Option<String>,
    pub changes: Vec<LogChange>,
    pub ignored: Vec<LogIgnored>,
}

impl Notes {
    fn note(&self, change: impl FnOnce(&mut Note)) {
        change(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner));
    }

    /// Everything, at the end.
    pub fn take(self) -> Note {
        std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// The body, as it was read.
    pub fn body(&self, bytes: &Bytes) {
        self.note(|note| note.body = bytes.clone());
    }

    /// The person whom it is about.
    pub fn about(&self, user: &User) {
        self.note(|note| {
            note.user_id = Some(user.id);
            note.name = Some(name(user));
        });
    }

    /// The site of the person before.
    pub fn site_is(&self, site: Option<&str>) {
        self.note(|note| note.site_is = site.map(str::to_owned));
    }

    /// What the identity provider wants, and what of its request has no effect.
    pub fn sent(&self, provided: &Provided, ignored: &[Ignored]) {
        let part = |ignored: &Ignored| LogIgnored {
            path: ignored.path.clone(),
            why: ignored.reason.words().to_owned(),
        };
        self.note(|note| {
            note.username = Some(provided.username.clone());
            note.site_sent.clone_from(&provided.site);
            note.ignored = ignored.iter().take(MOST).map(part).collect();
        });
    }

    /// The username that was sent.
    pub fn username(&self) -> Option<String> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).username.clone()
    }

    /// What a write came to. The changes are those that were stored, not those that were asked for.
    pub fn wrote(&self, written: &Written) {
        self.about(&written.user);
        let after = view::resource(&written.user, written.site.as_deref());
        let before = written.before.as_ref();
        let before = before.map(|before| view::resource(&before.user, before.site.as_deref()));
        self.note(|note| {
            note.effect = Some(effect(written.outcome));
            note.changes = changes(before.as_ref(), &after);
        });
    }

    /// What a write of a group came to.
    pub fn group(&self, effect: Effect, name: &str) {
        self.note(|note| {
            note.effect = Some(effect);
            note.name = Some(name.to_owned());
        });
    }

    /// What a list found; whom, when it is one.
    pub fn found(&self, total: u64, users: &[User]) {
        if let ([one], 1) = (users, total) {
            self.about(one);
        }
        self.note(|note| note.found = Some(total));
    }
}

impl Note {
    /// What an admin would look up next: whose username it is, and which sites there are.
    pub async fn explain(&mut self, app: &App, org: OrgId, cause: Cause) {
        let read = app.store.read(org);
        match cause {
            Cause::UsernameTaken => {
                let Some(username) = &self.username else { return };
                if let Ok(Some(holder)) = read.users().by_username(username).await {
                    self.user_id = Some(holder.id);
                    self.expected = Some(format!("a userName other than that of {}", name(&holder)));
                }
            }
            Cause::UnknownSite => {
                let Ok(page) = read.sites().page(None, NAMED_SITES).await else { return };
                let names: Vec<String> = page.items.into_iter().map(|summary| summary.site.name).collect();
                let more = if page.next.is_some() { ", …" } else { "" };
                self.expected = Some(match names.as_slice() {
                    [] => "no site, because there is none here yet".to_owned(),
                    names => format!("the name of a site: {}{more}", names.join(", ")),
                });
            }
            Cause::OtherSite => {
                let is = self.site_is.as_ref().map(|site| format!("{site}, the site that is set, or none"));
                self.expected = is.or_else(|| Some("the site that is set, or none".to_owned()));
            }
            _ => {}
        }
    }
}

fn name(user: &User) -> String {
    Some(user.full_name()).filter(|name| !name.is_empty()).unwrap_or_else(|| user.username.clone())
}

const fn effect(outcome: Outcome) -> Effect {
    match outcome {
        Outcome::Created => Effect::UserCreated,
        Outcome::Relinked => Effect::UserRelinked,
        Outcome::Linked => Effect::UserLinked,
        Outcome::Changed => Effect::UserChanged,
        Outcome::Activated => Effect::UserActivated,
        Outcome::Deactivated => Effect::UserDeactivated,
        Outcome::Deprovisioned => Effect::UserDeprovisioned,
        Outcome::Unchanged => Effect::NothingChanged,
    }
}

fn changes(before: Option<&UserResource>, after: &UserResource) -> Vec<LogChange> {
    let changes = after.changes_since(before).into_iter().take(MOST);
    let change = |change: ::scim::Change| LogChange {
        from: change.from.map(|value| mask::value(&change.path, &value)),
        to: change.to.map(|value| mask::value(&change.path, &value)),
        path: change.path,
    };
    changes.map(change).collect()
}
