//! What is done to the settings besides editing them, and what is asked before: one dialog and one way to write for all.

use std::sync::Arc;

use api::sso::{
    AcceptMetadata, Activate, Activation, AddEmergency, DeleteDraft, DismissMetadata, Edit, EmergencyParams,
    RemoveEmergency, Revision, Sso, Switch as State,
};
use api::{NoParams, NoQuery};
use domain::sso::CertificateEnd;
use domain::{Right, UserId};

use crate::backend::{Call, Failure, Query, Write, use_query, use_write};
use crate::layout::refusal;
use crate::platform::time;
use crate::text::Message;
use crate::text::identity::{self, sso as text};
use crate::text::reasons;
use crate::ui::{ConfirmDialog, Messages, Switch, use_toasts};
use crate::view::prelude::*;

/// For how long the proof of a password opens the switch (R27), in milliseconds.
const PROOF_MS: i64 = 3_600_000;

/// What is done; those that are asked about come first. Their words are lists in this order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Act {
    /// People sign in with the identity provider.
    On,
    /// People sign in with passwords.
    Off,
    /// The draft becomes active without a test.
    Untested,
    /// What was active before is active again.
    RollBack,
    /// The draft goes.
    Discard,
    /// An owner has no emergency access any more.
    Remove,
    /// The tested draft becomes active.
    Activate,
    /// The metadata's change becomes a draft.
    Accept,
    /// The metadata's change is left.
    Dismiss,
    /// An owner gets emergency access.
    Add,
}

impl Act {
    /// What its button says.
    pub fn label(self) -> Message {
        text::act_labels(self as usize)
    }

    /// Is it asked about?
    const fn is_asked(self) -> bool {
        (self as usize) < Self::Activate as usize
    }
}

/// The settings, and what can be done to them.
#[derive(Clone, Copy)]
pub struct Acts {
    /// As last read.
    pub data: RwSignal<Option<Arc<Sso>>>,
    /// The one way to write.
    pub write: Write,
    open: RwSignal<bool>,
    asked: RwSignal<(Act, UserId)>,
    toasts: Messages,
}

/// Reads the settings.
pub fn use_sso() -> Query<Sso> {
    use_query::<api::sso::Get>(|| (NoParams {}, NoQuery {}))
}

/// What can be done to the settings of that query.
pub fn use_acts(query: Query<Sso>) -> Acts {
    Acts {
        data: query.data,
        write: use_write(),
        open: RwSignal::new(false),
        asked: RwSignal::new((Act::On, UserId(0))),
        toasts: use_toasts(),
    }
}

impl Acts {
    /// Does it, or asks about it. `person` is whose emergency access it is about.
    pub fn start(self, act: Act, person: UserId) {
        self.asked.set((act, person));
        if act.is_asked() {
            self.write.failure.set(None);
            self.open.set(true);
        } else {
            self.go();
        }
    }

    /// What a button runs.
    pub fn press(self, act: Act) -> Callback<()> {
        Callback::new(move |()| self.start(act, UserId(0)))
    }

    /// After a write: what was done is said, and why not.
    pub fn said(self, outcome: Result<String, Failure>, done: Message) {
        match outcome {
            Ok(_) => {
                self.open.try_set(false);
                self.toasts.success(done);
            }
            // The open question says it itself.
            Err(_) if self.open.try_get_untracked() == Some(true) => {}
            Err(failure) => self.toasts.failure(why(&failure)),
        }
    }

    fn go(self) {
        let (act, user_id) = self.asked.get_untracked();
        let Some(sso) = self.data.get_untracked() else { return };
        let done = move |outcome| self.said(outcome, text::act_done(act as usize));
        let id = |revision: &Option<Revision>| revision.as_ref().map(|revision| revision.id);
        let revision = if act == Act::RollBack { id(&sso.previous) } else { id(&sso.draft) };
        match act {
            Act::On | Act::Off => {
                let body = State { enabled: act == Act::On };
                self.write.run(Call::<Edit>::new(NoParams {}).body(body).if_match(sso.version), done);
            }
            Act::Activate | Act::Untested | Act::RollBack => {
                let Some(revision) = revision else { return };
                let body = Activation { revision, untested: act == Act::Untested };
                self.write.run(Call::<Activate>::new(NoParams {}).body(body).if_match(sso.version), done);
            }
            Act::Discard => self.write.run(Call::<DeleteDraft>::new(NoParams {}), done),
            Act::Accept => self.write.run(Call::<AcceptMetadata>::new(NoParams {}), done),
            Act::Dismiss => self.write.run(Call::<DismissMetadata>::new(NoParams {}), done),
            Act::Add => self.write.run(Call::<AddEmergency>::new(EmergencyParams { user_id }), done),
            Act::Remove => self.write.run(Call::<RemoveEmergency>::new(EmergencyParams { user_id }), done),
        }
    }
}

/// Why a call did not succeed: of the first value that was refused, or of the whole.
pub fn why(failure: &Failure) -> String {
    failure.field_errors().first().map_or_else(
        || failure.detail(),
        |error| reasons::either(error.reason.as_ref(), error.invalid, &error.message),
    )
}

/// Why single sign-on cannot be switched on now.
fn not_yet(sso: &Sso) -> Option<Message> {
    let now = time::now();
    let Some(active) = &sso.active else { return Some(reasons::sso_not_set_up()) };
    let over = |end| CertificateEnd::at(end, now) == Some(CertificateEnd::Over);
    if active.certificates.iter().all(|certificate| over(certificate.not_after)) {
        return Some(reasons::sso_certificate_expired());
    }
    let fresh = |at: domain::Timestamp| now.ms_since(at) < PROOF_MS;
    let proven = sso.emergency.iter().any(|owner| owner.proven_at.is_some_and(fresh));
    (!proven).then(reasons::emergency_access_missing)
}

/// The switch (R23, R27), and the dialog of all acts.
#[component]
pub fn SsoSwitch(
    /// What can be done.
    acts: Acts,
) -> View {
    let on = derive(move || acts.data.with(|sso| sso.as_ref().is_some_and(|sso| sso.enabled)));
    let role = refusal(Right::EditIdentity);
    let reason = derive(move || {
        let missing = || acts.data.with(|sso| sso.as_deref().filter(|sso| !sso.enabled).and_then(not_yet));
        role.get().or_else(|| missing().map(Message::to_owned))
    });
    let toggle = move |on: bool| acts.start(if on { Act::On } else { Act::Off }, UserId(0));
    let word = move |list: fn(usize) -> Message| list(acts.asked.get().0 as usize);
    let consequences = move || {
        let all = word(text::act_details).words().split(" + ").map(|one| view! { <li>{one}</li> });
        all.collect_view()
    };
    view! {
        <Switch label=identity::sso_title() on on_toggle=toggle hide_label=true disabled_reason=reason />
        <ConfirmDialog
            open=acts.open
            title=derive(move || word(text::act_titles).to_owned())
            confirm=derive(move || word(text::act_labels).to_owned())
            on_confirm=move |()| acts.go()
            busy=acts.write.pending
            failure=derive(move || acts.write.failure.get().as_ref().map(why))
        >
            <ul class="consequences">{consequences()}</ul>
        </ConfirmDialog>
    }
}
