//! What can be done with a person, from a row of the list and from the head of their page: the same acts, refused for the
//! same reasons, asked for by the same dialogs.

use std::sync::Arc;

use api::sessions;
use api::users::{self, PasswordLink, PasswordLinkRequest, User, UserParams};
use domain::life_cycle::{self, Actor};
use domain::{Reason, Right, Status, UserId};

use crate::backend::{Call, Client, Failure, use_client};
use crate::layout::{Session, use_session};
use crate::platform::time;
use crate::text::users as text;
use crate::ui::{Messages, ToastAction, use_toasts};
use crate::view::prelude::*;

/// Something that can be done with a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Act {
    /// Let them sign in again (R8).
    Activate,
    /// Stop them from signing in (R7).
    Deactivate,
    /// Take them away for good (R9).
    Delete,
    /// Make a link with which they set a password.
    PasswordLink,
    /// Sign them out everywhere.
    EndSessions,
}

/// Why `actor` may not do it: the very reason with which the server would refuse.
#[must_use]
pub fn refusal(act: Act, actor: &Actor, user: &User) -> Option<Reason> {
    let (subject, provider) = (user.subject(), user.identity_provider);
    let edits_users = actor.role.require(Right::EditUsers);
    let allowed = match act {
        Act::Activate => edits_users.and_then(|()| life_cycle::can_activate(actor, &subject, provider)),
        Act::Deactivate => edits_users.and_then(|()| life_cycle::can_deactivate(actor, &subject, provider)),
        Act::Delete => life_cycle::can_delete(actor, &subject),
        Act::PasswordLink => life_cycle::can_set_password(actor, &subject, provider),
        Act::EndSessions => life_cycle::can_edit(actor, &subject),
    };
    allowed.err()
}

/// What the page is told, so that it shows at once what will be.
#[derive(Clone, Copy)]
pub struct Host {
    /// The person will have that status; told again with the old one if it does not work out.
    pub expect: Callback<(UserId, Status)>,
    /// The person is gone.
    pub deleted: Callback<UserId>,
}

/// The acts of one page, with the state of their dialogs.
#[derive(Clone, Copy)]
pub struct Acts {
    /// Whom the open dialog is about.
    pub person: RwSignal<Option<Arc<User>>>,
    /// The question before a deletion is open.
    pub deleting: RwSignal<bool>,
    /// The password link is shown.
    pub linking: RwSignal<bool>,
    /// The link is to be mailed as well.
    pub send: RwSignal<bool>,
    /// The link, once it is made.
    pub link: RwSignal<Option<PasswordLink>>,
    /// What the dialog asked for is under way.
    pub busy: RwSignal<bool>,
    /// Why it did not work.
    pub failure: RwSignal<Option<String>>,
    host: Host,
    client: StoredValue<Client>,
    toasts: Messages,
    session: Session,
}

/// The acts of the page that calls this.
#[must_use]
pub fn use_acts(host: Host) -> Acts {
    Acts {
        person: RwSignal::new(None),
        deleting: RwSignal::new(false),
        linking: RwSignal::new(false),
        send: RwSignal::new(true),
        link: RwSignal::new(None),
        busy: RwSignal::new(false),
        failure: RwSignal::new(None),
        host,
        client: StoredValue::new(use_client()),
        toasts: use_toasts(),
        session: use_session(),
    }
}

impl Acts {
    /// Does it; what cannot be undone is asked for first.
    pub fn run(self, act: Act, user: Arc<User>) {
        match act {
            Act::Activate => self.set_status(user, Status::Active),
            Act::Deactivate => self.set_status(user, Status::Deactivated),
            Act::EndSessions => self.end_sessions(&user),
            Act::Delete => {
                self.ask_about(user);
                self.deleting.set(true);
            }
            Act::PasswordLink => {
                self.ask_about(user);
                self.linking.set(true);
                self.send.set(true);
                if untrack(|| self.mails_to()).is_none() {
                    self.make_link();
                }
            }
        }
    }

    fn ask_about(self, user: Arc<User>) {
        self.person.set(Some(user));
        self.failure.set(None);
        self.link.set(None);
    }

    /// Shown at once, and taken back if the server refuses.
    fn set_status(self, user: Arc<User>, status: Status) {
        let (before, host, toasts, client) = (user.status, self.host, self.toasts, self.client.get_value());
        host.expect.run((user.id, status));
        let name = user.name();
        let began = time::now();
        let undo = (status == Status::Deactivated).then(|| (client.clone(), user.clone()));
        change_status(&client, user.id, status, move |outcome| match outcome {
            Ok(done) => match undo {
                Some((client, user)) => {
                    let ms = time::now().ms_since(began).unsigned_abs();
                    offer_undo(client, toasts, user, done.sessions_ended.unwrap_or_default(), ms);
                }
                None => toasts.success(text::activated(&name)),
            },
            Err(failure) => {
                // The page may be gone by now.
                host.expect.run((user.id, before));
                toasts.failure(text::not_done(&name, &failure.detail()));
            }
        });
    }

    fn end_sessions(self, user: &User) {
        let (toasts, name) = (self.toasts, user.name());
        let call = Call::<sessions::EndAll>::new(sessions::PersonParams { id: user.id });
        self.client.get_value().perform(call, move |outcome| match outcome {
            Ok(ended) => toasts.success(text::sessions::ended(ended.ended)),
            Err(failure) => toasts.failure(text::not_done(&name, &failure.detail())),
        });
    }

    /// Where the link can be mailed to, if the server has a way to mail it: whether it shall be is asked first.
    #[must_use]
    pub fn mails_to(self) -> Option<String> {
        let can = self.session.identity.with(|identity| identity.can_mail);
        self.person.get().map(|user| user.email.clone()).filter(|email| can && !email.is_empty())
    }

    /// Makes the link for the person of the dialog.
    pub fn make_link(self) {
        let Some(user) = self.person.get_untracked() else { return };
        self.busy.set(true);
        let send = untrack(|| self.send.get() && self.mails_to().is_some());
        let call = Call::<users::CreatePasswordLink>::new(UserParams { id: user.id });
        let call = if send { call.body(PasswordLinkRequest { send }) } else { call };
        self.client.get_value().perform(call, move |outcome| {
            self.busy.try_set(false);
            match outcome {
                Ok(link) => drop(self.link.try_set(Some(link))),
                Err(failure) => drop(self.failure.try_set(Some(failure.detail()))),
            }
        });
    }

    /// Deletes the person of the dialog, after they said yes.
    pub fn delete(self) {
        let Some(user) = self.person.get_untracked() else { return };
        let (host, toasts) = (self.host, self.toasts);
        self.busy.set(true);
        self.failure.set(None);
        let call = Call::<users::Delete>::new(UserParams { id: user.id });
        self.client.get_value().perform(call, move |outcome| {
            self.busy.try_set(false);
            match outcome {
                Ok(_) => {
                    self.deleting.try_set(false);
                    toasts.success(text::was_deleted(&user.name()));
                    host.deleted.run(user.id);
                }
                Err(failure) => drop(self.failure.try_set(Some(failure.detail()))),
            }
        });
    }
}

/// The message after a deactivation. Its button works also from another page: it holds all it needs.
fn offer_undo(client: Client, toasts: Messages, user: Arc<User>, sessions: u64, ms: u64) {
    let name = user.name();
    let message = text::was_deactivated(&name, sessions, ms);
    let undo = move |()| {
        let name = name.clone();
        change_status(&client, user.id, Status::Active, move |outcome| match outcome {
            Ok(_) => toasts.success(text::activated(&name)),
            Err(failure) => toasts.failure(text::not_done(&name, &failure.detail())),
        });
    };
    toasts.success_with(message, ToastAction { label: text::undo().to_owned(), run: Callback::new(undo) });
}

fn change_status(
    client: &Client,
    id: UserId,
    status: Status,
    done: impl FnOnce(Result<User, Failure>) + 'static,
) {
    match status {
        Status::Active => client.perform(Call::<users::Activate>::new(UserParams { id }), done),
        Status::Deactivated => client.perform(Call::<users::Deactivate>::new(UserParams { id }), done),
    }
}
