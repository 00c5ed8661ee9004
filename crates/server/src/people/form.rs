//! Reads the values that somebody typed, field by field, and collects everything that is wrong with them at once.

use api::problem::FieldError;
use domain::validation::Invalid;
use domain::{Field, IdentityProvider, Ownership, Reason};

use super::Error;
use super::write::{is_plan_gone, is_site_gone};

/// The locks that the values meet.
#[derive(Debug, Clone, Copy)]
pub(super) struct Locks {
    pub(super) ownership: Ownership,
    pub(super) provider: IdentityProvider,
}

/// Collects errors.
#[derive(Debug, Default)]
pub(super) struct Form {
    locks: Option<Locks>,
    errors: Vec<FieldError>,
}

impl Form {
    /// For a new person: nothing is locked.
    pub(super) fn unlocked() -> Self {
        Self::default()
    }

    /// For a person that has locks.
    pub(super) fn locked(locks: Locks) -> Self {
        Self { locks: Some(locks), errors: Vec::new() }
    }

    pub(super) fn invalid(&mut self, name: &str, invalid: Invalid) {
        self.errors.push(FieldError::invalid(name, invalid));
    }

    pub(super) fn refuse(&mut self, name: &str, reason: Reason) {
        self.errors.push(FieldError::refused(name, reason));
    }

    /// The same, where the reason is better understood with the name of what it is about.
    pub(super) fn refuse_named(&mut self, name: &str, what: &str, reason: Reason) {
        self.errors.push(named(name, what, reason));
    }

    /// May `field` be changed? Remembers the refusal under `name`.
    pub(super) fn may_edit(&mut self, field: Field, name: &str) -> bool {
        let locked = self.locks.map_or(Ok(()), |locks| locks.ownership.may_edit(field, locks.provider));
        locked.map_err(|reason| self.refuse(name, reason)).is_ok()
    }

    /// Sets `now` to what `check` makes of `given`. What is left out, and what is there already, is no change: it
    /// passes every lock and check, so that a form can be sent back whole.
    pub(super) fn required(
        &mut self,
        field: Field,
        given: Option<&String>,
        now: &mut String,
        check: fn(&str) -> Result<String, Invalid>,
    ) {
        let Some(given) = given.filter(|given| *given != now) else { return };
        match check(given) {
            Ok(value) if value == *now => {}
            checked if self.may_edit(field, field.name()) => match checked {
                Ok(value) => *now = value,
                Err(invalid) => self.invalid(field.name(), invalid),
            },
            _ => {}
        }
    }

    /// Sets `now` to a value that must be there from the start.
    pub(super) fn first(
        &mut self,
        field: Field,
        given: &str,
        now: &mut String,
        check: fn(&str) -> Result<String, Invalid>,
    ) {
        match check(given) {
            Ok(value) => *now = value,
            Err(invalid) => self.invalid(field.name(), invalid),
        }
    }

    /// The email: must be there when written here, but may be missing when the identity provider never sent one.
    pub(super) fn email(&mut self, given: Option<&String>, now: &mut Option<String>) {
        let mut email = now.clone().unwrap_or_default();
        self.required(Field::Email, given, &mut email, domain::validation::email);
        if !email.is_empty() {
            *now = Some(email);
        }
    }

    /// The same as [`required`](Self::required) for a text that may be missing: an empty one clears it.
    pub(super) fn optional(
        &mut self,
        field: Field,
        given: Option<&String>,
        now: &mut Option<String>,
        check: fn(&str) -> Result<Option<String>, Invalid>,
    ) {
        let Some(given) = given.filter(|given| Some(*given) != now.as_ref()) else { return };
        match check(given) {
            Ok(value) if value == *now => {}
            checked if self.may_edit(field, field.name()) => match checked {
                Ok(value) => *now = value,
                Err(invalid) => self.invalid(field.name(), invalid),
            },
            _ => {}
        }
    }

    /// # Errors
    /// Everything that was wrong.
    pub(super) fn finish(self) -> Result<(), Error> {
        if self.errors.is_empty() { Ok(()) } else { Err(Error::Fields(self.errors)) }
    }
}

/// A job title or a department.
pub(super) fn short_text(text: &str) -> Result<Option<String>, Invalid> {
    domain::validation::optional(text, domain::validation::MAX_TEXT)
}

/// The name of a user's site in a request.
pub(super) const SITE_ID: &str = "site_id";
/// The name of a user's plan in a request.
pub(super) const PLAN_ID: &str = "plan_id";

/// A refused field, with the name of what the reason is about before it.
pub(super) fn named(field: &str, what: &str, reason: Reason) -> FieldError {
    FieldError { message: format!("{what}: {reason}"), ..FieldError::refused(field, reason) }
}

/// The constraints of the database refuse whom a check before them could not see: same words, same field.
#[must_use]
pub fn on_its_field(error: Error) -> Error {
    match error {
        Error::Refused(reason @ Reason::UsernameTaken) => {
            Error::Fields(vec![FieldError::refused(Field::Username.name(), reason)])
        }
        error if is_plan_gone(&error) => {
            Error::Fields(vec![FieldError::invalid(PLAN_ID, Invalid::NotAChoice)])
        }
        error if is_site_gone(&error) => {
            Error::Fields(vec![FieldError::invalid(SITE_ID, Invalid::NotAChoice)])
        }
        other => other,
    }
}
