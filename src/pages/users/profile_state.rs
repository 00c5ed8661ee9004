//! A form of a person's page: what is saved, what is on the screen, and what somebody else has made of it meanwhile.

use std::sync::Arc;

use api::history::{Fields, GetFields, HistoryParams};
use api::users::{Edit, User, UserParams};
use api::{Code, NoQuery};
use domain::{Field, Lock};

use super::draft::{self, Difference};
use crate::backend::{Call, Failure, Mutation, Query, json, use_mutation, use_query};
use crate::forms::{Form, Input};
use crate::platform::effect;
use crate::text::users as text;
use crate::ui::use_toasts;
use crate::view::prelude::*;

/// The state of the form.
#[derive(Clone, Copy)]
pub struct ProfileForm {
    /// The fields.
    pub form: Form,
    fields: &'static [Field],
    inputs: StoredValue<Vec<(Field, Input)>>,
    /// The person as the form was filled: edits are made against this version.
    pub saved: RwSignal<Arc<User>>,
    /// A newer version that differs, while the form holds changes: the reader decides.
    pub newer: RwSignal<Option<Arc<User>>>,
    save: Mutation<Edit>,
    /// Who changed each field last, and when.
    pub origins: Query<Fields>,
}

impl ProfileForm {
    /// The form of these fields of that person, following them as long as nothing on the screen would be lost.
    #[must_use]
    pub fn new(user: Signal<Arc<User>>, fields: &'static [Field]) -> Self {
        let (form, first) = (Form::new(), user.get_untracked());
        let input = |field: Field| {
            let value = draft::value(&first, field);
            (field, form.input(draft::body_name(field), text::field(field), &value, draft::check(field)))
        };
        let inputs = StoredValue::new(fields.iter().copied().map(input).collect::<Vec<_>>());
        let (saved, newer) = (RwSignal::new(first), RwSignal::new(None));
        let toasts = use_toasts();
        let save = use_mutation::<Edit>(move |outcome| match outcome {
            Ok(user) => {
                settle(form, inputs, saved, newer, Arc::new(user));
                toasts.success(text::profile::saved());
            }
            Err(failure) => match changed_elsewhere(&failure) {
                Some(user) => drop(newer.try_set(Some(Arc::new(user)))),
                None => form.refuse(&failure),
            },
        });
        let id = saved.with_untracked(|user| user.id);
        let origins = use_query::<GetFields>(move || (HistoryParams { id }, NoQuery {}));
        let this = Self { form, fields, inputs, saved, newer, save, origins };
        effect(move || {
            // While a save is under way, what comes in is most likely that very save.
            if save.pending.get() {
                return;
            }
            let user = user.get();
            if this.newer.with_untracked(Option::is_some) && untrack(|| this.differences()).is_empty() {
                // Refused for a change elsewhere on the page: nothing here is in question.
                this.keep_mine();
            } else {
                this.follow(user);
            }
        });
        this
    }

    /// One field of the form.
    #[must_use]
    pub fn input(self, field: Field) -> Input {
        self.inputs.with_value(|inputs| {
            inputs
                .iter()
                .find(|(one, _)| *one == field)
                .map(|(_, input)| *input)
                .expect("a field that is asked for is of this form")
        })
    }

    /// The lock on a field (R2, R3, R12).
    #[must_use]
    pub fn lock(self, field: Field) -> Option<Lock> {
        self.saved.with(|user| draft::lock(user, field))
    }

    /// The fields that wait to be saved.
    #[must_use]
    pub fn dirty(self) -> Vec<Field> {
        self.fields
            .iter()
            .copied()
            .filter(|field| self.input(*field).is_dirty() && self.lock(*field).is_none())
            .collect()
    }

    /// A save is under way.
    #[must_use]
    pub const fn busy(self) -> RwSignal<bool> {
        self.save.pending
    }

    /// What somebody else has changed meanwhile.
    #[must_use]
    pub fn differences(self) -> Vec<Difference> {
        let screen = |field: Field| self.input(field).value.get();
        self.newer
            .get()
            .map(|newer| self.saved.with(|saved| draft::differences(self.fields, saved, &newer, screen)))
            .unwrap_or_default()
    }

    /// Saves what was changed, if all of it is accepted.
    pub fn submit(self) {
        let dirty = untrack(|| self.dirty());
        if dirty.is_empty() || !self.check(&dirty) {
            return;
        }
        let edit = draft::edit(&dirty, |field| self.input(field).text());
        let (id, version) = self.saved.with_untracked(|user| (user.id, user.version));
        self.save.run(Call::new(UserParams { id }).body(edit).if_match(version));
    }

    /// Checks what was changed, and only that: the rest may be the identity provider's, and is not the reader's to mend.
    fn check(self, fields: &[Field]) -> bool {
        let inputs: Vec<Input> = fields.iter().map(|field| self.input(*field)).collect();
        self.form.check_only(&inputs)
    }

    /// Puts back what is saved.
    pub fn discard(self) {
        self.form.discard();
        if let Some(newer) = self.newer.get_untracked() {
            settle(self.form, self.inputs, self.saved, self.newer, newer);
        }
    }

    /// Goes on with the newer version, keeping what the reader has changed and still may change; then saves.
    pub fn keep_mine(self) {
        let Some(newer) = self.newer.get_untracked() else { return };
        self.inputs.with_value(|inputs| {
            for (field, input) in inputs {
                let value = draft::value(&newer, *field);
                input.reload(&value);
                if draft::lock(&newer, *field).is_some() {
                    input.value.set(value);
                }
            }
        });
        self.saved.set(newer);
        self.newer.set(None);
        self.submit();
    }

    /// A version has been read: takes it over, or asks.
    fn follow(self, user: Arc<User>) {
        let saved = self.saved.get_untracked();
        if user.version <= saved.version {
            return;
        }
        let screen = |field: Field| self.input(field).text();
        let clean = untrack(|| self.dirty()).is_empty();
        if clean || draft::differences(self.fields, &saved, &user, screen).is_empty() {
            reload(self.inputs, &user);
            self.saved.set(user);
            self.newer.set(None);
        } else {
            self.newer.set(Some(user));
        }
    }
}

/// Sets what is saved; what the reader has changed stays on the screen.
fn reload(inputs: StoredValue<Vec<(Field, Input)>>, user: &User) {
    let _ = inputs.try_with_value(|inputs| {
        for (field, input) in inputs {
            input.reload(&draft::value(user, *field));
        }
    });
}

/// What is on the screen is saved, as the server has written it. (The page may be gone by now.)
fn settle(
    form: Form,
    inputs: StoredValue<Vec<(Field, Input)>>,
    saved: RwSignal<Arc<User>>,
    newer: RwSignal<Option<Arc<User>>>,
    user: Arc<User>,
) {
    form.saved();
    reload(inputs, &user);
    saved.try_set(user);
    newer.try_set(None);
}

/// With `changed_elsewhere` the server sends the person as they are now.
fn changed_elsewhere(failure: &Failure) -> Option<User> {
    let problem = failure.problem().filter(|problem| problem.code == Code::ChangedElsewhere)?;
    json::read(&problem.current.as_ref()?.0)
}
